/* Who may, and what is answered: the same by each door. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Act, acts, isDenied, perform } from '@hufu/acts'
import { administration } from '@hufu/acts/administration'
import { bearerOf, consoleOf } from '../security/operators.ts'
import { send } from '../security/wire.ts'
import { type Doors, done, doors } from './doors.ts'

let all: Doors
before(async () => {
  all = await doors()
})
after(() => all.close())

suite('a grant is ended by each door', () => {
  const ends = [
    ['the admin API', async (id: number) => done(await all.api('DELETE', `/grants/${id}`)).json],
    [
      'the command line',
      async (id: number) =>
        JSON.parse(done(await all.command(['grant', 'revoke', String(id), '--json'])).out),
    ],
  ] as const
  for (const [door, end] of ends) {
    test(`${door}: once, with one entry; a second time there is none, and nothing is logged`, async () => {
      await all.site.sites.find(({ dialect }) => dialect.id === 'jos2')?.tokens()
      const [grant] = await all.store.grants({ appId: 'app-jos2', limit: 1 })
      const id = grant?.id ?? 0
      const logged = await all.logged(async () => assert.deepEqual(await end(id), { revoked: 1 }))
      assert.deepEqual(
        logged.map(({ action, subject }) => [action, subject]),
        [['grant.revoke', String(id)]],
      )
      for (const gone of [id, 1]) {
        const again = await all.logged(async () => {
          const { status, json } = await all.api('DELETE', `/grants/${gone}`)
          assert.deepEqual([status, json.error], [404, 'unknown'])
          const { code, err } = await all.command(['grant', 'revoke', String(gone)])
          assert.deepEqual([code, err], [1, `there is no live grant ${gone}`])
        })
        assert.deepEqual(again, [])
      }
    })
  }
})

test('a developer sets no more of an app than is theirs to set, whatever their act is given', async () => {
  const { site, store } = all
  const { config, ring, settings } = site.running.runtime
  const surroundings = {
    ...administration(config, store, ring, settings),
    by: { kind: 'developer', account: { id: 'dev-app', organisationId: 'org-app' } },
    from: { address: '', requestId: '' },
  } as const
  const given = { platform: 'jos2', name: 'Own', developer: 'Another', organisationId: 'org-other' }
  const made = await perform(acts['app.create'], { ...given, mayRefresh: true }, surroundings)
  assert.ok(!isDenied(made), JSON.stringify(made))
  const { app, clientSecret } = made
  assert.match(clientSecret ?? '', /^[0-9a-f]{64}$/)
  assert.deepEqual(
    [app.organisationId, app.developer, app.mayRefresh, app.status],
    ['org-app', 'Organisation of app', false, 'online_test'],
  )
  const wanted = { developer: 'Another', mayRefresh: true, addresses: ['192.0.2.9'] }
  const changed = await perform(acts['app.change'], { app: app.id, ...wanted }, surroundings)
  assert.ok(!isDenied(changed))
  assert.deepEqual(
    [changed.app.developer, changed.app.mayRefresh, changed.app.addresses],
    ['Organisation of app', false, ['192.0.2.9']],
  )
  const [entry] = await store.auditEntries({ limit: 1 })
  assert.deepEqual(entry?.detail, { addresses: '192.0.2.9' })
  const refused = async (act: Act, id: string, rest = {}) => {
    const result = await perform(act, { app: id, ...rest }, surroundings)
    return isDenied(result) ? result.refused : 'done'
  }
  assert.equal(await refused(acts['app.change'], 'other-jos2', wanted), 'unknown')
  assert.equal(await refused(acts['app.lift'], app.id), 'not_allowed')
  assert.equal(await refused(acts['app.approve'], app.id, { version: app.version }), 'not_allowed')
})

test('a refused overlap is named as the caller named it', async () => {
  await all.site.putApp('jos2', 'plain')
  for (const overlapSeconds of [-1, 0.5, 1e12, '60', null]) {
    const { status, json } = await all.api('POST', '/apps/plain-jos2/secret', { overlapSeconds })
    assert.equal(status, 400)
    assert.match(json.message, /^overlapSeconds: /)
  }
  const { code, err } = await all.command(['app', 'secret', 'plain-jos2', '--overlap-seconds', '-1'])
  assert.equal(code, 2)
  assert.match(err, /--overlap-seconds/)
})

test('a step that an app’s status does not allow is refused by each door, with those that are possible', async () => {
  const { id, version } = await all.site.putApp('jos2', 'plain')
  const said = 'approve is not possible: the app is in status online; now possible: suspend'
  const { status, json } = await all.api('POST', `/apps/${id}/approve`, { version })
  assert.deepEqual([status, json], [409, { error: 'not_possible', message: said }])
  const ran = await all.command(['app', 'approve', id, '--reviewed-version', String(version)])
  assert.deepEqual(ran, { code: 1, out: '', err: said })
})

test('apps are listed by platform, status and developer by each door', async () => {
  await all.site.putApp('jos2', 'listed', { status: 'draft', developer: 'Lister' })
  await all.site.putApp('chainup', 'listed', { status: 'submitted', developer: 'Lister' })
  for (const [asked, ids] of [
    [{}, ['listed-chainup', 'listed-jos2']],
    [{ platform: 'jos2' }, ['listed-jos2']],
    [{ status: 'submitted' }, ['listed-chainup']],
    [{ status: 'online' }, []],
  ] as const) {
    const filter = Object.entries({ developer: 'Lister', ...asked })
    const idsIn = ({ apps }: { readonly apps: readonly { readonly id: string }[] }) =>
      apps.map(({ id }) => id).toSorted()
    const { json } = done(await all.api('GET', `/apps?${new URLSearchParams(filter).toString()}`))
    assert.deepEqual(idsIn(json), ids)
    const options = filter.flatMap(([name, value]) => [`--${name}`, value])
    const { out } = done(await all.command(['app', 'list', ...options, '--json']))
    assert.deepEqual(idsIn(JSON.parse(out)), ids)
  }
  assert.equal(done(await all.command(['app', 'list', '--developer', 'Nobody'])).out, 'none\n')
})

test('reading pending reviews and ending a user’s grants need the same permission by each door', async () => {
  for (const [role, review, revoke] of [
    ['reviewer', true, false],
    ['support', true, true],
    ['auditor', true, false],
  ] as const) {
    const visitor = await consoleOf(all.site, `one-${role}`, role)
    const headers = { authorization: bearerOf(visitor) }
    const asked = async (method: string, path: string) =>
      (await send(all.site.origin, `/admin/api${path}`, { method, headers })).status < 300
    const shown = async (path: string) => (await visitor.get(`/operator${path}`)).status < 300
    assert.deepEqual([await shown('/review'), await asked('GET', '/review')], [review, review], role)
    assert.deepEqual(
      [await shown('/merchants/demo/revoke'), await asked('DELETE', '/users/demo/grants')],
      [revoke, revoke],
      role,
    )
  }
})

test('a new operator’s role has to be said, by each door', async () => {
  const page = await all.form('/operators', { username: 'unsaid', role: '' })
  assert.ok(page.status >= 400, page.body)
  const { status, json } = await all.api('POST', '/operators', { username: 'unsaid' })
  assert.equal(status, 400)
  assert.match(json.message, /^role: /)
  const { code, err } = await all.command(['operator', 'create', 'unsaid'])
  assert.equal(code, 2)
  assert.match(err, /--role/)
  assert.equal(await all.store.operator('unsaid'), undefined)
})
