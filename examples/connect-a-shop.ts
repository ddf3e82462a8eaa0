/* node examples/connect-a-shop.ts demo.json PLATFORM PORT: a web application with a link and a callback. */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { isFailure } from '@hufu/client'
import { argument, platform } from './from-demo.ts'
import { endOf } from './stored-tokens.ts'

const { client, application } = platform()
const callbackPath = new URL(application.redirectUri).pathname

/** Not for scripts, not for other sites' requests, but for the redirect back. Add `Secure` behind https. */
const cookie = (binding: string) => `binding=${binding}; HttpOnly; SameSite=Lax; Path=/; Max-Age=1800`
const bindingOf = (cookies = '') => /(?:^|; )binding=([^;]+)/.exec(cookies)?.[1]

async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const { url = '' } = request
  const binding = bindingOf(request.headers.cookie)
  const page = (status: number, text: string) =>
    response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end(text)

  if (url === '/connect') {
    // The browser's own binding, if it has one: so that two tabs do not end each other's authorization.
    const begun = await client.begin({ redirectUri: application.redirectUri, binding, data: 'shop 7' })
    return response.writeHead(302, { location: begun.url, 'set-cookie': cookie(begun.binding) }).end()
  }
  if (url.startsWith(`${callbackPath}?`)) {
    const authorized = await client.finish(url, { binding })
    if (isFailure(authorized)) return page(400, `Not connected: ${authorized.error}. ${authorized.hint}`)
    const tokens = await client.exchangeCode(authorized)
    if (isFailure(tokens)) return page(502, `Not connected: ${tokens.error}. ${tokens.hint}`)
    return page(200, `Connected ${authorized.data} until ${endOf(tokens)}`)
  }
  return page(404, 'Nothing here: open /connect')
}

// What platform and network do are values; what is left to catch are bugs.
const server = createServer((request, response) => {
  answer(request, response).catch((bug: unknown) => response.destroy(bug as Error))
})

server.listen(Number(argument(0)), '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) console.log(`http://127.0.0.1:${address.port}/connect`)
})
