/* An app is judged by each door alike: nobody is shown another's secret, and nothing is approved unseen. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { App } from '@hufu/engine'
import { type Doors, done, doors } from './doors.ts'

/** Issues AppKey and AppSecret on approval. */
const PLATFORM = 'jd-finance'
const SECRET = /[0-9a-f]{64}/

let all: Doors
before(async () => {
  all = await doors()
})
after(() => all.close())

let nth = 0
async function waiting(changes: Partial<App> = {}, platform = PLATFORM): Promise<App> {
  const made = await all.site.putApp(platform, `waiting${++nth}`, { status: 'submitted', ...changes })
  if (platform !== PLATFORM) return made
  const { clientId: _none, ...rest } = made
  const app = { ...rest, secrets: [], version: made.version + 1 }
  assert.ok(await all.store.putApp(app))
  return app
}

const proposed = {
  at: 0,
  by: { kind: 'developer', id: 'dev-app' },
  settings: { name: 'Another name' },
} as const

const approvals: readonly (readonly [door: string, approve: (app: App) => Promise<object>])[] = [
  [
    'the operator console',
    ({ id }) => all.form(`/apps/${id}`, { decision: 'approve' }, `/apps/${id}/decide`),
  ],
  ['the admin API', ({ id, version }) => all.api('POST', `/apps/${id}/approve`, { version })],
  [
    'the command line',
    ({ id, version }) => all.command(['app', 'approve', id, '--reviewed-version', String(version)]),
  ],
]

suite('the secret of an organisation’s app', () => {
  for (const [door, approve] of approvals) {
    test(`is not shown to who approves it by ${door}`, async () => {
      const app = await waiting({ organisationId: 'org-app' })
      const answer = await approve(app)
      const online = await all.store.appById(app.id)
      assert.deepEqual([online?.status, online?.secrets.length], ['online', 1], JSON.stringify(answer))
      assert.doesNotMatch(JSON.stringify(answer), SECRET)
    })

    test(`is shown to who approves it by ${door} where no organisation owns the app`, async () => {
      assert.match(JSON.stringify(await approve(await waiting())), SECRET)
    })
  }

  test('is not shown to the operator who makes the app for an organisation', async () => {
    const asked = { platform: 'jos2', name: 'Orders', developer: 'ISV', organisationId: 'org-app' }
    const made = done(await all.api('POST', '/apps', asked))
    assert.doesNotMatch(made.body, SECRET)
    const { id } = made.json.app
    assert.equal((await all.store.appById(id))?.secrets.length, 1)
  })

  test('is replaced by its developers alone, and so are its keys', async () => {
    const { id, secrets } = await all.site.putApp('chainup', 'app')
    const said = /belongs to an organisation: its developers create its secrets/
    for (const what of ['secret', 'keys']) {
      const { status, json } = await all.api('POST', `/apps/${id}/${what}`, {})
      assert.deepEqual([status, json.error], [409, 'not_possible'])
      assert.match(json.message, said)
      const ran = await all.command(['app', what, id])
      assert.equal(ran.code, 1)
      assert.match(ran.err, said)
    }
    assert.deepEqual((await all.store.appById(id))?.secrets, secrets)
    const developer = await all.site.developer()
    const { forms } = await developer.get(`/developer/apps/${id}/secret`)
    const form = forms.find(({ action }) => action.endsWith('/secret'))
    assert.ok(form)
    assert.match((await developer.submit(form.action, { ...form.fields, overlap: '0' })).body, SECRET)
  })
})

suite('an approval names the version that was looked at', () => {
  const verdicts = [
    ['approve', '/approve', 'approve', {}],
    ['approve_changes', '/changes/approve', 'approve-changes', { status: 'online', proposed }],
  ] as const
  for (const [decision, path, name, changes] of verdicts) {
    test(`${name}: of another version, nothing is approved by any door`, async () => {
      const app = await waiting(changes, 'jos2')
      const seen = app.version + 1
      const place = `/apps/${app.id}`
      const form = await all.form(place, { decision, version: String(seen) }, `${place}/decide`)
      const call = await all.api('POST', `${place}${path}`, { version: seen })
      assert.deepEqual([form.status, call.status, call.json.error], [409, 409, 'changed_meanwhile'])
      const ran = await all.command(['app', name, app.id, '--reviewed-version', String(seen)])
      assert.equal(ran.code, 1)
      assert.match(ran.err, /is at version \d+, not \d+: look at it again/)
      assert.deepEqual(await all.store.appById(app.id), app)
    })

    test(`${name}: without a version, nothing is approved by any door`, async () => {
      const app = await waiting(changes, 'jos2')
      const place = `/apps/${app.id}`
      const form = await all.form(place, { decision, version: '' }, `${place}/decide`)
      assert.equal(form.status, 409)
      const call = await all.api('POST', `${place}${path}`)
      assert.equal(call.status, 400)
      assert.match(call.json.message, /^version: /)
      const ran = await all.command(['app', name, app.id])
      assert.equal(ran.code, 2)
      assert.match(ran.err, /--reviewed-version/)
      assert.deepEqual(await all.store.appById(app.id), app)
    })
  }

  test('hufu app show prints it', async () => {
    const { id, version } = await waiting()
    assert.match(done(await all.command(['app', 'show', id])).out, new RegExp(`^version +${version}$`, 'm'))
  })
})
