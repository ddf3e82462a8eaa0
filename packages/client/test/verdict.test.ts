/* What a refusal is about, by the words that platforms share and by what was shown to them; and what its hint names. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { jdFinance, jos, jos2, oauth2, oauth2Post } from '@hufu/dialects'
import { transparentSigner } from '../../dialect-laws/src/generators.ts'
import { type CallFailure, createClient, isFailure } from '../src/index.ts'
import { listen, saying } from './tiny-server.ts'

const app = { clientId: 'KEY', clientSecret: 'app-secret', signer: transparentSigner }
const redirectUri = 'https://isv.test/cb'
const tokens = { accessToken: 'the-access', refreshToken: 'the-refresh', openId: 'o' }

/** Each call of a standard client, and a gateway's. */
async function calls(baseUrl: string): Promise<Readonly<Record<string, CallFailure>>> {
  const client = createClient(oauth2, { ...app, baseUrl })
  const gateway = createClient(jos2, { ...app, baseUrl })
  const answers = {
    exchangeCode: await client.exchangeCode({ code: 'the-code', redirectUri }),
    refresh: await client.refresh(tokens),
    revoke: await client.revoke('the-token'),
    userInfo: await client.userInfo(tokens),
    call: await gateway.call('a.method', {}, tokens),
  }
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]): [string, CallFailure] => {
      assert.ok(isFailure(answer), name)
      return [name, answer]
    }),
  )
}

const errorsOf = async (t: TestContext, status: number, body: string, headers?: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(await calls(await saying(t, status, body, headers))).map(([name, { error, outcome }]) => [
      name,
      `${outcome} ${error}`,
    ]),
  )

test('401 is the client at a token endpoint and the token at a bearer call, with or without a body', async (t) => {
  for (const body of ['', '<html>', '{}', '{"message":"no"}', '{"error":"unheard_of"}']) {
    assert.deepEqual(
      await errorsOf(t, 401, body),
      {
        exchangeCode: 'rejected client_unauthenticated',
        refresh: 'rejected client_unauthenticated',
        revoke: 'rejected client_unauthenticated',
        userInfo: 'rejected access_token_unknown',
        call: 'rejected access_token_unknown',
      },
      body,
    )
  }
})

test('words that platforms share mean what they mean, of what was shown', async (t) => {
  const refresh = async (status: number, error: string) => {
    const baseUrl = await saying(t, status, JSON.stringify({ error, error_description: 'words' }))
    const failure = await createClient(oauth2, { ...app, baseUrl }).refresh(tokens)
    assert.ok(isFailure(failure))
    assert.deepEqual([failure.platformCode, failure.platformMessage], [error, 'words'])
    return `${failure.outcome} ${failure.error} ${failure.retry}`
  }
  const meanings = {
    invalid_grant: 'rejected refresh_token_unknown reauth',
    invalid_token: 'rejected refresh_token_unknown reauth',
    expired_token: 'rejected refresh_token_unknown reauth',
    bad_refresh_token: 'rejected refresh_token_unknown reauth',
    interaction_required: 'rejected consent_required reauth',
    consent_required: 'rejected consent_required reauth',
    login_required: 'rejected consent_required reauth',
    too_many_requests: 'rejected rate_limited after',
    slow_down: 'rejected rate_limited after',
    incorrect_client_credentials: 'rejected client_unauthenticated fix_config',
    invalid_client: 'rejected client_unauthenticated fix_config',
    invalid_scope: 'rejected scope_not_granted fix_config',
  }
  for (const [word, meaning] of Object.entries(meanings))
    for (const status of [200, 400, 401, 403]) assert.equal(await refresh(status, word), meaning, word)

  for (const status of [400, 403, 404, 422])
    assert.equal(await refresh(status, 'unheard_of'), 'rejected error_unknown after')
  for (const status of [200, 302, 408])
    assert.equal(await refresh(status, 'unheard_of'), 'ambiguous error_unknown after')
})

test('of a code, of a refresh token and of an access token that is no good the reason says which it is', async (t) => {
  assert.deepEqual(await errorsOf(t, 400, '{"error":"invalid_token"}'), {
    exchangeCode: 'rejected code_unknown',
    refresh: 'rejected refresh_token_unknown',
    revoke: 'rejected refresh_token_unknown',
    userInfo: 'rejected access_token_unknown',
    call: 'rejected access_token_unknown',
  })
  const { exchangeCode } = await errorsOf(t, 400, '{"error":"bad_verification_code"}')
  assert.equal(exchangeCode, 'rejected code_unknown')
})

test('a bearer call that is refused in a header alone', async (t) => {
  const headers = { 'www-authenticate': 'Bearer realm="a", error="insufficient_scope", scope="b"' }
  const failure = await calls(await saying(t, 403, '', headers))
  assert.deepEqual(
    [failure['userInfo']?.outcome, failure['userInfo']?.platformCode],
    ['rejected', 'insufficient_scope'],
  )
})

test('429 is a rate limit and 5xx no verdict, at every call and whatever the body says', async (t) => {
  for (const body of ['', '<html>', '{"error":"invalid_grant"}', '{"code":"19"}']) {
    const [slow, down] = [await errorsOf(t, 429, body), await errorsOf(t, 503, body)]
    assert.deepEqual(new Set(Object.values(slow)), new Set(['rejected rate_limited']), body)
    assert.deepEqual(new Set(Object.values(down)), new Set(['ambiguous platform_unavailable']), body)
  }
})

test('an answer that the platform did not speak is ambiguous, and its hint names address and Location', async (t) => {
  const location = 'https://portal.test/login?return=secret-query#f'
  for (const [status, body] of [
    [302, ''],
    [404, '<html>'],
    [403, '<html>'],
    [404, ''],
  ] as const) {
    const baseUrl = await saying(t, status, body, status === 302 ? { location } : {})
    for (const [name, failure] of Object.entries(await calls(baseUrl))) {
      assert.deepEqual([failure.outcome, failure.error], ['ambiguous', 'no_such_endpoint'], name)
      assert.ok(failure.hint.includes(baseUrl), failure.hint)
      assert.match(failure.hint, new RegExp(`HTTP ${status}`))
      assert.doesNotMatch(failure.hint, /base URL|secret|the-|\?/)
      if (status === 302) assert.match(failure.hint, /to https:\/\/portal\.test\/login\./)
    }
  }
})

test('a hint has neither query nor credentials of an address, and no Location that is none', async (t) => {
  const baseUrl = await saying(t, 307, '', { location: 'http://[' })
  const failure = await createClient(jdFinance, { ...app, baseUrl }).exchangeCode({ code: 'the-code' })
  assert.ok(isFailure(failure))
  assert.doesNotMatch(JSON.stringify(failure), /the-code/)
})

test('a platform that answered is not said to be at another address', async (t) => {
  for (const [status, body] of [
    [400, '{"error":"x"}'],
    [403, '{"message":"x"}'],
    [200, '{"error":"x"}'],
  ] as const) {
    const baseUrl = await saying(t, status, body)
    const failure = await createClient(jos, { ...app, baseUrl }).refresh(tokens)
    assert.ok(isFailure(failure))
    assert.doesNotMatch(failure.hint, /check the (base|address)/i)
  }
})

test('where the secret went by HTTP Basic, the hint names the dialect that sends it in the form', async (t) => {
  const baseUrl = await listen(t, (_, response) => void response.writeHead(401).end())
  const hintOf = async (dialect: typeof oauth2 | typeof oauth2Post) => {
    const failure = await createClient(dialect, { ...app, baseUrl }).refresh(tokens)
    return isFailure(failure) ? failure.hint : ''
  }
  assert.match(await hintOf(oauth2), /Basic.*`oauth2-post`/)
  assert.doesNotMatch(await hintOf(oauth2Post), /oauth2-post|Basic/)
})

test('an object that says nothing of an error is no verdict: somebody on the way may have made it', async (t) => {
  for (const body of ['{}', '{"access_token":"a","refresh_token":"r"}', '{"id":7}']) {
    const refresh = async (status: number) => {
      const client = createClient(oauth2, { ...app, baseUrl: await saying(t, status, body) })
      const answer = await client.refresh(tokens)
      assert.ok(isFailure(answer))
      return [answer.outcome, answer.error]
    }
    assert.deepEqual(await refresh(403), ['ambiguous', 'no_such_endpoint'], body)
    assert.deepEqual(await refresh(400), ['ambiguous', 'no_such_endpoint'], body)
  }
})
