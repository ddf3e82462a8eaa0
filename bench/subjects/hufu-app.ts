/** The applications that the server under test knows and the load plays; the same keys in both processes. */
export const benchApp = {
  clientId: 'BENCH',
  secret: 'sM5tqPqfJ1WbUbB0wzXcF3yEo7nRkG2L',
  redirectUri: 'https://app.example.com/callback',
}
export const benchGateway = { id: 'bench-gateway', secret: 'kR8vXw2mZq4uLc6tYb1nHs9dJf3gPa5e' }

/** What the load process needs to know of each application, told by the server once it runs. */
export interface BenchKeys {
  readonly platformPublicKey: string
  readonly clientPrivateKey: string
}
