import { flushCompileCache } from 'node:module'
import { createServer } from './http.ts'

/** The least that a token endpoint on node:http can be: read a form, look at it, answer JSON. The ceiling. */
const server = createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => (body += chunk))
  request.on('end', () => {
    const reply = JSON.stringify({
      access_token: new URLSearchParams(body).get('code'),
      token_type: 'Bearer',
      expires_in: 3600,
    })
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'Content-Length': Buffer.byteLength(reply),
    })
    response.end(reply)
  })
})
server.listen(Number(process.argv[2]), '127.0.0.1')
// It is killed, which writes nothing.
flushCompileCache()
