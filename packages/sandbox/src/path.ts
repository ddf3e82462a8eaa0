/** Where the sandbox's control API is mounted. */
export const SANDBOX_PATH = '/sandbox/api'
