/*
 * docs/security-rules.md, R8: each call is proved by what it carries itself, whatever its platform's other calls carry. Platforms that
 * nobody has, mounted as those of the registry are: all that is known to be odd about a real one may come to a new one.
 */
import { signingOf } from '../signing.ts'
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { isFailure } from '@hufu/client'
import { type Dialect, type TokenRequest, jdCentral, params, jos2 } from '@hufu/dialects'
import { memoryStore } from '@hufu/store'
import { constant, field } from '../../packages/dialects/src/fields/params.ts'
import { text } from '../../packages/dialects/src/fields/field-types.ts'
import { signedBy } from '../../packages/dialects/src/wire/proof.ts'
import { carried, inForm, parameter } from '../../packages/dialects/src/wire/request.ts'
import { CALLBACK, type Options, bothHalves, granted } from '../both-halves.ts'

const app = field('app', 'clientId', text)
const secret = field('secret', 'clientSecret', text)
const code = field('code', 'code', text)

const bySecret = { ...jdCentral.token, request: inForm(params(app, secret, constant('kind', 'code'), code)) }
const bySignature = {
  ...jdCentral.refresh,
  request: carried(params(app, field('renewal', 'refreshToken', text)), {
    send: 'form',
    proof: signedBy({ ...signingOf(jos2.userInfo), into: 'sig' }),
  }),
  clientIdOf: parameter('app'),
}
const invented = (id: string, parts: Partial<Dialect>): Dialect => ({ ...jdCentral, ...parts, id })

const mixed = invented('mixed', {
  token: bySecret,
  refresh: bySignature,
})
const nameless = invented('nameless', { token: { ...bySecret, request: inForm(params(secret, code)) } })
const forgetful = invented('forgetful', { token: { ...bySecret, request: inForm(params(app, code)) } })

const open: Options['open'] = (now) => memoryStore({ now })

async function halvesOf(t: TestContext, dialect: Dialect) {
  const halves = await bothHalves(dialect, { open })
  t.after(halves.close)
  return halves
}

for (const dialect of [mixed, nameless]) {
  test(`a wrong secret buys no tokens where ${dialect === mixed ? 'another call is signed' : 'the code says whose it is'}`, async (t) => {
    const { authorizationCode, clientOf, client } = await halvesOf(t, dialect)
    const exchange: TokenRequest & { redirectUri: string } = {
      code: await authorizationCode(),
      redirectUri: CALLBACK,
    }
    for (const clientSecret of ['WRONG', 'secret of other', 'SECRET OF APP']) {
      const answer = await clientOf('app', { clientSecret }).exchangeCode(exchange)
      assert.ok(isFailure(answer))
      assert.equal(answer.error, 'client_unauthenticated')
    }
    granted(await client.exchangeCode(exchange))
  })
}

test('a signed call is proved without a secret in it, where another call has one', async (t) => {
  const { tokens, client, clientOf, live } = await halvesOf(t, mixed)
  const first = await tokens()
  assert.ok(isFailure(await clientOf('app', { clientSecret: 'WRONG' }).refresh(first)))
  assert.ok(isFailure(await clientOf('other').refresh(first)))
  const second = granted(await client.refresh(first))
  assert.ok(await live(second.accessToken))
})

test('a call with no proof in it is refused, unless its platform says that it asks for none', async (t) => {
  const { authorizationCode, client } = await halvesOf(t, forgetful)
  const answer = await client.exchangeCode({ code: await authorizationCode(), redirectUri: CALLBACK })
  assert.ok(isFailure(answer))
  assert.equal(answer.error, 'client_unauthenticated')
})
