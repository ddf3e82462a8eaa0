/* A keeper and a server that others wrote: a shop connects, its tokens are refreshed, whether refresh tokens change or stay. */
import assert from 'node:assert/strict'
import { type TestContext, describe, test } from 'node:test'
import { isFailure } from '@hufu/client'
import { discover } from '@hufu/client/discover'
import { type Dialect, oauth2, oauth2Post } from '@hufu/dialects'
import { visitor } from '@hufu/demo/visitor'
import { type Terms, standardServer } from '../../client/test/standard-server.ts'
import { keeperOf, listening, newStore } from './browsing.ts'

async function connected(t: TestContext, { id: platform }: Dialect, terms: Terms) {
  const here = await listening()
  t.after(() => here.close())
  const redirectUri = `${here.origin}/oauth/callback/${platform}/main`
  const server = await standardServer(t, { ...terms, redirectUri })
  const found = await discover(server.issuer)
  assert.ok(!isFailure(found), JSON.stringify(found))
  const { clientId, clientSecret } = server.options
  const apps = { [platform]: { clientId, clientSecret, ...found } }
  const options = { store: newStore(), maxStaleSeconds: 0 }
  const { keeper } = await keeperOf(apps, options)
  const { keeper: other } = await keeperOf(apps, options)
  t.after(() => Promise.all([keeper.close(), other.close()]))
  const routes = keeper.routes('/oauth')
  here.use((request, response) => routes(request, response, () => response.end('the shops')))

  const name = { tenant: 'acme', platform, shop: 'S1' }
  const link = await keeper.connectUrl(platform, {
    tenant: 'acme',
    shop: 'S1',
    scope: ['openid', 'profile'],
    returnTo: '/shops',
  })
  const browser = visitor(here.origin)
  const { leftFor = '' } = await browser.open(link)
  const { html, url } = await browser.open(await server.authorize(leftFor))
  assert.equal(html, 'the shops', url)
  /** Who has authorised, as the server sees the token. */
  const whose = async (accessToken: string) => {
    const headers = { authorization: `Bearer ${accessToken}` }
    const answer = await fetch(found.endpoints.userInfo ?? '', { headers })
    return answer.ok ? ((await answer.json()) as { sub: string }).sub : answer.status
  }
  return { keeper, other, name, whose }
}

const kinds = [
  { dialect: oauth2, method: 'client_secret_basic' },
  { dialect: oauth2Post, method: 'client_secret_post' },
] as const

describe('a keeper at a standard server', { concurrency: true }, () => {
  for (const { dialect, method } of kinds)
    for (const rotates of [true, false])
      test(`${method}, refresh tokens ${rotates ? 'change' : 'stay'}`, async (t) => {
        const { keeper, name, whose } = await connected(t, dialect, { method, rotates })
        const seen = new Set<string>()
        for (let round = 0; round < 3; round++) {
          const { accessToken } = await keeper.token(name)
          assert.equal(await whose(accessToken), 'wang')
          seen.add(accessToken)
          await new Promise((done) => setTimeout(done, 1050)) // sooner, no refresh is allowed
          const { status } = await keeper.refresh(name)
          assert.equal(status, 'active')
        }
        assert.equal(seen.size, 3)
      })

  test('two keepers on one store show it no spent token: it would end the authorization', async (t) => {
    const terms = { method: 'client_secret_basic', rotates: true } as const
    const { keeper, other, name, whose } = await connected(t, oauth2, terms)
    for (let round = 1; round <= 3; round++) {
      const { accessToken, generation } = await keeper.token(name)
      await new Promise((done) => setTimeout(done, 1050))
      const answers = await Promise.all(
        [keeper, other, keeper, other].map((each) => each.invalidate(name, accessToken)),
      )
      assert.deepEqual(new Set(answers.map((each) => each.generation)), new Set([generation + 1]))
      assert.equal(await whose(answers[0]?.accessToken ?? ''), 'wang')
    }
  })
})
