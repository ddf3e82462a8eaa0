/** The path of the sandbox's control API. */
export const SANDBOX_PATH = '/sandbox/api'
