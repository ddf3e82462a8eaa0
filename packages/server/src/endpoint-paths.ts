/* Paths of our own endpoints. */

export const INTROSPECTION_PATH = '/introspect'

export const REVOCATION_PATH = '/oauth/revoke'
