import { keyRing } from '@hufu/crypto'
import { memoryStore } from '@hufu/store'
import fastify from 'fastify'
import { administration } from '../administration.ts'
import { readConfig } from '@hufu/server'
import { platformSettings } from '@hufu/server'
import { ADMIN_PATH } from './path.ts'
import { adminRoutes } from './index.ts'

/** The OpenAPI document of administration, as every server serves it: no platform or setting changes a word in it. */
export async function adminDocument(): Promise<string> {
  const config = readConfig({ store: 'memory:' }, [])
  const ring = keyRing([{ id: 'none', key: new Uint8Array(32) }])
  const store = memoryStore()
  const app = fastify({ logger: false })
  const settings = await platformSettings(config, store, ring)
  await app.register(adminRoutes(administration(config, store, ring, settings)), { prefix: ADMIN_PATH })
  const { body } = await app.inject(`${ADMIN_PATH}/openapi.json`)
  await app.close()
  return body
}
