/* No secret in what may reach a log: failures, messages of errors, the client itself. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { type Dialect, dialects, jdCentral, jdFinance, jos2 } from '@hufu/dialects'
import fc from 'fast-check'
import { transparentEnvelope, transparentSigner } from '../../dialect-laws/src/generators.ts'
import { type Fetch, createClient, isFailure, maskedWire } from '../src/index.ts'

/** Long enough to be recognised, and full of what encodings change. */
const secret = fc.string({
  unit: fc.constantFrom(...'aZ09+/=& %?#"\\虎'.split('')),
  minLength: 8,
  maxLength: 30,
})
const secrets = fc.record({ clientSecret: secret, code: secret, accessToken: secret, refreshToken: secret })
type Secrets = typeof secrets extends fc.Arbitrary<infer Value> ? Value : never

const calls = (dialect: Dialect, { clientSecret, code, ...tokens }: Secrets, fetch: Fetch) => {
  const client = createClient(dialect, {
    clientId: 'KEY',
    clientSecret,
    baseUrl: 'https://platform.test',
    fetch,
    envelope: transparentEnvelope,
    signer: transparentSigner,
  })
  return [
    client.exchangeCode({ code, redirectUri: 'https://isv.test/cb' }),
    client.refresh({ ...tokens, openId: 'O' }),
    client.revoke(tokens.accessToken),
    ...(client.userInfo ? [client.userInfo({ ...tokens, openId: 'O' })] : []),
    ...(client.call ? [client.call('a.method', { code }, tokens)] : []),
  ]
}

async function nothingLeaks(fetch: (secrets: Secrets) => Fetch): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom<Dialect>(...dialects), secrets, async (dialect, given) => {
      for (const answer of await Promise.all(calls(dialect, given, fetch(given)))) {
        assert.ok(isFailure(answer), JSON.stringify(answer))
        const said = Object.values(answer).join('\n')
        for (const each of Object.values(given)) {
          assert.ok(!said.includes(each), JSON.stringify([each, answer]))
          assert.ok(!said.includes(encodeURIComponent(each)), said)
          const pair = `KEY:${encodeURIComponent(each)}`
          assert.ok(!said.includes(Buffer.from(pair).toString('base64')), said)
        }
      }
    }),
    { numRuns: 200 },
  )
}

test('a platform that repeats what it was sent', async () => {
  await nothingLeaks(() => (url, { body, headers }) => {
    const credentials = new Headers(headers).get('authorization') ?? ''
    const sent = `${url} ${typeof body === 'string' ? body : ''} ${credentials}`
    const opened = /"data":"([^"]*)"/.exec(sent)?.[1] ?? ''
    const pairs = [...sent.matchAll(/=([^&#\s]*)/g)].map(([, value = '']) => decodeURIComponent(value))
    const [, inHeader = ''] = credentials.split(' ')
    const decoded = [opened, inHeader].map((each) => Buffer.from(each, 'base64url').toString())
    const words = [sent, ...pairs, ...decoded].join(' ')
    const said = {
      message: words,
      msg: words,
      error_description: words,
      result_msg: words,
      resultMsg: words,
      requestId: words,
    }
    const code = { code: words, result_code: 1, resultCode: 1, error: words }
    return Promise.resolve(
      new Response(JSON.stringify({ ...said, ...code }), { status: url.includes('revoke') ? 400 : 200 }),
    )
  })
})

test('a fetch that fails with the URL in its message, as some do', async () => {
  await nothingLeaks((given) => (url, { body }) => {
    const words = `error sending request for url (${url}) ${typeof body === 'string' ? body : ''} ${Object.values(given).join(' ')}`
    return Promise.reject(new TypeError(words, { cause: Object.assign(new Error(words), { code: words }) }))
  })
})

test('a long message is cut after its secrets are out', async () => {
  const fetch: Fetch = () =>
    Promise.resolve(
      new Response(JSON.stringify({ code: 304, msg: `${'x'.repeat(495)}the-code${'y'.repeat(9000)}` })),
    )
  const { exchangeCode } = createClient(jdCentral, { clientId: 'KEY', clientSecret: 's3cret', fetch })
  const { platformMessage } = (await exchangeCode({ code: 'the-code' })) as { platformMessage: string }
  assert.equal(platformMessage, `${'x'.repeat(495)}***yy`)
})

test('a client shows no secret', () => {
  const client = createClient(jdCentral, { clientId: 'KEY', clientSecret: 's3cret' })
  assert.doesNotMatch(`${inspect(client, { depth: 9, showHidden: true })}${JSON.stringify(client)}`, /s3cret/)
})

test('a wire that is shown: secrets by their names, in query, form and JSON', () => {
  const { token, userInfo } = jos2
  const { fields } = token.request
  assert.equal(
    maskedWire('GET https://a.test/t?app_key=KEY&app_secret=0123456789abcdef&code=abc#x', fields),
    'GET https://a.test/t?app_key=KEY&app_secret=0123***&code=***#x',
  )
  assert.equal(
    maskedWire('POST https://a.test/t\ncode=0123456789abcdef&app_key=KEY', fields),
    'POST https://a.test/t\ncode=0123***&app_key=KEY',
  )
  assert.equal(
    maskedWire(
      '200\n{"access_token": "0123456789\\"abcdef","code":0,"open_id":"o","refresh_token":""}',
      token.response.fields,
    ),
    '200\n{"access_token": "0123***","code":0,"open_id":"o","refresh_token":"***"}',
  )
  assert.equal(maskedWire('token=secret-of-user', jdFinance.userInfo.request.fields), 'token=secr***')
  assert.equal(maskedWire('access_token=x&v=2.0', userInfo.request.fields), 'access_token=***&v=2.0')
})
