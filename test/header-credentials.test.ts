/* Credentials and tokens in the `Authorization` header, on a platform that nobody has: served, and kept out of every log. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isFailure } from '@hufu/client'
import { type Dialect, jdCentral, jos2, params } from '@hufu/dialects'
import { memoryStore } from '@hufu/store'
import { authenticatedForm, withBearer } from '../packages/dialects/src/wire/authorization-header.ts'
import { headerToken, text } from '../packages/dialects/src/fields/field-types.ts'
import { field } from '../packages/dialects/src/fields/params.ts'
import { context as noKeys } from '../packages/dialect-laws/src/generators.ts'
import { CALLBACK, bothHalves, granted } from './both-halves.ts'

const app = [field('client_id', 'clientId', text), field('client_secret', 'clientSecret', text)] as const

const headed: Dialect = {
  ...jdCentral,
  id: 'headed',
  token: {
    ...jdCentral.token,
    methods: ['POST'],
    request: authenticatedForm(params(...app, field('code', 'code', text)), 'client_secret_basic'),
  },
  refresh: {
    ...jdCentral.refresh,
    methods: ['POST'],
    request: authenticatedForm(params(...app, field('renewal', 'refreshToken', text)), 'client_secret_basic'),
  },
  userInfo: {
    ...jos2.userInfo,
    methods: ['GET'],
    path: '/me',
    request: withBearer(params(field('access_token', 'accessToken', headerToken))),
  },
}
const { clientIdOf: _, ...me } = headed.userInfo ?? assert.fail()
const dialect = { ...headed, userInfo: me }

let halves: Awaited<ReturnType<typeof bothHalves>>
before(async () => (halves = await bothHalves(dialect, { open: (now) => memoryStore({ now }) })))
after(() => halves.close())

test('the right secret in the header is taken, a wrong one and none are not', async () => {
  const { authorizationCode, baseUrl, client, clientOf } = halves
  const exchange = { code: await authorizationCode(), redirectUri: CALLBACK }
  const wrong = await clientOf('app', { clientSecret: 'WRONG' }).exchangeCode(exchange)
  assert.ok(isFailure(wrong))
  assert.equal(wrong.error, 'client_unauthenticated')
  const body = new URLSearchParams({ client_id: 'KEY-app', code: exchange.code })
  const bare = await fetch(`${baseUrl}${dialect.token.path}`, { method: 'POST', body })
  assert.ok('error' in dialect.token.response.decode({ status: 200, body: await bare.text() }, noKeys))
  const first = granted(await client.exchangeCode(exchange))
  granted(await client.refresh(first))
})

test('an access token in the header tells of whom it is', async () => {
  const { client, tokens } = halves
  const { accessToken } = await tokens()
  const info = granted((await client.userInfo?.({ accessToken })) ?? assert.fail())
  assert.equal(info.nickname, 'demo of the shop')
  assert.ok(isFailure((await client.userInfo?.({ accessToken: 'x' })) ?? assert.fail()))
})

test('the log contains nothing of a header', async () => {
  const { client, log, tokens } = halves
  const { accessToken } = granted(await client.refresh(await tokens()))
  const header = Buffer.from('KEY-app:secret%20of%20app').toString('base64')
  await client.userInfo?.({ accessToken })
  assert.ok(log().includes('"refresh"'))
  for (const secret of ['secret of app', header, accessToken]) assert.ok(!log().includes(secret))
})

test('its reference shows the header with its calls, and no sample that would lack it', async () => {
  const { origin } = new URL(halves.baseUrl)
  const page = await fetch(`${origin}/developer/reference/headed`)
  const html = await page.text()
  assert.equal(page.status, 200)
  assert.match(html, /authorization: Basic /)
  assert.ok(!html.includes('/samples/'))
  assert.equal((await fetch(`${origin}/developer/reference/headed/samples/curl`)).status, 404)
})
