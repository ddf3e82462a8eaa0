/*
 * docs/security-rules.md, R25: what guards an API takes access tokens alone. nginx, mod_oauth2 and mod_auth_openidc look at `active` and
 * nothing else, so a refresh token must not be active to their credential.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { digest } from '@hufu/engine'
import { START, type Target, storeKinds, target } from './target.ts'

const guard = { id: 'guard', secret: 'secret of the guard' }

for (const store of storeKinds) {
  suite(`R25 a token of the wrong kind at a gateway (${store})`, () => {
    let attacked: Target
    before(async () => {
      attacked = await target({ store })
      const secret = digest('client', guard.secret)
      await attacked.store.putGateway({
        id: guard.id,
        secret,
        platforms: [],
        seesRefreshTokens: false,
        createdAt: START,
      })
    })
    after(() => attacked.close())

    for (const dialect of triedDialects) {
      test(`${dialect.id}: a refresh token is nothing to a gateway, and is one to who may see it`, async () => {
        const { accessToken, refreshToken = '' } = await attacked.site(dialect).tokens()
        assert.equal((await attacked.introspect(accessToken, guard)).active, true)
        assert.deepEqual(await attacked.introspect(refreshToken, guard), { status: 200, active: false })
        assert.equal((await attacked.introspect(refreshToken)).active, true)
      })
    }
  })
}
