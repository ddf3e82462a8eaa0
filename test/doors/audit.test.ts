/* One act, one entry: the audit log says the same of it, whichever door it came by. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { type Browser, formWith } from '../security/browser.ts'
import { SHOP } from '../security/target.ts'
import { type Doors, done, doors } from './doors.ts'

let all: Doors
let developer: Browser
before(async () => {
  all = await doors()
  developer = await all.site.developer()
})
after(() => all.close())

type Said = readonly [action: string, subject: string, detail: Readonly<Record<string, string>>]

/** The one entry of an act. */
async function saidOf(act: () => Promise<unknown>): Promise<Said> {
  const entries = await all.logged(act)
  assert.equal(entries.length, 1, JSON.stringify(entries))
  const [{ action, subject, detail } = { action: '', subject: '', detail: {} }] = entries
  return [action, subject, detail]
}

/** Each act leaves the thing as it was, or as the next door wants it. */
async function alike(
  expected: Said,
  doorsOf: Readonly<Record<string, () => Promise<unknown>>>,
  between: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  for (const [door, act] of Object.entries(doorsOf)) {
    await between()
    assert.deepEqual(await saidOf(act), expected, door)
  }
}

const api = async (...given: Parameters<Doors['api']>) => done(await all.api(...given))
const command = async (...given: Parameters<Doors['command']>) => done(await all.command(...given))
const form = async (...given: Parameters<Doors['form']>) => done(await all.form(...given))

/** Of the developer console. */
async function own(path: string, action: string, fields: Readonly<Record<string, string>> = {}) {
  const page = await developer.get(`/developer${path}`)
  const held = page.forms.find((each) => each.action === `/developer${action}`)
  assert.ok(held, page.body)
  return done(await developer.submit(held.action, { ...held.fields, ...fields }))
}

const key = (nth: number) => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const text = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const file = join(all.folder, `key-${nth}.pem`)
  writeFileSync(file, text)
  return { text, file }
}

suite('the audit log says the same of an act by each door', () => {
  test('all grants of a user, and of an app, are ended', async () => {
    await alike(['user.revoke', 'demo', { revoked: '0' }], {
      console: () => form('/merchants/demo/revoke'),
      api: () => api('DELETE', '/users/demo/grants'),
      command: () => command(['user', 'revoke', 'demo']),
    })
    await alike(['app.revoke', 'app-jos2', { revoked: '0' }], {
      console: () => form('/apps/app-jos2/revoke'),
      api: () => api('DELETE', '/apps/app-jos2/grants'),
      command: () => command(['app', 'revoke', 'app-jos2']),
    })
  })

  test('the end of one user’s grants to one app is an entry of that user', async () => {
    await alike(['user.revoke', 'demo', { app: 'app-jos2', revoked: '0' }], {
      api: () => api('DELETE', '/users/demo/grants?app=app-jos2'),
      command: () => command(['user', 'revoke', 'demo', '--app', 'app-jos2']),
    })
    assert.equal((await all.api('DELETE', '/users/demo/grants?app=nowhere')).status, 404)
  })

  test('a user is sent a link to choose a password, and exported', async () => {
    await alike(
      ['user.invite', 'demo', {}],
      {
        console: () => form('/merchants/demo', {}, '/merchants/demo/invite'),
        api: () => api('POST', '/users/demo/invitation', {}),
        command: () => command(['user', 'invite', 'demo']),
      },
      async () => all.site.putUser('demo', { email: 'demo@shop.example' }),
    )
    await alike(['user.export', 'demo', {}], {
      console: async () => done(await all.operator.get('/operator/merchants/demo/export.json')),
      api: () => api('GET', '/users/demo/personal-data'),
      command: () => command(['user', 'export', 'demo']),
    })
  })

  test('an app’s own keys are registered', async () => {
    const { text, file } = key(1)
    const [, , detail] = await saidOf(() => api('POST', '/apps/app-chainup/keys', { publicKeys: [text] }))
    assert.match(detail['fingerprints'] ?? '', /^[\w-]{43}$/)
    await alike(
      ['app.keys', 'app-chainup', detail],
      {
        developer: () =>
          own('/apps/app-chainup/settings', '/apps/app-chainup/settings/keys', { publicKey: text }),
        api: () => api('POST', '/apps/app-chainup/keys', { publicKeys: [text] }),
        command: () => command(['app', 'keys', 'app-chainup', '--public-key', file]),
      },
      async () => all.site.putApp('chainup', 'app', { publicKeys: [] }),
    )
    await alike(
      ['app.keys', 'app-chainup', { fingerprints: '' }],
      {
        developer: () => own('/apps/app-chainup/settings', '/apps/app-chainup/settings/keys/remove'),
        api: () => api('POST', '/apps/app-chainup/keys', { publicKeys: [] }),
        command: () => command(['app', 'keys', 'app-chainup', '--public-key', '']),
      },
      async () => api('POST', '/apps/app-chainup/keys', { publicKeys: [text] }),
    )
  })

  test('settings are no way to change keys', async () => {
    const given = { publicKeys: [key(2).text] }
    assert.equal((await all.api('PATCH', '/apps/app-chainup', given)).status, 400)
    const line = ['app', 'change', 'app-chainup', '--public-key', key(2).file]
    assert.equal((await all.command(line)).code, 2)
  })

  test('settings of an app are changed', async () => {
    await alike(['app.change', 'app-jos2', { addresses: '192.0.2.1 192.0.2.2' }], {
      developer: () =>
        own('/apps/app-jos2/settings', '/apps/app-jos2/settings/addresses', {
          addresses: '192.0.2.1\n192.0.2.2',
        }),
      api: () => api('PATCH', '/apps/app-jos2', { addresses: ['192.0.2.1', '192.0.2.2'] }),
      command: () =>
        command(['app', 'change', 'app-jos2', '--address', '192.0.2.1', '--address', '192.0.2.2']),
    })
  })

  test('an app is submitted, and rejected for a long reason', async () => {
    const id = 'app-jos2'
    const reason = 'x'.repeat(500)
    await alike(
      ['app.submit', id, { status: 'submitted' }],
      {
        developer: () => own(`/apps/${id}`, `/apps/${id}/submit`),
        api: () => api('POST', `/apps/${id}/submit`),
        command: () => command(['app', 'submit', id]),
      },
      async () => all.site.putApp('jos2', 'app', { status: 'draft' }),
    )
    await alike(
      ['app.reject', id, { status: 'rejected', reason: reason.slice(0, 400) }],
      {
        console: () => form(`/apps/${id}`, { decision: 'reject', reason }, `/apps/${id}/decide`),
        api: () => api('POST', `/apps/${id}/reject`, { reason }),
        command: () => command(['app', 'reject', id, '--reason', reason]),
      },
      async () => all.site.putApp('jos2', 'app', { status: 'submitted' }),
    )
  })

  test('a user is changed: what became otherwise is named', async () => {
    await alike(
      ['user.change', 'demo', { members: 'displayName' }],
      {
        console: () => form('/merchants/demo', { displayName: 'After' }),
        api: () => api('PATCH', '/users/demo', { displayName: 'After', mayAuthorise: true }),
        command: () => command(['user', 'change', 'demo', '--display-name', 'After', '--may-authorise']),
      },
      async () => all.site.putUser('demo', { displayName: 'Before' }),
    )
  })

  test('a user is made: the members that were given are named', async () => {
    const password = 'a password of theirs'
    const users = async (nth: number) =>
      (await all.store.users({})).find(({ username }) => username === `maker${nth}`)?.id ?? ''
    const given = (nth: number) => ({ username: `maker${nth}`, email: `m${nth}@shop.example` })
    const acts = [
      () => form('/merchants', { ...given(0), shopId: SHOP, password }, '/merchants/user'),
      () => api('POST', '/users', { ...given(1), shopId: SHOP, password }),
      () =>
        command(
          ['user', 'create', 'maker2', '--shop', SHOP, '--email', given(2).email, '--password-stdin'],
          password,
        ),
    ]
    for (const [nth, act] of acts.entries()) {
      const said = await saidOf(act)
      const members = 'email username'
      assert.deepEqual(said, ['user.create', await users(nth), { shopId: SHOP, members }])
    }
  })

  test('a user is made without an address: none is named', async () => {
    const acts = [
      () =>
        form('/merchants', { username: 'bare0', shopId: SHOP, password: 'a password' }, '/merchants/user'),
      () => api('POST', '/users', { username: 'bare1', shopId: SHOP, email: null }),
      () => command(['user', 'create', 'bare2', '--shop', SHOP, '--email', '']),
    ]
    for (const act of acts) {
      const [, , detail] = await saidOf(act)
      assert.deepEqual(detail, { shopId: SHOP, members: 'username' })
    }
  })

  test('a developer is invited: the subject is the address', async () => {
    const organisation = 'Organisation of app'
    const email = 'colleague@isv.example'
    await alike(['developer.invite', email, { organisation }], {
      developer: () => own('/organisation', '/organisation/invite', { email }),
      console: () =>
        form('/developers/organisations/org-app', { email }, '/developers/organisations/org-app/invite'),
      api: () => api('POST', '/developers/invitations', { email, organisationId: 'org-app' }),
      command: () => command(['developer', 'invite', email, '--organisation-id', 'org-app']),
    })
  })

  test('an organisation is renamed, and verified', async () => {
    await alike(['organisation.change', 'org-app', { name: 'Order keepers' }], {
      api: () => api('PATCH', '/organisations/org-app', { name: 'Order keepers' }),
      command: () => command(['organisation', 'change', 'org-app', '--name', 'Order keepers']),
    })
    await alike(
      ['organisation.change', 'org-app', { verified: 'true' }],
      {
        console: () =>
          form('/developers/organisations/org-app', {}, '/developers/organisations/org-app/verify'),
        api: () => api('PATCH', '/organisations/org-app', { verified: true }),
        command: () => command(['organisation', 'change', 'org-app', '--verified']),
      },
      async () => {
        const held = await all.store.organisation('org-app')
        if (held) await all.store.putOrganisation({ ...held, verified: false, version: held.version + 1 })
      },
    )
  })

  test('a developer leaves the organisation', async () => {
    const organisation = 'org-app'
    await alike(
      ['developer.remove', 'dev-leaver', { organisation }],
      {
        developer: () => own('/organisation', '/organisation/remove/dev-leaver'),
        command: () => command(['developer', 'remove', 'leaver@example.com', '--yes']),
      },
      () => all.site.putDeveloper('leaver', { organisationId: organisation, email: 'leaver@example.com' }),
    )
  })

  test('terms of a platform are set, and its key is rotated', async () => {
    const page = await all.operator.get('/operator/platforms/jos2')
    assert.ok(formWith(page, 'codeLifetime'))
    await alike(['platform.change', 'jos2', { codeLifetime: '300' }], {
      console: () => form('/platforms/jos2', { codeLifetime: '300', ...empty(page) }),
      api: () => api('PUT', '/platforms/jos2/terms', { codeLifetime: 300 }),
    })
    for (const act of [
      () => form('/platforms/chainup/rotate'),
      () => api('POST', '/platforms/chainup/key'),
    ]) {
      const [action, subject, { fingerprint }] = await saidOf(act)
      assert.deepEqual([action, subject], ['platform.rotate_key', 'chainup'])
      assert.match(fingerprint ?? '', /^[\w-]{43}$/)
    }
  })
})

/** The form of a platform has fields alone that are empty where nothing was set. */
function empty(page: Awaited<ReturnType<Browser['get']>>): Readonly<Record<string, string>> {
  const fields = formWith(page, 'codeLifetime')?.fields ?? {}
  return Object.fromEntries(
    Object.keys(fields)
      .filter((name) => name.endsWith('.none'))
      .map((name) => [name, '']),
  )
}

suite('an entry from before an act had its name', () => {
  const former = [
    ['user.revoke_grants', 'user.revoke'],
    ['user.send_link', 'user.invite'],
    ['app.remove_key', 'app.keys'],
    ['organisation.rename', 'organisation.change'],
  ] as const
  for (const [was, is] of former) {
    test(`${was} is found under ${is}, by each door`, async () => {
      const subject = `subject of ${was}`
      const actor = { kind: 'operator', id: 'ann' } as const
      await all.store.appendAuditEntries([
        { at: all.store.now(), actor, action: was, subject, detail: {}, address: '', requestId: '' },
      ])
      const query = new URLSearchParams({ action: is }).toString()
      for (const path of [
        `/operator/audit?${query}`,
        `/operator/audit.csv?${query}`,
        `/operator/audit.jsonl?${query}`,
      ])
        assert.ok((await all.operator.get(path)).body.includes(subject), path)
      const { json } = await all.api('GET', `/audit?${query}`)
      assert.ok(json.entries.some((entry: { subject: string }) => entry.subject === subject))
    })
  }
})
