/** The path of the admin API. */
export const ADMIN_PATH = '/admin/api'
