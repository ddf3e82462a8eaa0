/*
 * docs/security-rules.md, R19: passwords cannot be guessed, per account, per network and from many networks; and who tries cannot lock
 * the merchant out. Where a request came from is what a trusted proxy says, and nobody else. JOS's short codes are not
 * minted here (decisions/010), so there is no guess at codes to limit: 256 bits are.
 */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { servedDialects } from '@hufu/dialects'
import { FREEZE_SECONDS, NETWORK_RATE, STRANGERS_TRIES, TRIES } from '@hufu/accounts'
import { type Browser, type Page, browser, formWith } from './browser.ts'
import { OWN_PASSWORD, consoleOf, sent } from './operators.ts'
import {
  type Options,
  type Site,
  type Target,
  PASSWORD,
  assertRefused,
  granted,
  storeKinds,
  target,
} from './target.ts'
import { pairs, post } from './wire.ts'

const behindProxy: Options = { config: { trustedProxies: ['127.0.0.1'] } }

async function attacking(options: Options, run: (attacked: Target) => Promise<void>): Promise<void> {
  const attacked = await target(options)
  try {
    await run(attacked)
  } finally {
    await attacked.close()
  }
}

/** One attempt, from that address as the request says it, on a fresh page. */
async function attempt(
  site: Site,
  origin: string,
  password: string,
  forwarded?: string,
  username = 'demo',
): Promise<Page> {
  const opened = browser(origin, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded })
  const form = formWith(await opened.get(site.link()), 'password')
  assert.ok(form)
  return opened.submit(form.action, { ...form.fields, username, password })
}

const says = ({ body }: Page, code: number): boolean => body.includes(`错误码 ${code} `)
const isIn = ({ status }: Page): boolean => status === 303

for (const store of storeKinds) {
  suite(`on ${store}`, () => {
    for (const dialect of triedDialects) {
      test(`${dialect.id}: six tries, told down to one, and then two hours of nothing, the right password too`, () =>
        attacking({ store }, async (attacked) => {
          const site = attacked.site(dialect)
          for (let left = TRIES - 1; left > 0; left--) {
            const page = await attempt(site, attacked.origin, 'wrong')
            assert.ok(says(page, 206) && page.body.includes(`还可尝试${left}次`), `${left}`)
            attacked.later(60)
          }
          const frozen = await attempt(site, attacked.origin, 'wrong')
          assert.equal(frozen.status, 429)
          assert.ok(says(frozen, 207))
          for (const later of [0, 3600, 3599]) {
            attacked.later(later)
            assert.ok(says(await attempt(site, attacked.origin, PASSWORD), 207), `after ${later}`)
          }
          attacked.later(1)
          assert.ok(isIn(await attempt(site, attacked.origin, PASSWORD)))
        }))
    }

    const dialect = servedDialects[0] as (typeof servedDialects)[number]

    test('the count is one for all platforms', () =>
      attacking({ store }, async (attacked) => {
        for (let tries = 0; tries < TRIES; tries++) {
          const site = attacked.sites[tries % attacked.sites.length] as Site
          await attempt(site, attacked.origin, 'wrong')
        }
        for (const site of attacked.sites)
          assert.ok(says(await attempt(site, attacked.origin, PASSWORD), 207))
      }))

    test('fifty at once are no more tries than six one after another', () =>
      attacking({ store }, async (attacked) => {
        const site = attacked.site(dialect)
        const answers = await Promise.all(
          Array.from({ length: 50 }, () => attempt(site, attacked.origin, 'wrong')),
        )
        assert.equal(answers.filter((page) => says(page, 206)).length, TRIES - 1)
        assert.equal(answers.filter((page) => says(page, 207)).length, 50 - (TRIES - 1))
        assert.ok(says(await attempt(site, attacked.origin, PASSWORD), 207))
      }))

    test('the right password after forty wrong ones of the same moment is not tried', () =>
      attacking({ store }, async (attacked) => {
        const site = attacked.site(dialect)
        const opened = browser(attacked.origin)
        const form = formWith(await opened.get(site.link()), 'password')
        assert.ok(form)
        const all = { ...form.fields, username: 'demo' }
        const guess = (password: string) => opened.submit(form.action, { ...all, password })
        const answers = await Promise.all([
          ...Array.from({ length: 40 }, () => guess('wrong')),
          guess(PASSWORD),
        ])
        assert.ok(!answers.some(isIn))
      }))

    test('a stranger freezes only their own network, not the merchant’s and no other account', () =>
      attacking({ store, ...behindProxy }, async (attacked) => {
        await attacked.putUser('colleague')
        const site = attacked.site(dialect)
        for (let tries = 0; tries < 2 * TRIES; tries++)
          await attempt(site, attacked.origin, 'wrong', `203.0.113.${tries}`)
        assert.ok(
          says(await attempt(site, attacked.origin, PASSWORD, '203.0.113.200'), 207),
          'the whole network of the stranger',
        )
        assert.ok(isIn(await attempt(site, attacked.origin, PASSWORD, '198.51.100.1')))
        assert.ok(isIn(await attempt(site, attacked.origin, PASSWORD, '203.0.113.200', 'colleague')))
      }))

    test('from a hundred networks: few tries a day in all, and the merchant’s own network stays open', () =>
      attacking({ store, ...behindProxy }, async (attacked) => {
        const site = attacked.site(dialect)
        const office = '198.51.100.1'
        assert.ok(isIn(await attempt(site, attacked.origin, PASSWORD, office)))
        let tried = 0
        for (let network = 0; network < 100; network++) {
          const addresses = network % 2 ? `2001:db8:${network.toString(16)}::1` : `100.64.${network}.1`
          for (let tries = 0; tries < 2; tries++)
            if (says(await attempt(site, attacked.origin, 'wrong', addresses), 206)) tried++
        }
        // The first login was from a network that was new then, and counts as a stranger's.
        assert.equal(tried, STRANGERS_TRIES - 1)
        assert.ok(
          says(await attempt(site, attacked.origin, PASSWORD, '192.0.2.77'), 207),
          'a stranger with the right password',
        )
        assert.ok(
          isIn(await attempt(site, attacked.origin, PASSWORD, office)),
          'the merchant can still log in from their own network',
        )
        for (let day = 0; day < 3; day++) {
          attacked.later(86_400)
          for (let network = 0; network < 40; network++) {
            for (let tries = 0; tries < 2; tries++)
              await attempt(site, attacked.origin, 'wrong', `100.65.${network}.1`)
          }
          assert.ok(isIn(await attempt(site, attacked.origin, PASSWORD, office)), `day ${day}`)
        }
      }))

    test('many accounts from one network: three hundred tries in a quarter of an hour', () =>
      attacking({ store, ...behindProxy }, async (attacked) => {
        const site = attacked.site(dialect)
        const opened = browser(attacked.origin, { 'x-forwarded-for': '203.0.113.9' })
        const form = formWith(await opened.get(site.link()), 'password')
        assert.ok(form)
        const guess = (index: number) =>
          opened.submit(form.action, { ...form.fields, username: `user${index}`, password: 'x' })
        for (let index = 0; index < NETWORK_RATE.count; index++) assert.ok(says(await guess(index), 203))
        assert.ok(says(await guess(0), 201))
        assert.equal(
          (await attempt(site, attacked.origin, PASSWORD, '203.0.113.77')).status,
          403,
          'the right password neither',
        )
        assert.ok(isIn(await attempt(site, attacked.origin, PASSWORD, '203.0.114.1')))
        attacked.later(NETWORK_RATE.perSeconds)
        assert.ok(isIn(await attempt(site, attacked.origin, PASSWORD, '203.0.113.77')))
      }))

    test('a clock that is set back shuts nobody out by what was counted in the future', () =>
      attacking({ store, ...behindProxy }, async (attacked) => {
        const site = attacked.site(dialect)
        const opened = browser(attacked.origin, { 'x-forwarded-for': '203.0.113.9' })
        const form = formWith(await opened.get(site.link()), 'password')
        assert.ok(form)
        const guess = () => opened.submit(form.action, { ...form.fields, username: 'nobody', password: 'x' })
        for (let tries = 0; tries < NETWORK_RATE.count; tries++) await guess()
        assert.ok(says(await guess(), 201))
        attacked.later(-86_400)
        assert.ok(isIn(await attempt(site, attacked.origin, PASSWORD, '203.0.113.9')))
      }))

    test('rows of failures are bounded by accounts, not by attempts', () =>
      attacking({ store, ...behindProxy }, async (attacked) => {
        const site = attacked.site(dialect)
        attacked.calls.reset()
        for (let tries = 0; tries < 60; tries++) await attempt(site, attacked.origin, 'wrong', '203.0.113.9')
        // A count for the network and one for strangers a try, and the mark of the freeze.
        assert.ok(
          attacked.calls.of('countLoginFailure') <= 2 * TRIES + 1,
          String(attacked.calls.of('countLoginFailure')),
        )
      }))

    test('a freeze does not go on for ever by being tried at', () =>
      attacking({ store }, async (attacked) => {
        const site = attacked.site(dialect)
        for (let tries = 0; tries < TRIES; tries++) await attempt(site, attacked.origin, 'wrong')
        for (let spent = 0; spent < FREEZE_SECONDS; spent += 600) {
          await attempt(site, attacked.origin, 'wrong')
          attacked.later(600)
        }
        assert.ok(isIn(await attempt(site, attacked.origin, PASSWORD)))
      }))
  })
}

suite('where a request came from', () => {
  const cases: readonly (readonly [
    why: string,
    trusted: readonly string[],
    forwarded: readonly string[],
    believed: string,
  ])[] = [
    ['nobody is trusted', [], ['192.0.2.1'], '127.0.0.1'],
    ['another proxy is trusted', ['192.0.2.1'], ['192.0.2.99'], '127.0.0.1'],
    ['the proxy is trusted', ['127.0.0.1'], ['192.0.2.1'], '192.0.2.1'],
    ['its network is trusted', ['127.0.0.0/8'], ['192.0.2.1'], '192.0.2.1'],
    ['what stood in the header before the proxy', ['127.0.0.1'], ['198.51.100.66, 192.0.2.1'], '192.0.2.1'],
    ['the header twice', ['127.0.0.1'], ['198.51.100.66', '192.0.2.1'], '192.0.2.1'],
    [
      'two proxies, both trusted',
      ['127.0.0.1', '10.0.0.0/8'],
      ['198.51.100.66, 192.0.2.1, 10.1.2.3'],
      '192.0.2.1',
    ],
    ['two proxies, one of them a stranger’s', ['127.0.0.1'], ['192.0.2.1, 10.1.2.3'], '10.1.2.3'],
    ['an address of IPv4 in IPv6', ['127.0.0.1'], ['::ffff:192.0.2.1'], '192.0.2.1'],
    ['an address with its port', ['127.0.0.1'], ['192.0.2.1:51234'], '192.0.2.1'],
    ['an address of IPv6 in brackets', ['127.0.0.1'], ['[2001:db8::1]'], '2001:db8::1'],
    ['and with its port', ['127.0.0.1'], ['[2001:db8::1]:443'], '2001:db8::1'],
    [
      'two proxies that write ports',
      ['127.0.0.1', '10.0.0.0/8'],
      ['198.51.100.66:1, 192.0.2.1:2, 10.1.2.3:3'],
      '192.0.2.1',
    ],
    ['no header', ['127.0.0.1'], [], '127.0.0.1'],
  ]
  for (const [why, trusted, forwarded, believed] of cases) {
    test(`${why}: allow lists of applications and users`, () =>
      attacking({ store: 'memory', config: { trustedProxies: [...trusted] } }, async (attacked) => {
        const headers =
          forwarded.length === 0
            ? {}
            : { 'x-forwarded-for': forwarded, 'x-real-ip': '198.51.100.77', forwarded: 'for=198.51.100.77' }
        for (const site of attacked.sites) {
          const { id } = site.dialect
          const code = await site.code()
          const asked = {
            clientId: 'KEY-app',
            clientSecret: 'secret of app',
            redirectUri: 'https://shop.example.com/callback?from=platform',
            code,
          }
          const attemptAs = async (...addresses: string[]) => {
            await attacked.putApp(id, 'app', { addresses })
            const context = site.speaking('app')
            return site.read(
              'token',
              await site.deliver('token', site.wire('token', asked, context), headers),
              context,
            )
          }
          for (const other of ['198.51.100.66', '198.51.100.77', '192.0.2.99', '0.0.0.0/32'].filter(
            (each) => each !== believed,
          )) {
            assertRefused(await attemptAs(other), site.dialect, 'token', 'client_address_denied')
          }
          granted(await attemptAs(believed))
          await attacked.putApp(id, 'app', { addresses: ['198.51.100.1'] })
          const revoked = await post(
            attacked.origin,
            `${site.base}/oauth/revoke`,
            pairs({ token: 'x', client_id: 'KEY-app', client_secret: 'secret of app' }),
            undefined,
            headers,
          )
          assert.equal(revoked.status, 400)
          await attacked.putApp(id, 'app', { addresses: [] })
        }
        const site = attacked.sites[0] as Site
        const logIn = async (addresses: readonly string[]) => {
          await attacked.putUser('demo', { addresses })
          const opened = browser(attacked.origin, headers)
          const form = formWith(await opened.get(site.link()), 'password')
          assert.ok(form)
          return opened.submit(form.action, { ...form.fields, username: 'demo', password: PASSWORD })
        }
        assert.ok(says(await logIn(['198.51.100.66', '198.51.100.77']), 201))
        assert.ok(isIn(await logIn([`${believed}/32`])))
      }))
  }

  test('behind a proxy an address that is none opens no fresh count, and is on no list', () =>
    attacking({ store: 'memory', ...behindProxy }, async (attacked) => {
      const site = attacked.sites[0] as Site
      for (let tries = 0; tries < STRANGERS_TRIES; tries++)
        await attempt(site, attacked.origin, 'wrong', `nonsense${tries}`)
      assert.ok(says(await attempt(site, attacked.origin, PASSWORD, 'more nonsense'), 207))
      await attacked.putUser('demo', { addresses: ['0.0.0.0/0', '::/0'] })
      assert.ok(says(await attempt(site, attacked.origin, PASSWORD, 'nonsense'), 201))
    }))

  test('without a trusted proxy a made-up header opens no fresh count', () =>
    attacking({ store: 'memory' }, async (attacked) => {
      const site = attacked.sites[0] as Site
      for (let tries = 0; tries < TRIES; tries++)
        await attempt(site, attacked.origin, 'wrong', `192.0.${tries}.1`)
      assert.ok(says(await attempt(site, attacked.origin, PASSWORD, '203.0.113.1'), 207))
    }))
})

test('guesses at codes and tokens are answered alike, and none is right', () =>
  attacking({ store: 'memory' }, async (attacked) => {
    for (const site of attacked.sites) {
      const { dialect } = site
      assert.equal((await site.code()).length, 64)
      for (let guess = 0; guess < 50; guess++) {
        assertRefused(
          await site.ask('token', { code: String(guess).padStart(6, '0') }),
          dialect,
          'token',
          'code_unknown',
        )
      }
    }
  }))

test('R29: where the proxy writes no address, strangers freeze nobody, and one warning a minute says so', () =>
  attacking({ store: 'memory', config: { trustedProxies: ['127.0.0.1'] } }, async (attacked) => {
    const site = attacked.site(servedDialects[0] as (typeof servedDialects)[number])
    const warnings = () => attacked.log().match(/holds no address/g)?.length ?? 0
    for (let tries = 0; tries < TRIES + 2; tries++)
      assert.ok(says(await attempt(site, attacked.origin, 'wrong', 'unknown'), 206))
    assert.ok(isIn(await attempt(site, attacked.origin, PASSWORD, 'unknown')))
    assert.equal(warnings(), 1)
    assert.doesNotMatch(attacked.log(), /"level":40[^\n]*unknown/)
    attacked.later(59)
    await attempt(site, attacked.origin, 'wrong', '_hidden')
    assert.equal(warnings(), 1)
    attacked.later(1)
    await attempt(site, attacked.origin, 'wrong', '_hidden')
    assert.equal(warnings(), 2)
    await attempt(site, attacked.origin, 'wrong', '192.0.2.1')
    attacked.later(60)
    await attempt(site, attacked.origin, 'wrong', '192.0.2.1:80')
    assert.equal(warnings(), 2)
  }))

test('strangers from many networks shut no operator out of a new network: their browser is known there', () =>
  attacking({ store: 'memory', ...behindProxy }, async (attacked) => {
    const from = (address: string, known?: string): Browser => {
      const visitor = browser(attacked.origin, { 'x-forwarded-for': address })
      if (known !== undefined) visitor.cookies.set('hufu_operator_known', known)
      return visitor
    }
    const logIn = async (visitor: Browser, username: string, password: string) =>
      (await sent(visitor, '/operator/login', { username, password })).status
    const [alice = '', bob = ''] = await Promise.all(
      ['alice', 'bob'].map(async (name) => {
        const office = await consoleOf(attacked, name, 'admin', { 'x-forwarded-for': '198.51.100.1' })
        return office.cookies.get('hufu_operator_known')
      }),
    )
    for (let tries = 0; tries < STRANGERS_TRIES; tries++)
      await logIn(from(`100.64.${tries}.1`), 'alice', 'wrong')
    for (const [nth, known] of [undefined, bob, `${alice.slice(0, -2)}xx`, 'x'].entries())
      assert.equal(await logIn(from(`192.0.${nth}.77`, known), 'alice', OWN_PASSWORD), 401, String(nth))
    assert.equal(await logIn(from('192.0.9.77', alice), 'alice', 'wrong'), 401)
    assert.equal(await logIn(from('192.0.9.77', alice), 'alice', OWN_PASSWORD), 303)
    attacked.later(90 * 86_400 + 1)
    for (let tries = 0; tries < STRANGERS_TRIES; tries++)
      await logIn(from(`100.64.${tries}.1`), 'alice', 'wrong')
    assert.equal(await logIn(from('192.0.10.77', alice), 'alice', OWN_PASSWORD), 401)
  }))
