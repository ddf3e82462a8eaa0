import { fileURLToPath } from 'node:url'
import { requestBytes } from '../request-bytes.ts'
import { freePort, startServerProcess } from '../server-process.ts'
import type { Subject } from './subject.ts'
import { readTokens } from './token-reply.ts'

const serverFile = fileURLToPath(new URL('form-post-server.ts', import.meta.url))

/** node:http with nothing on it: what no server in Node can be faster than. */
export const formPost: Subject = {
  id: 'form-post',
  title: 'bare node:http',
  description: 'reads the form, answers with a small JSON document: no server on Node does less.',
  async start(cores) {
    const port = await freePort()
    const url = new URL(`http://127.0.0.1:${port}`)
    const server = await startServerProcess(cores, [serverFile, String(port)], url)
    return {
      url,
      ...server,
      chains: [
        {
          batch: 4000,
          mint: async (count) => Array.from({ length: count }, () => ({ code: crypto.randomUUID() })),
          steps: [
            {
              operation: 'form POST',
              request: ({ code = '' }) =>
                requestBytes(url, {
                  path: '/token',
                  form: {
                    grant_type: 'authorization_code',
                    code,
                    redirect_uri: 'https://app.example.com/callback',
                    client_id: 'app',
                    client_secret: 'a secret that is as long as they are',
                  },
                }),
              read: (reply) => readTokens(reply, 'access_token'),
            },
          ],
        },
      ],
    }
  },
}
