import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { chainUp, servedDialects, jdCentral, jdFinance, jos, jos2, keepsSecret } from '@hufu/dialects'
import { type App, type AppStatus, checkSecret } from '@hufu/engine'
import { appActions } from '../src/apps/app-status.ts'
import type { AppAction } from '../src/apps/app-action.ts'
import type { AppContext } from '../src/apps/app-changes.ts'
import type { AppSettings } from '../src/apps/app-settings.ts'
import {
  type NewApp,
  approve,
  askForChanges,
  changeApp,
  createApp,
  issueKeyPair,
  lift,
  reject,
  rotateSecret,
  startOnlineTest,
  submit,
  suspend,
  withdraw,
} from '../src/apps/apps.ts'
import { type Refusal, isRefusal } from '../src/refusal.ts'
import { appView } from '../src/views.ts'
import { type SmallStore, smallStore } from './small-store.ts'

let store: SmallStore
let forgotten = 0
let pairs = 0
let context: AppContext & Parameters<typeof issueKeyPair>[1]

beforeEach(async () => {
  store = smallStore()
  forgotten = 0
  pairs = 0
  await store.putShop({ id: '2000000001', name: 'Shop', createdAt: 0 })
  context = {
    store,
    actor: { kind: 'operator', id: 'root' },
    directory: { forget: () => void forgotten++ },
    dialects: servedDialects,
    policyOf: (platform) => {
      const found = servedDialects.find(({ id }) => id === platform)
      assert.ok(found)
      return found.policy
    },
    allowLoopback: false,
    keepsSecret,
    seal: (plain, place) => `sealed(${plain})@${place}`,
    checkPublicKey: (text) => {
      if (!text.startsWith('KEY ')) throw new Error('the text is no public key in DER')
      return `KEY ${text.slice(4).trim()}`
    },
    generateKeyPair: async () => ({ publicKey: `KEY pair${++pairs}`, privateKey: `private${pairs}` }),
  }
})

const whole = (platform: string = jdCentral.id): NewApp => ({
  platform,
  name: 'Order keeper',
  developer: 'ISV Ltd',
  redirectUris: [platform === jdFinance.id ? 'isv.example' : 'https://isv.example/callback'],
})

function granted<Value extends object>(value: Value | Refusal): Value {
  assert.ok(!isRefusal(value), isRefusal(value) ? value.message : '')
  return value
}

function refused(value: object): Refusal {
  assert.ok(isRefusal(value), 'it was not refused')
  return value
}

const created = async (platform?: string): Promise<App> =>
  granted(await createApp(whole(platform), context)).app

/** Whether the secret proves the app now. */
const proves = (app: App, secret: string): boolean => checkSecret(app, secret, store.now()) === undefined

suite('a new app', () => {
  test('is a draft with an AppKey and an AppSecret, which is told once and kept as a digest', async () => {
    const { app, clientSecret = '' } = granted(await createApp(whole(), context))
    assert.equal(app.status, 'draft')
    assert.match(app.clientId ?? '', /^[0-9A-F]{32}$/)
    assert.match(clientSecret, /^[0-9a-f]{64}$/)
    assert.ok(proves(app, clientSecret))
    assert.deepEqual(await store.appById(app.id), app)
    assert.ok(!JSON.stringify(app).includes(clientSecret))
    assert.equal(forgotten, 1)
  })

  test('of a platform that signs keeps its secret sealed to its own place', async () => {
    const { app, clientSecret } = granted(await createApp(whole(jos2.id), context))
    assert.equal(app.secrets[0]?.sealed, `sealed(${clientSecret})@app secret ${app.id}`)
    const other = await created(jos.id)
    assert.equal(other.secrets[0]?.sealed, undefined)
  })

  test('gets AppKey and AppSecret on approval where the platform issues them then', async () => {
    const { app, clientSecret } = granted(await createApp(whole(jdFinance.id), context))
    assert.equal(app.clientId, undefined)
    assert.equal(clientSecret, undefined)
    assert.match(refused(await rotateSecret(app.id, 0, context)).message, /on approval/)
    assert.match(refused(await startOnlineTest(app.id, context)).message, /on approval/)
    const { version } = granted(await submit(app.id, context))
    const issued = granted(await approve(app.id, version, context))
    assert.match(issued.app.clientId ?? '', /^[0-9A-F]{32}$/)
    assert.ok(proves(issued.app, issued.clientSecret ?? ''))
  })

  test('keeps the AppKey it has when it is approved', async () => {
    const app = await created()
    const { version } = granted(await submit(app.id, context))
    const issued = granted(await approve(app.id, version, context))
    assert.equal(issued.app.clientId, app.clientId)
    assert.equal(issued.clientSecret, undefined)
  })

  test('may ask for the platform’s default scope', async () => {
    assert.deepEqual((await created(jos.id)).scopes, jos.policy.defaultScope)
  })

  test('of a platform that is not there or not enabled is refused', async () => {
    for (const platform of ['nowhere', '', '__proto__']) {
      assert.equal(refused(await createApp(whole(platform), context)).refused, 'invalid')
    }
    const fewer = { ...context, dialects: [jos] }
    const message = refused(await createApp(whole(jos2.id), fewer)).message
    assert.equal(message, `platform: ${jos2.id} is not enabled; enabled are ${jos.id}`)
  })
})

/** As it is now. */
const approved = async (id: string): ReturnType<typeof approve> =>
  approve(id, (await store.appById(id))?.version ?? Number.NaN, context)

/** Brings a new app into the status. */
async function appIn(status: AppStatus): Promise<App> {
  const { id } = await created()
  const ways: Record<AppStatus, readonly (() => Promise<object>)[]> = {
    draft: [],
    online_test: [() => startOnlineTest(id, context)],
    submitted: [() => submit(id, context)],
    online: [() => submit(id, context), () => approved(id)],
    changes_requested: [() => submit(id, context), () => askForChanges(id, 'no logo', context)],
    rejected: [() => submit(id, context), () => reject(id, 'no logo', context)],
    suspended: [() => submit(id, context), () => approved(id), () => suspend(id, 'complaints', context)],
  }
  for (const step of ways[status]) granted(await step())
  const app = await store.appById(id)
  assert.equal(app?.status, status)
  return app
}

const act = (id: string, action: AppAction): Promise<object> => {
  const verbs = {
    test: () => startOnlineTest(id, context),
    submit: () => submit(id, context),
    withdraw: () => withdraw(id, context),
    approve: () => approved(id),
    ask_changes: () => askForChanges(id, 'why', context),
    reject: () => reject(id, 'why', context),
    suspend: () => suspend(id, 'why', context),
    lift: () => lift(id, context),
  }
  return verbs[action]()
}

suite('the life of an app', () => {
  const table: Record<AppStatus, Partial<Record<AppAction, AppStatus>>> = {
    draft: { test: 'online_test', submit: 'submitted' },
    online_test: { submit: 'submitted', suspend: 'suspended' },
    submitted: {
      withdraw: 'online_test',
      approve: 'online',
      reject: 'rejected',
      ask_changes: 'changes_requested',
      suspend: 'suspended',
    },
    changes_requested: { submit: 'submitted', suspend: 'suspended' },
    online: { suspend: 'suspended' },
    rejected: { test: 'online_test', submit: 'submitted' },
    suspended: { lift: 'online' },
  }
  for (const [status, possible] of Object.entries(table) as [AppStatus, (typeof table)[AppStatus]][]) {
    test(`from ${status}: ${Object.keys(possible).join(', ')}, and nothing else`, async () => {
      for (const action of appActions) {
        const app = await appIn(status)
        const result = await act(app.id, action)
        const after = await store.appById(app.id)
        if (possible[action] !== undefined) {
          granted(result)
          assert.equal(after?.status, possible[action])
          continue
        }
        const refusal = refused(result)
        assert.equal(refusal.refused, 'not_possible')
        assert.ok(refusal.refused === 'not_possible' && refusal.status === status)
        assert.deepEqual(refusal.possible.toSorted(), Object.keys(possible).toSorted())
        assert.match(
          refusal.message,
          new RegExp(`${action} is not possible: the app is in status ${status}; now possible: `),
        )
        assert.deepEqual(after, app, 'nothing has changed')
      }
    })
  }

  test('a suspension is lifted to where it came from, and its reason goes', async () => {
    for (const status of ['online_test', 'submitted', 'changes_requested', 'online'] as const) {
      const { id } = await appIn(status)
      assert.equal(granted(await suspend(id, 'complaints', context)).statusReason, 'complaints')
      const lifted = granted(await lift(id, context))
      assert.equal(lifted.status, status)
      assert.ok(!('statusReason' in lifted) && !('statusBefore' in lifted))
    }
  })

  test('a rejection keeps its reason until the next step', async () => {
    const { id } = await appIn('rejected')
    assert.equal((await store.appById(id))?.statusReason, 'no logo')
    assert.ok(!('statusReason' in granted(await submit(id, context))))
  })

  test('a rejection and a suspension need a reason', async () => {
    const submitted = await appIn('submitted')
    assert.deepEqual(refused(await reject(submitted.id, ' ', context)), {
      refused: 'invalid',
      field: 'reason',
      message: 'reason: is empty',
      why: { fault: 'empty' },
    })
    assert.equal(refused(await suspend(submitted.id, '', context)).refused, 'invalid')
  })

  test('an app without a redirect URI is not submitted', async () => {
    const { id } = granted(await createApp({ ...whole(), redirectUris: [] }, context)).app
    assert.match(refused(await submit(id, context)).message, /redirect URI/)
  })

  test('an app that is not there is said to be unknown', async () => {
    assert.deepEqual(refused(await submit('app_0', context)), {
      refused: 'unknown',
      message: 'there is no app app_0',
    })
  })
})

suite('an AppSecret', () => {
  test('that is replaced stays good for the overlap, and ends by itself', async () => {
    const { app, clientSecret: first = '' } = granted(await createApp(whole(), context))
    const { clientSecret: second } = granted(await rotateSecret(app.id, 3600, context))
    const both = granted(await changeApp(app.id, {}, context))
    assert.equal(appView(both, store.now()).formerSecretEndsAt, store.now() + 3600)
    assert.ok(proves(both, first) && proves(both, second))
    store.turn(3599)
    assert.ok(proves(both, first))
    store.turn(1)
    assert.ok(!proves(both, first) && proves(both, second))
    assert.equal(appView(both, store.now()).formerSecretEndsAt, undefined)
  })

  test('that is replaced without overlap ends at once', async () => {
    const { app, clientSecret: first = '' } = granted(await createApp(whole(), context))
    const rotated = granted(await rotateSecret(app.id, 0, context))
    assert.ok(!proves(rotated.app, first) && proves(rotated.app, rotated.clientSecret))
    assert.equal(rotated.app.secrets.length, 1)
  })

  test('is replaced once an overlap, but at once whenever it must be', async () => {
    const { id } = await created()
    granted(await rotateSecret(id, 3600, context))
    assert.match(
      refused(await rotateSecret(id, 60, context)).message,
      /two secrets are good already: wait 3600 s/,
    )
    assert.equal(granted(await rotateSecret(id, 0, context)).app.secrets.length, 1)
    granted(await rotateSecret(id, 60, context))
    store.turn(60)
    assert.equal(granted(await rotateSecret(id, 60, context)).app.secrets.length, 2)
  })

  test('has an overlap of whole seconds, a month at most', async () => {
    const { id } = await created()
    for (const overlap of [-1, 0.5, Number.NaN, Infinity, 31 * 86_400]) {
      assert.equal(refused(await rotateSecret(id, overlap, context)).refused, 'invalid')
    }
  })
})

suite('settings', () => {
  const set = async (settings: AppSettings, platform?: string) =>
    changeApp((await created(platform)).id, settings, context)

  test('are all set, or none', async () => {
    const { id } = await created(jos.id)
    const settings = {
      name: '订单助手',
      developer: 'Another',
      redirectUris: ['https://isv.example/a', 'urn:ietf:wg:oauth:2.0:oob'],
      scopes: ['read'],
      addresses: ['192.0.2.0/24', '2001:db8::1'],
      testShops: ['2000000001'],
      mayRefresh: true,
    }
    const { version, ...app } = granted(await changeApp(id, settings, context))
    assert.equal(version, 1)
    for (const [key, value] of Object.entries(settings)) assert.deepEqual(app[key as keyof typeof app], value)
    assert.equal(
      refused(await changeApp(id, { name: 'Third', scopes: ['write'] }, context)).refused,
      'invalid',
    )
    assert.equal((await store.appById(id))?.name, '订单助手')
  })

  const wrong: readonly (readonly [
    what: string,
    settings: AppSettings,
    message: RegExp,
    platform?: string,
  ])[] = [
    ['a name that is empty', { name: ' ' }, /^name: is empty$/],
    ['a name with an end of line', { name: 'a\nb' }, /^name: .*invisible/],
    ['a name that turns the direction of writing', { name: 'a\u202eb' }, /^name: .*invisible/],
    ['a name without end', { name: 'x'.repeat(65) }, /^name: has more than 64/],
    [
      'a redirect URI that is not allowed',
      { redirectUris: ['https://ok.example/', 'javascript:alert(1)'] },
      /^redirectUris\[1\]: "javascript:alert\(1\)" /,
    ],
    ['a wildcard', { redirectUris: ['https://*.isv.example/'] }, /^redirectUris\[0\]: .*wildcard/],
    [
      'a redirect URI where a host is registered',
      { redirectUris: ['https://isv.example/'] },
      /bare host/,
      jdFinance.id,
    ],
    [
      'a redirect URI twice',
      { redirectUris: ['https://a.example/', 'https://a.example/'] },
      /^redirectUris: has an entry twice$/,
    ],
    [
      'redirect URIs without end',
      { redirectUris: Array.from({ length: 21 }, (_, at) => `https://a.example/${at}`) },
      /more than 20/,
    ],
    [
      'a scope that the platform does not know',
      { scopes: ['admin'] },
      /^scopes\[0\]: "admin" is not a scope of this platform: use one of read$/,
      jos.id,
    ],
    ['a scope where the platform has none', { scopes: ['read'] }, /scopes/, chainUp.id],
    [
      'an address that is none',
      { addresses: ['192.0.2.1', 'localhost'] },
      /^addresses\[1\]: "localhost" is no address/,
    ],
    [
      'a test shop that is not there',
      { testShops: ['2000000009'] },
      /^testShops\[0\]: there is no shop 2000000009$/,
    ],
    [
      'a key that is none',
      { publicKeys: ['-----BEGIN'] },
      /^publicKeys\[0\]: the text is no public key in DER$/,
      chainUp.id,
    ],
    [
      'three keys',
      { publicKeys: ['KEY a', 'KEY b', 'KEY c'] },
      /^publicKeys: has more than 2 keys$/,
      chainUp.id,
    ],
    [
      'the same key in two spellings',
      { publicKeys: ['KEY a', 'KEY a '] },
      /^publicKeys: has a key twice$/,
      chainUp.id,
    ],
    [
      'keys where nothing is sealed',
      { publicKeys: ['KEY a'] },
      /^publicKeys: this platform does not encrypt its requests/,
      jos.id,
    ],
  ]
  for (const [what, settings, message, platform] of wrong) {
    test(`${what} is refused`, async () => {
      assert.match(refused(await set(settings, platform)).message, message)
      assert.match(refused(await createApp({ ...whole(platform), ...settings }, context)).message, message)
    })
  }

  test('loopback callbacks by plain http are registered in demo mode alone', async () => {
    const settings = { redirectUris: ['http://127.0.0.1:8701/cb'] }
    const policyOf = () => ({ ...jdCentral.policy, httpsOnly: true })
    const { id } = await created()
    assert.match(refused(await changeApp(id, settings, { ...context, policyOf })).message, /must be https/)
    granted(await changeApp(id, settings, { ...context, policyOf, allowLoopback: true }))
  })

  test('public keys are kept in their one spelling', async () => {
    const app = granted(await set({ publicKeys: ['KEY  new', 'KEY old'] }, chainUp.id))
    assert.deepEqual(app.publicKeys, ['KEY new', 'KEY old'])
  })

  test('a generated pair goes before the key in use, and an older one goes', async () => {
    const { id } = await created(chainUp.id)
    for (const expected of [['KEY pair1'], ['KEY pair2', 'KEY pair1'], ['KEY pair3', 'KEY pair2']]) {
      const { app, privateKey } = granted(await issueKeyPair(id, context))
      assert.deepEqual(app.publicKeys, expected)
      assert.equal(privateKey, `private${pairs}`)
      assert.ok(!JSON.stringify(app).includes('private'))
    }
    const plain = await created(jos.id)
    assert.match(refused(await issueKeyPair(plain.id, context)).message, /does not encrypt its requests/)
  })

  test('of an app whose platform is not enabled any more stay as they are', async () => {
    const { id } = await created(jos.id)
    const fewer = { ...context, dialects: [jos2] }
    assert.match(refused(await changeApp(id, { name: 'Other' }, fewer)).message, /not enabled/)
  })
})

suite('changes at the same time', () => {
  test('are made once of each version, and others are told to look again', async () => {
    const { id } = await created()
    const settings: AppSettings[] = [{ name: 'New name' }, { developer: 'New' }, { mayRefresh: true }]
    const results = await Promise.all(settings.map((each) => changeApp(id, each, context)))
    assert.equal(results.filter((each) => isRefusal(each) && each.refused === 'changed_meanwhile').length, 2)
    assert.equal((await store.appById(id))?.version, 1)
  })

  test('that exclude one another are made once', async () => {
    const { id, version } = await appIn('submitted')
    const results = await Promise.all(
      [...Array(4).fill(approve), ...Array(4).fill(reject)].map((verb) =>
        verb === approve ? approve(id, version, context) : reject(id, 'no', context),
      ),
    )
    assert.equal(results.filter((each) => !isRefusal(each)).length, 1)
  })
})

test('no view of an app contains a secret or a digest', async () => {
  const { app, clientSecret = '' } = granted(await createApp(whole(jos2.id), context))
  const shown = JSON.stringify(appView(app, store.now()))
  assert.ok(
    !shown.includes(clientSecret) &&
      !shown.includes(app.secrets[0]?.digest ?? '') &&
      !shown.includes('sealed'),
  )
})
