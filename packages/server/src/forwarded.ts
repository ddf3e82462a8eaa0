/* The client address of a request, as trusted proxies report it. */
import { isIP } from 'node:net'
import { bareAddress } from '@hufu/engine'
import type { FastifyInstance } from 'fastify'
import type { Runtime } from './runtime.ts'

const A_MINUTE = 60

/** Reads X-Forwarded-For as proxies write it, with ports and brackets, and warns once a minute where it holds no address. */
export function readForwarded(app: FastifyInstance, { config, log, store }: Runtime): void {
  if (config.trustedProxies.length === 0) return
  let quietUntil = 0
  app.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request.raw
    const written = headers['x-forwarded-for']
    if (written === undefined) return done()
    headers['x-forwarded-for'] = String(written).split(',').map(bareAddress).join(', ')
    const now = store.now()
    if (isIP(request.ip) === 0 && (now >= quietUntil || now < quietUntil - A_MINUTE)) {
      quietUntil = now + A_MINUTE
      log.warn(
        { requestId: request.id },
        'X-Forwarded-For of a trusted proxy holds no address: limits per network are not applied. Let the proxy write the address of its client, and nothing else',
      )
    }
    done()
  })
}
