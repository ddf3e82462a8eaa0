/* A keeper whose process stops right after it has taken a lease, as behind SIGSTOP; it says how its refresh ended. */
import { createKeeper, sqliteKeeperStore } from '@hufu/keeper'

const [, , path = '', keys = '', baseUrl = ''] = process.argv
const real = sqliteKeeperStore(path)
const store = new Proxy(real, {
  get: (target, verb: keyof typeof real) =>
    verb === 'claim'
      ? async (...asked: Parameters<typeof real.claim>) => {
          const lease = await target.claim(...asked)
          process.kill(process.pid, 'SIGSTOP')
          return lease
        }
      : target[verb],
})
const policy = { reuse: { replaySeconds: 3, then: 'revoke-family' } } as const
const apps = { 'oauth2-post': { clientId: 'app', clientSecret: 's', baseUrl, policy } }
const keeper = await createKeeper({ store, keys, apps, schedule: false, pollSeconds: 600 })
const { generation } = await keeper.refresh({ tenant: 'acme', platform: 'oauth2-post', shop: 'S1' })
console.log(`generation ${generation}`)
await keeper.close()
