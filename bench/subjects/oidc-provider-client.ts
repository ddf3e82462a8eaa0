/** The one client that the rival's server knows and the load plays. */
export const rivalClient = {
  id: 'bench-app',
  secret: 'sM5tqPqfJ1WbUbB0wzXcF3yEo7nRkG2L',
  redirectUri: 'https://app.example.com/callback',
  scope: 'read',
}
