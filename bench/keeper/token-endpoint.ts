/*
 * The least that a token endpoint can be: it reads the form, and answers with new tokens; at /late after 50 ms. Argument: the
 * port.
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

const LATE = 50
const text = (): string => randomBytes(16).toString('hex')

createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
  let form = ''
  request.setEncoding('utf8')
  request.on('data', (piece: string) => (form += piece))
  request.on('end', () => {
    const asked = new URLSearchParams(form)
    const fits = asked.get('grant_type') === 'refresh_token' && asked.get('refresh_token')
    const tokens = { access_token: text(), token_type: 'Bearer', expires_in: 3600, refresh_token: text() }
    const body = JSON.stringify(fits ? tokens : { error: 'invalid_request' })
    const answer = () =>
      response
        .writeHead(fits || request.method === 'GET' ? 200 : 400, {
          'content-type': 'application/json',
          'cache-control': 'no-store',
          'content-length': Buffer.byteLength(body),
        })
        .end(body)
    if (request.url === '/late') setTimeout(answer, LATE)
    else answer()
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
