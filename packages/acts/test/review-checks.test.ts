/* What a machine says of an app, check by check, with a domain name system of our own. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { servedDialects } from '@hufu/dialects'
import type { App } from '@hufu/engine'
import type { AppEvent } from '@hufu/accounts'
import { appOf } from '../../store/test/rows.ts'
import { png } from '../../accounts/test/pictures.ts'
import { type Check, checksOf } from '../src/review/checks.ts'
import { type HostAddresses, isPublicAddress } from '../src/review/host-addresses.ts'
import { alike } from '../src/review/names.ts'
import { changedSince } from '../src/review/review.ts'

const [dialect] = servedDialects
assert.ok(dialect)

const reviewed = (changes: Partial<App> = {}): App =>
  appOf('app_1', {
    version: 1,
    platform: dialect.id,
    name: 'Order helper',
    developer: 'Ann',
    status: 'submitted',
    redirectUris: ['https://shop.example.com/callback'],
    ...changes,
  })

const hosts: Readonly<Record<string, HostAddresses>> = {
  'shop.example.com': { found: ['8.8.8.8', '2606:4700::1111'] },
  'inside.example.com': { found: ['8.8.8.8', '10.1.2.3'] },
  'mapped.example.com': { found: ['::ffff:8.8.8.8'] },
  'silent.example.com': { failed: 'unanswered' },
}

async function found(
  changes: Partial<App>,
  online: readonly App[] = [],
  logo?: Buffer,
): Promise<Readonly<Record<string, Check>>> {
  const checks = await checksOf(reviewed(changes), {
    policy: {
      ...dialect!.policy,
      scopes: ['a', 'b'],
      defaultScope: ['a'],
      outOfBand: 'urn:oob',
      scopeWords: {},
    },
    lookUp: async (host) => hosts[host] ?? { failed: 'unknown' },
    logos: {
      logo: async (appId, version) => logo && { appId, version, type: 'image/png', bytes: logo },
    },
    online,
  })
  return Object.fromEntries(checks.map((each) => [each.check, each]))
}
const finding = async (check: string, changes: Partial<App>, online?: readonly App[]) => {
  const { [check]: said } = await found(changes, online)
  return [said?.finding, said?.verdict]
}

suite('what a machine says of an app', () => {
  test('callbacks are https, and there is one', async () => {
    assert.deepEqual(await finding('https', {}), ['all_https', 'good'])
    assert.deepEqual(await finding('https', { redirectUris: [] }), ['no_callback', 'bad'])
    assert.deepEqual(await finding('https', { redirectUris: ['shop.example.com'] }), ['hosts_only', 'good'])
    const mixed = { redirectUris: ['https://shop.example.com/', 'http://shop.example.com/'] }
    assert.deepEqual(await finding('https', mixed), ['plain_http', 'bad'])
    assert.deepEqual(await finding('https', { redirectUris: ['urn:oob'] }), ['all_https', 'good'])
  })

  test('hosts are names that anybody can have, and look like nothing else', async () => {
    const host = (name: string) => finding('host', { redirectUris: [`https://${name}/callback`] })
    assert.deepEqual(await host('shop.example.com'), ['names', 'good'])
    assert.deepEqual(await host('192.0.2.1'), ['ip_address', 'bad'])
    assert.deepEqual(await host('[2001:db8::1]'), ['ip_address', 'bad'])
    assert.deepEqual(await host('localhost'), ['local_name', 'bad'])
    assert.deepEqual(await host('orders.internal'), ['local_name', 'bad'])
    const { host: puny } = await found({ redirectUris: ['https://xn--pple-43d.com/'] })
    assert.deepEqual([puny?.finding, puny?.about], ['punycode', ['xn--pple-43d.com (аpple.com)']])
  })

  test('hosts lead to the internet: one address of the inside is enough', async () => {
    const host = (...names: string[]) =>
      finding('resolves', { redirectUris: names.map((name) => `https://${name}/`) })
    assert.deepEqual(await host('shop.example.com'), ['public', 'good'])
    assert.deepEqual(await host('shop.example.com', 'inside.example.com'), ['not_public', 'bad'])
    assert.deepEqual(await host('mapped.example.com'), ['not_public', 'bad'])
    assert.deepEqual(await host('nobody.example.com'), ['unknown', 'bad'])
    assert.deepEqual(await host('silent.example.com'), ['unanswered', 'look'])
    assert.deepEqual(await host('192.0.2.1'), ['no_host', 'good'])
    assert.deepEqual(await finding('resolves', { redirectUris: ['shop.example.com'] }), ['public', 'good'])
  })

  test('which addresses are somebody’s', () => {
    for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111', '100.63.255.255'])
      assert.ok(isPublicAddress(address), address)
    for (const address of [
      '0.0.0.0',
      '10.0.0.1',
      '100.64.0.1',
      '127.8.8.8',
      '169.254.169.254',
      '172.31.255.255',
      '192.168.1.1',
      '198.19.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      'fe80::1',
      'fc00::1',
      'fd12::1',
      '::ffff:8.8.8.8',
      '64:ff9b::a00:1',
      '2001:db8::1',
      '2002:a00:1::',
      'ff02::1',
      'no address',
    ])
      assert.ok(!isPublicAddress(address), address)
  })

  test('a logo is what it says it is', async () => {
    const logo = async (bytes?: Buffer) => (await found({ logo: 'v' }, [], bytes))['logo']?.finding
    assert.equal(await logo(png()), 'safe')
    assert.equal(await logo(Buffer.from('<svg onload=alert(1)>')), 'unsafe')
    assert.equal(await logo(), 'unsafe')
    assert.deepEqual(await finding('logo', {}), ['no_logo', 'look'])
  })

  test('names that would be taken for each other', async () => {
    for (const [one, other] of [
      ['Order helper', 'ORDER-HELPER'],
      ['Order helper', 'Оrdеr hеlреr'],
      ['Order helper', 'Order helpers'],
      ['Order helper', '0rder he1per'],
      ['Ｏｒｄｅｒ helper', 'Order  helper'],
      ['订单助手专业版', '订单助手专业板'],
    ] as const)
      assert.ok(alike(one, other), `${one} | ${other}`)
    for (const [one, other] of [
      ['Order helper', 'Stock helper'],
      ['订单助手', '订单帮手'],
      ['A', 'B'],
      ['!!!', '???'],
    ] as const)
      assert.ok(!alike(one, other), `${one} | ${other}`)
    const other = reviewed({ id: 'app_2', name: 'Order he1per', developer: 'Mallory', status: 'online' })
    assert.deepEqual(await finding('name', {}, [other]), ['like_another', 'look'])
    assert.deepEqual(await finding('name', {}, [{ ...other, developer: 'Ann' }]), ['unlike', 'good'])
    assert.deepEqual(await finding('name', { organisationId: 'org_1' }, [{ ...other, developer: 'Ann' }]), [
      'like_another',
      'look',
    ])
    assert.deepEqual(await finding('name', {}, [{ ...other, id: 'app_1' }]), ['unlike', 'good'])
  })

  test('scopes beyond the default', async () => {
    assert.deepEqual(await finding('scopes', { scopes: ['a'] }), ['default_only', 'good'])
    const { scopes } = await found({ scopes: ['a', 'b'] })
    assert.deepEqual([scopes?.finding, scopes?.about], ['beyond_default', ['b']])
  })

  test('what changed since somebody judged it, from then to now', () => {
    const event = (deed: AppEvent['deed'], changes: AppEvent['changes'] = []): AppEvent => ({
      appId: 'app_1',
      version: 1,
      at: 1,
      actor: { kind: 'developer', id: 'd' },
      deed,
      from: 'draft',
      to: 'draft',
      changes,
    })
    const name = (from: string, to: string) => ({ setting: 'name', from, to }) as const
    const scopes = (from: string, to: string) => ({ setting: 'scopes', from, to }) as const
    const before = [event('change', [name('a', 'b')]), event('create')]
    assert.equal(changedSince([event('submit'), ...before]), undefined)
    assert.deepEqual(
      changedSince([
        event('submit'),
        event('change', [name('c', 'd'), scopes('x', '')]),
        event('change', [name('b', 'c'), scopes('', 'x')]),
        event('reject'),
        event('submit'),
        ...before,
      ]),
      [name('b', 'd')],
    )
  })
})
