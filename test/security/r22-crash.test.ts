/*
 * docs/security-rules.md, R22: a server process is killed (kill -9) while codes are redeemed and tokens refreshed, again and again, on
 * one SQLite file. What was answered holds, what was not was done whole or not at all, and no code is redeemed twice.
 * HUFU_KILLS sets how often; 15 is the short form. Power cuts cannot be had here: what SQLite is told (synchronous = FULL)
 * is held by the store's own tests.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { setTimeout as pause } from 'node:timers/promises'
import { type Dialect, type TokenSet } from '@hufu/dialects'
import { issueCode } from '@hufu/engine'
import { type Node, startNode } from './processes.ts'
import {
  type Site,
  type Target,
  CALLBACK,
  assertRefused,
  granted,
  isRefused,
  newFile,
  secretOf,
  target,
} from './target.ts'
import { send } from './wire.ts'

const KILLS = Number(process.env['HUFU_KILLS'] ?? 15)
const AT_ONCE = 16

const now = () => Math.floor(Date.now() / 1000)

suite(`${KILLS} times kill -9`, () => {
  let attacked: Target
  let file: string
  before(async () => {
    file = newFile()
    attacked = await target({ file, clock: { at: now() } })
  })
  after(() => attacked.close())

  /** Codes of this platform, as the pages would have issued them. */
  async function codesOf(dialect: Dialect, count: number): Promise<readonly string[]> {
    const platform = attacked.running.runtime.platforms.get(dialect.id)
    const app = await attacked.store.appById(`app-${dialect.id}`)
    const user = await attacked.store.user('demo')
    assert.ok(platform && app && user)
    const consent = { app, user, scope: dialect.policy.defaultScope, redirectUri: CALLBACK }
    return Promise.all(Array.from({ length: count }, () => issueCode(consent, platform.grants)))
  }

  /** The answer, or undefined where it was lost. */
  async function ask(
    node: Node,
    site: Site,
    step: 'token' | 'refresh',
    asked: Readonly<Record<string, string>>,
  ) {
    const context = site.speaking('app')
    const all = { clientId: 'KEY-app', clientSecret: secretOf('app'), redirectUri: CALLBACK, ...asked }
    const { method, query, mediaType, body } = site.wire(step, all, context)
    const path = `${site.base}${site.dialect[step].path}${query && `?${query}`}`
    const headers = body === '' ? {} : { 'content-type': mediaType }
    try {
      const answer = await send(node.url, path, { method, headers, ...(body !== '' && { body }) })
      assert.ok(answer.status < 500, answer.body)
      return site.read(step, answer, context)
    } catch (error) {
      assert.ok(error instanceof Error && !(error instanceof assert.AssertionError), String(error))
      return undefined
    }
  }

  /** From inside, at one of three moments, or from outside as soon as the first has been answered. */
  const deathOf = (kill: number): readonly string[] => {
    const count = String(1 + ((kill * 7) % (2 * AT_ONCE - 2)))
    return [['after', count], ['between', count], [], ['amid', count]][kill % 4] ?? []
  }

  const refreshing = ({ refreshToken = '', accessToken, openId = '' }: TokenSet) => ({
    refreshToken,
    accessToken,
    openId,
  })

  test('no code is redeemed twice, no token that was told is lost, no refresh is half done', async () => {
    const seen = { told: 0, done: 0, undone: 0, refreshesTold: 0, refreshesLost: 0 }
    const start = (kill: number) => startNode(file, attacked.key, ...deathOf(kill))
    let next = start(0)
    for (let kill = 0; kill < KILLS; kill++) {
      const node = await next
      attacked.clock.at = now()
      const site = attacked.sites[kill % attacked.sites.length] as Site
      const { dialect } = site
      const held: TokenSet[] = []
      for (const code of await codesOf(dialect, AT_ONCE))
        held.push(granted(await site.ask('token', { code })))
      const codes = await codesOf(dialect, AT_ONCE)

      const refreshed: ReturnType<typeof ask>[] = []
      const redeeming = codes.map((code, index) => {
        refreshed.push(ask(node, site, 'refresh', refreshing(held[index] as TokenSet)))
        return ask(node, site, 'token', { code })
      })
      if (deathOf(kill).length === 0) {
        await Promise.race(redeeming)
        await node.kill()
      }
      await Promise.race([node.ended, pause(10_000, undefined, { ref: false }).then(node.kill)])
      const answers = await Promise.all(redeeming)
      const again = await Promise.all(refreshed)
      next = start(kill + 1)

      for (const [index, code] of codes.entries()) {
        const first = answers[index]
        if (first) {
          seen.told++
          const { accessToken, refreshToken = '' } = granted(first)
          assert.ok(await attacked.live(accessToken), `${dialect.id}: a token that was told is lost`)
          assert.ok(await attacked.live(refreshToken), `${dialect.id}: a refresh token that was told is lost`)
        } else {
          // Nobody was told: it was redeemed whole, or not at all.
          const retried = await site.ask('token', { code })
          if (isRefused(retried)) seen.done++
          else {
            seen.undone++
            assert.ok(await attacked.live(granted(retried).accessToken))
          }
        }
        assertRefused(await site.ask('token', { code }), dialect, 'token', 'code_used')
      }
      for (const [index, tokens] of held.entries()) {
        // A client that lost the answer asks again with what it has; one that has the answer continues with it.
        const told = granted(await site.refresh(tokens))
        const first = again[index]
        if (first) {
          seen.refreshesTold++
          const { accessToken, refreshToken } = granted(first)
          assert.deepEqual(
            [told.accessToken, told.refreshToken],
            [accessToken, refreshToken],
            'the same answer',
          )
        } else seen.refreshesLost++
        assert.ok(await attacked.live(told.accessToken))
        granted(await site.refresh(told))
      }
    }
    await (await next).kill()
    for (const [index, { id }] of triedDialects.entries()) {
      const kills = Math.floor((KILLS - 1 - index) / triedDialects.length) + 1
      const grants = await attacked.store.grants({ appId: `app-${id}`, limit: 10 * KILLS * AT_ONCE })
      assert.equal(grants.length, kills * 2 * AT_ONCE, `${id}: each code became one grant`)
    }
    assert.equal(seen.told + seen.done + seen.undone, KILLS * AT_ONCE)
    assert.equal(seen.refreshesTold + seen.refreshesLost, KILLS * AT_ONCE)
    // Of so many kills some came between the deed and the answer, or nothing was tried here.
    assert.ok(seen.told > 0 && seen.done > 0 && seen.refreshesTold > 0, JSON.stringify(seen))
  })

  test('the file is whole afterwards', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    const db = new DatabaseSync(file, { readOnly: true })
    assert.deepEqual({ ...db.prepare('pragma integrity_check').get() }, { integrity_check: 'ok' })
    db.close()
    for (const dialect of triedDialects)
      granted(await attacked.site(dialect).ask('token', { code: await attacked.site(dialect).code() }))
  })
})
