/* The two endpoints that are Hufu's own and standard, on every platform: RFC 7009 and RFC 7662. */
import assert from 'node:assert/strict'
import { digest } from '@hufu/engine'
import { START } from '../both-halves.ts'
import { FORM, type Pairs, type Platform, type Request, form, members, sendTo } from './platform.ts'
import type { It, Spoken, Tokens } from './spoken.ts'

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

export function revocationFacts(
  platform: Platform,
  it: It,
  granted: () => Promise<Tokens>,
  spoken: Spoken,
): void {
  const path = '/oauth/revoke'
  const ours: Pairs = [
    ['client_id', 'KEY-app'],
    ['client_secret', 'secret of app'],
  ]
  const over = async (tokens: Tokens) => {
    assert.equal(await platform.live(tokens.accessToken), false)
    assert.equal(await platform.live(tokens.refreshToken), false)
    const refreshed = await platform.send(spoken.refresh(platform, tokens))
    assert.equal(spoken.codeOf(refreshed), spoken.codes.refreshRefused)
  }

  it('RFC 7009: either token ends the authorization; the answer is an empty 200', async () => {
    for (const which of ['accessToken', 'refreshToken'] as const) {
      for (const hint of ['access_token', 'refresh_token', 'nonsense', '']) {
        const tokens = await granted()
        const asked: Pairs = [...ours, ['token', tokens[which]], ['token_type_hint', hint]]
        const { status, text, headers } = await platform.send(form(path, asked))
        assert.deepEqual([status, text], [200, ''])
        assert.equal(headers['cache-control'], 'no-store')
        await over(tokens)
      }
    }
  })

  it('RFC 7009: credentials as HTTP Basic', async () => {
    const tokens = await granted()
    const request = form(path, [['token', tokens.refreshToken]])
    const headers = {
      ...request.headers,
      authorization: basic('KEY-app', encodeURIComponent('secret of app')),
    }
    assert.equal((await platform.send({ ...request, headers })).status, 200)
    await over(tokens)
  })

  it('RFC 7009: unknown tokens answer 200 too, and so do another app’s, which live on', async () => {
    const tokens = await granted()
    const theirs: Pairs = [
      ['client_id', 'KEY-other'],
      ['client_secret', 'secret of other'],
    ]
    for (const token of ['made up', tokens.accessToken, tokens.refreshToken]) {
      const { status, text } = await platform.send(form(path, [...theirs, ['token', token]]))
      assert.deepEqual([status, text], [200, ''])
    }
    assert.ok(await platform.live(tokens.accessToken))
  })

  it('RFC 7009: wrong credentials are invalid_client with 401, and end nothing', async () => {
    const tokens = await granted()
    const token = ['token', tokens.accessToken] as const
    const wrong: readonly Request[] = [
      form(path, [token]),
      form(path, [['client_id', 'KEY-app'], token]),
      form(path, [['client_id', 'KEY-app'], ['client_secret', 'wrong'], token]),
      form(path, [['client_id', 'nobody'], ['client_secret', 'secret of app'], token]),
      { ...form(path, [token]), headers: { 'content-type': FORM, authorization: basic('KEY-app', 'wrong') } },
      {
        ...form(path, [...ours, token]),
        headers: { 'content-type': FORM, authorization: basic('KEY-app', 'secret of app') },
      },
    ]
    for (const request of wrong) {
      const reply = await platform.send(request)
      assert.deepEqual([reply.status, members(reply)['error']], [401, 'invalid_client'])
      assert.match(String(reply.headers['www-authenticate']), /^Basic /)
    }
    assert.ok(await platform.live(tokens.accessToken))
  })

  it('RFC 7009: no token, two tokens or no form is invalid_request with 400', async () => {
    const json = { 'content-type': 'application/json' }
    for (const request of [
      form(path, ours),
      form(path, [...ours, ['token', '']]),
      form(path, [...ours, ['token', 'a'], ['token', 'b']]),
      { method: 'POST', path, headers: json, body: JSON.stringify({ token: 'a' }) },
    ]) {
      const reply = await platform.send(request)
      assert.deepEqual([reply.status, members(reply)['error']], [400, 'invalid_request'])
    }
  })
}

export function introspectionFacts(
  platform: Platform,
  it: It,
  granted: () => Promise<Tokens>,
  id: string,
): void {
  const gateway = (name: string, platforms: readonly string[], seesRefreshTokens = true) =>
    platform.store.putGateway({
      id: name,
      secret: digest('client', `secret of ${name}`),
      platforms,
      seesRefreshTokens,
      createdAt: START,
    })
  const ask = (token: string, name = 'gateway', secret = `secret of ${name}`) =>
    sendTo(platform.origin, {
      ...form('/introspect', [['token', token]]),
      headers: { 'content-type': FORM, authorization: basic(name, encodeURIComponent(secret)) },
    })

  it('RFC 7662: what a live token stands for', async () => {
    await gateway('gateway', [])
    const { accessToken, refreshToken, openId } = await granted()
    const reply = await ask(accessToken)
    assert.equal(reply.headers['cache-control'], 'no-store')
    const { scope, exp, iat, ...told } = members(reply)
    assert.deepEqual(told, {
      active: true,
      platform: id,
      client_id: 'KEY-app',
      ...(openId !== '' && { sub: openId }),
      ...(openId === '' && { sub: told['sub'] }),
      token_type: 'bearer',
      uid: '2000000001',
      username: 'demo',
    })
    assert.ok(Number(exp) > platform.now() && iat === platform.now())
    assert.equal(typeof scope, platform.dialect.policy.scopes.length > 0 ? 'string' : 'undefined')
    assert.equal(members(await ask(refreshToken))['token_type'], 'refresh_token')
  })

  it('RFC 7662: what is not live is {"active":false} and nothing else', async () => {
    await gateway('gateway', [])
    const { accessToken, refreshToken } = await granted()
    const { later } = platform
    for (const token of ['made up', 'x'.repeat(40_000), 'token with blanks', '京东']) {
      assert.equal((await ask(token)).text, '{"active":false}')
    }
    const lifetime = 2 * 366 * 86_400
    later(lifetime)
    for (const token of [accessToken, refreshToken]) assert.equal((await ask(token)).text, '{"active":false}')
    later(-lifetime)
    assert.equal(members(await ask(accessToken))['active'], true)
  })

  it('RFC 7662: a gateway limited to other platforms is told nothing', async () => {
    await gateway('here', [id])
    await gateway('elsewhere', ['another'])
    const { accessToken, refreshToken } = await granted()
    assert.equal(members(await ask(accessToken, 'here'))['active'], true)
    for (const token of [accessToken, refreshToken]) {
      assert.equal((await ask(token, 'elsewhere')).text, '{"active":false}')
    }
  })

  it('RFC 7662: a refresh token is not active to a gateway that may not see refresh tokens', async () => {
    await gateway('guard', [], false)
    const { accessToken, refreshToken } = await granted()
    assert.equal(members(await ask(accessToken, 'guard'))['active'], true)
    assert.equal((await ask(refreshToken, 'guard')).text, '{"active":false}')
  })

  it('RFC 7662: only gateways may ask, not applications; 401 otherwise', async () => {
    await gateway('gateway', [])
    const { accessToken } = await granted()
    for (const [name, secret] of [
      ['gateway', 'wrong'],
      ['nobody', 'secret of gateway'],
      ['KEY-app', 'secret of app'],
    ]) {
      const reply = await ask(accessToken, name, secret)
      assert.deepEqual([reply.status, members(reply)['error']], [401, 'invalid_client'])
    }
    const none = await sendTo(platform.origin, form('/introspect', [['token', accessToken]]))
    assert.equal(none.status, 401)
    const inForm = await sendTo(
      platform.origin,
      form('/introspect', [
        ['token', accessToken],
        ['client_id', 'gateway'],
        ['client_secret', 'secret of gateway'],
      ]),
    )
    assert.equal(members(inForm)['active'], true)
  })
}
