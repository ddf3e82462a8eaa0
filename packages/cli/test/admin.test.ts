/* Administration by command, on a store in memory. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { beforeEach, suite, test } from 'node:test'
import { generateRsaKeyPair, keyRing, publicKeyOf } from '@hufu/crypto'
import { chainUp, jdFinance, jos, builtInPlatforms } from '@hufu/dialects'
import { type Grant, digest, rateLimit } from '@hufu/engine'
import { type Store, checkLogin, acceptInvitation, checkOperatorLogin } from '@hufu/accounts'
import { administration } from '@hufu/acts/administration'
import { platformSettings, readConfig } from '@hufu/server'
import { memoryStore } from '@hufu/store'
import { png } from '../../accounts/test/pictures.ts'
import { Command, CommanderError } from 'commander'
import { type AdminRuntime, adminCommands } from '../src/admin/index.ts'
import { Refused } from '../src/refused.ts'
import type { Terminal } from '../src/terminal.ts'

const ring = keyRing([{ id: 'test', key: new Uint8Array(32).fill(7) }])

let store: Store
let letters: string[] = []
let lastLetter = ''
let opened: (string | undefined)[] = []
let closed = 0

beforeEach(() => {
  store = memoryStore({ now: () => 1_800_000_000 })
  opened = []
  letters = []
  closed = 0
})

const config = readConfig({ store: 'memory:', origin: 'https://open.example.com' }, builtInPlatforms)

const open = async (options: { readonly config?: string }): Promise<AdminRuntime> => {
  opened.push(options.config)
  const context = administration(config, store, ring, await platformSettings(config, store, ring))
  return {
    ...context,
    mail: {
      ...context.mail,
      on: true,
      send: async ({ to, text }) => ((lastLetter = text), letters.push(to) > 0),
    },
    actor: { kind: 'system', id: 'test' },
    close: async () => void closed++,
  }
}

interface Ran {
  readonly code: 0 | 1 | 2
  readonly out: string
  readonly err: string
}

/** As main.ts does it: refused is 1, wrong usage 2. */
async function run(line: readonly string[], input: Terminal['input'] = Readable.from([])): Promise<Ran> {
  let out = ''
  let err = ''
  const terminal: Terminal = {
    input,
    print: (text) => void (out += text),
    say: (text) => void (err += text),
    openBrowser: () => undefined,
  }
  const program = new Command('hufu')
  for (const command of adminCommands(open, terminal)) program.addCommand(command)
  const quiet = (command: Command): void => {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => void (out += text), writeErr: (text) => void (err += text) })
    command.commands.forEach(quiet)
  }
  quiet(program)
  try {
    await program.parseAsync(['node', 'hufu', ...line])
    return { code: 0, out, err }
  } catch (error) {
    if (error instanceof Refused) return { code: 1, out, err: `${err}${error.message}` }
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, out, err }
    throw error
  }
}

/** Somebody sits at the terminal, and types these lines. */
async function typing(line: readonly string[], ...typed: string[]): Promise<Ran> {
  const keyboard = Object.assign(new PassThrough(), { isTTY: true })
  const keys = setInterval(() => {
    const next = typed.shift()
    if (next === undefined) return
    if (next === '^D') keyboard.end()
    else keyboard.write(`${next}\r`)
  }, 20)
  try {
    return await run(line, keyboard)
  } finally {
    clearInterval(keys)
  }
}

/** What `--json` says; the command succeeds. */
async function json<Said>(line: readonly string[], input?: Terminal['input']): Promise<Said> {
  const { code, out, err } = await run([...line, '--json'], input)
  assert.equal(code, 0, err)
  assert.ok(out.endsWith('\n') && out.trimEnd().split('\n').length === 1, 'one document on one line')
  return JSON.parse(out) as Said
}

interface AppSaid {
  readonly app: {
    readonly id: string
    readonly clientId?: string
    readonly status: string
    readonly [setting: string]: unknown
  }
  readonly clientSecret?: string
  readonly privateKey?: string
}

const createLine = (platform: string = jos.id) => [
  'app',
  'create',
  '--platform',
  platform,
  '--name',
  '订单助手',
  '--developer',
  'ISV Ltd',
  '--redirect-uri',
  platform === jdFinance.id ? 'isv.example' : 'https://isv.example/cb',
]
const createdApp = async (platform?: string): Promise<string> =>
  (await json<AppSaid>(createLine(platform))).app.id
const createdShop = async (): Promise<string> =>
  (await json<{ shop: { id: string } }>(['shop', 'create', 'Tea house'])).shop.id
const password = (text: string): Terminal['input'] => Readable.from([text])
const createdUser = async (): Promise<{ id: string }> => {
  const line = ['user', 'create', 'merchant', '--shop', await createdShop(), '--password-stdin']
  return (await json<{ user: { id: string } }>(line, password('good-password\n'))).user
}
const enters = async (text: string): Promise<boolean> =>
  'user' in
  (await checkLogin(
    { username: 'merchant', password: text, address: '192.0.2.1' },
    { store, rates: rateLimit() },
  ))

suite('hufu app', () => {
  test('creates a draft and prints its secret once, with a word of warning beside it', async () => {
    const { code, out, err } = await run(createLine())
    assert.equal(code, 0)
    assert.match(out, /^clientId +[0-9A-F]{32}$/m)
    assert.match(out, /^clientSecret +[0-9a-f]{64}$/m)
    assert.match(err, /not shown again/)
    const list = await run(['app', 'list'])
    assert.match(
      list.out,
      /^ID +PLATFORM +STATUS +NAME +DEVELOPER +APPKEY\napp_[0-9a-f]{16} +\S+ +draft +订单助手  ISV Ltd    [0-9A-F]{32}\n$/,
    )
    const secret = /[0-9a-f]{64}/.exec(out)?.[0] ?? ''
    assert.ok(
      !list.out.includes(secret) &&
        !(await run(['app', 'show', /app_\w+/.exec(out)?.[0] ?? ''])).out.includes(secret),
    )
  })

  test('leads an app through its life', async () => {
    const id = await createdApp()
    const step = async (...line: string[]) => (await json<AppSaid>(['app', ...line])).app.status
    assert.equal(await step('test', id), 'online_test')
    assert.equal(await step('submit', id), 'submitted')
    assert.equal(await step('reject', id, '--reason', 'no logo'), 'rejected')
    assert.equal(await step('submit', id), 'submitted')
    assert.equal(await step('approve', id, '--reviewed-version', '4'), 'online')
    assert.equal(await step('suspend', id, '--reason', 'complaints'), 'suspended')
    assert.equal(await step('lift', id), 'online')
    const refused = await run(['app', 'approve', id, '--reviewed-version', '7'])
    assert.equal(refused.code, 1)
    assert.equal(refused.err, 'approve is not possible: the app is in status online; now possible: suspend')
    assert.equal(refused.out, '')
  })

  test('prints AppKey and AppSecret on approval where the platform issues them then', async () => {
    const created = await json<AppSaid>(createLine(jdFinance.id))
    assert.equal(created.clientSecret, undefined)
    const { id } = created.app
    await run(['app', 'submit', id])
    const approved = await json<AppSaid>(['app', 'approve', id, '--reviewed-version', '1'])
    assert.match(approved.clientSecret ?? '', /^[0-9a-f]{64}$/)
  })

  test('sets what it is told to, replaces lists, and empties them by an empty value', async () => {
    const id = await createdApp()
    const shop = await createdShop()
    const set = await json<AppSaid>([
      'app',
      'change',
      id,
      '--name',
      'New',
      '--address',
      '192.0.2.1',
      '--address',
      '192.0.2.0/24',
      '--test-shop',
      shop,
      '--may-refresh',
    ])
    assert.deepEqual(
      [set.app['name'], set.app['addresses'], set.app['testShops'], set.app['mayRefresh']],
      ['New', ['192.0.2.1', '192.0.2.0/24'], [shop], true],
    )
    const again = await json<AppSaid>(['app', 'change', id, '--address', '', '--no-may-refresh'])
    assert.deepEqual(
      [again.app['addresses'], again.app['testShops'], again.app['mayRefresh']],
      [[], [shop], false],
    )
    const refused = await run([
      'app',
      'change',
      id,
      '--redirect-uri',
      'https://a.example/',
      '--redirect-uri',
      'javascript:alert(1)',
    ])
    assert.equal(refused.code, 1)
    assert.match(refused.err, /^redirectUris\[1\]: /)
  })

  test('replaces secrets and keys', async () => {
    const id = await createdApp(chainUp.id)
    const rotated = await json<AppSaid>(['app', 'secret', id, '--overlap-seconds', '60'])
    assert.match(rotated.clientSecret ?? '', /^[0-9a-f]{64}$/)
    assert.equal(rotated.app['formerSecretEndsAt'], 1_800_000_060)
    const { privateKey = '', app } = await json<AppSaid>(['app', 'keys', id])
    assert.ok(privateKey.length > 1000)
    const folder = mkdtempSync(join(tmpdir(), 'hufu-'))
    const file = join(folder, 'key.pem')
    const { publicKey } = await generateRsaKeyPair()
    writeFileSync(file, publicKeyOf(publicKey).export({ type: 'spki', format: 'pem' }))
    const set = await json<AppSaid>(['app', 'keys', id, '--public-key', file])
    assert.deepEqual(set.app['publicKeys'], [publicKey])
    assert.notDeepEqual(app['publicKeys'], [publicKey])
    assert.equal((await run(['app', 'keys', id, '--public-key', join(folder, 'none')])).code, 1)
    rmSync(folder, { recursive: true })
  })

  test('sets a logo from a file, which is looked at before it is kept', async () => {
    const id = await createdApp()
    const folder = mkdtempSync(join(tmpdir(), 'hufu-'))
    const [picture, page] = [join(folder, 'logo.png'), join(folder, 'page.png')]
    writeFileSync(picture, png())
    writeFileSync(page, '<svg/>')
    const { logo } = (await json<AppSaid>(['app', 'logo', id, '--picture', picture])).app
    assert.deepEqual(Buffer.from((await store.logo(id, String(logo)))?.bytes ?? []), png())
    assert.equal((await run(['app', 'logo', id, '--picture', page])).code, 1)
    assert.equal((await run(['app', 'logo', id, '--picture', join(folder, 'none')])).code, 1)
    assert.equal((await run(['app', 'logo', id])).code, 2)
    rmSync(folder, { recursive: true })
  })

  test('prints history, what waits for review, and what a machine says of it', async () => {
    const id = await createdApp()
    await json(['app', 'change', id, '--redirect-uri', 'https://127.0.0.1/', '--address', '192.0.2.1'])
    await json(['app', 'submit', id])
    const history = (await run(['app', 'history', id])).out.split('\n')
    assert.match(history[0] ?? '', /^TIME +BY +WHAT +STATUS +SETTINGS +REASON$/)
    assert.match(history[1] ?? '', /^\S+ \S+ +system command line \(.+\) +submit +submitted$/)
    assert.match(history[2] ?? '', / change +draft +redirectUris addresses$/)
    const waiting = (await run(['review', 'list'])).out.split('\n')
    assert.match(waiting[0] ?? '', /^SINCE +WHAT +ID +PLATFORM +NAME +DEVELOPER$/)
    assert.match(waiting[1] ?? '', new RegExp(`^\\S+ \\S+ +first +${id} +${jos.id} +订单助手 +ISV Ltd$`))
    const { checks } = await json<{ checks: readonly { check: string; finding: string }[] }>([
      'app',
      'review',
      id,
    ])
    assert.ok(checks.some(({ check, finding }) => check === 'host' && finding === 'ip_address'))
  })

  test('lists by platform, status and developer', async () => {
    await createdApp(jos.id)
    await createdApp(chainUp.id)
    const count = async (...line: string[]) =>
      (await json<{ apps: unknown[] }>(['app', 'list', ...line])).apps.length
    assert.equal(await count(), 2)
    assert.equal(await count('--platform', jos.id), 1)
    assert.equal(await count('--status', 'draft'), 2)
    assert.equal(await count('--developer', 'Other'), 0)
    assert.equal((await run(['app', 'list', '--developer', 'Other'])).out, 'none\n')
  })
})

suite('hufu shop and hufu user', () => {
  test('makes shops and users, with a password from standard input', async () => {
    const { id } = await createdUser()
    assert.ok(await enters('good-password'))
    assert.match(
      (await run(['user', 'list'])).out,
      new RegExp(`^ID +USERNAME.*\\n${id} +merchant +\\d{10} +active +yes\\n$`),
    )
    assert.match(
      (await run(['shop', 'list'])).out,
      /^UID +NAME +CREATED\n\d{10}  Tea house  2027-01-15 08:00Z\n$/,
    )
    const shown = await run(['user', 'show', 'merchant'])
    assert.ok(shown.out.includes(id) && !shown.out.includes('argon2'))
  })

  test('sets, disables and enables users by name or id', async () => {
    const { id } = await createdUser()
    const set = await json<{ user: object }>([
      'user',
      'change',
      'merchant',
      '--display-name',
      '小王',
      '--no-may-authorise',
      '--address',
      '192.0.2.0/24',
      '--avatar',
      'https://img.example/a.png',
    ])
    assert.deepEqual(set.user, {
      ...set.user,
      displayName: '小王',
      mayAuthorise: false,
      addresses: ['192.0.2.0/24'],
      avatarUrl: 'https://img.example/a.png',
    })
    const again = await json<{ user: object }>([
      'user',
      'change',
      id,
      '--may-authorise',
      '--address',
      '',
      '--avatar',
      '',
    ])
    assert.ok(!('avatarUrl' in again.user))
    assert.equal((await run(['user', 'disable', id])).code, 0)
    assert.ok(!(await enters('good-password')))
    assert.equal((await run(['user', 'enable', 'merchant'])).code, 0)
    assert.ok(await enters('good-password'))
    assert.equal((await run(['user', 'disable', 'nobody'])).err, 'there is no user nobody')
  })

  test('sets a password that was typed twice, unseen', async () => {
    await createdUser()
    const set = await typing(['user', 'password', 'merchant'], ' a new  password ', ' a new  password ')
    assert.equal(set.code, 0, set.err)
    assert.equal(set.err, 'Password: \nOnce more: \n')
    assert.ok(!set.out.includes('a new'))
    assert.ok(await enters(' a new  password '))
    assert.deepEqual(await typing(['user', 'password', 'merchant'], 'one password', 'another one'), {
      code: 1,
      out: '',
      err: 'Password: \nOnce more: \nthe two passwords differ',
    })
    assert.match((await typing(['user', 'password', 'merchant'], '^D')).err, /no password was given$/)
    assert.ok(await enters(' a new  password '))
  })

  test('makes a user without a password, and invites them by letter or by a link that is told once', async () => {
    const line = ['user', 'create', 'invited', '--shop', await createdShop()]
    await json([...line, '--email', 'invited@shop.example'])
    const { code, out } = await run(['user', 'invite', 'invited'])
    assert.equal(code, 0)
    assert.match(out, /^sent +yes$/m)
    assert.deepEqual(letters, ['invited@shop.example'])
    await run(['user', 'change', 'invited', '--email', ''])
    const told = await run(['user', 'invite', 'invited'])
    assert.match(told.out, /^link +https:\/\/open\.example\.com\/account\/welcome\?ticket=[\w-]{43}$/m)
    assert.match(told.err, /told this once/)
  })

  test('exports all that is kept about a user, as JSON', async () => {
    const { id } = await createdUser()
    const { out } = await run(['user', 'export', 'merchant'])
    const data = JSON.parse(out) as { readonly user: object; readonly audit: readonly object[] }
    assert.deepEqual([Reflect.get(data.user, 'id'), data.audit.length], [id, 1])
    assert.doesNotMatch(out, /argon2/)
    assert.deepEqual(await json(['user', 'list', '--shop', '0']), { users: [] })
  })

  test('takes a password from nowhere else', async () => {
    await createdUser()
    assert.match((await run(['user', 'password', 'merchant'])).err, /--password-stdin/)
    assert.equal((await run(['user', 'password', 'merchant', '--password', 'x'])).code, 2)
    assert.equal((await run(['user', 'password', 'merchant', 'good-password'])).code, 2)
    for (const text of ['', '\n', 'two\nlines\n', 'x'.repeat(5000), 'short']) {
      assert.equal((await run(['user', 'password', 'merchant', '--password-stdin'], password(text))).code, 1)
    }
    assert.ok(await enters('good-password'))
    assert.equal(
      (await run(['user', 'password', 'merchant', '--password-stdin'], password('another one\r\n'))).code,
      0,
    )
    assert.ok(await enters('another one'))
  })
})

suite('before what cannot be undone', () => {
  test('whoever sits at the terminal is told what ends, and types the user’s name', async () => {
    const { id } = await createdUser()
    const stopped = await typing(['user', 'erase', 'merchant'], 'somebody else')
    assert.deepEqual([stopped.code, stopped.out], [1, ''])
    assert.match(stopped.err, /cannot be undone\.\nType merchant to go on: .*nothing was changed$/s)
    assert.ok(await store.user(id))
    const erased = await typing(['user', 'erase', id], 'merchant')
    assert.deepEqual([erased.code, erased.out], [0, `erased  ${id}\n`])
    assert.equal(await store.user(id), undefined)
  })

  test('--yes and a script go on without a question', async () => {
    const { id } = await createdUser()
    assert.equal((await typing(['user', 'erase', 'merchant', '--yes'])).code, 0)
    assert.equal(await store.user(id), undefined)
    const again = await createdUser()
    assert.deepEqual(await json(['user', 'erase', 'merchant']), { erased: again.id })
    assert.equal(await store.user(again.id), undefined)
  })

  test('the grants that end are counted', async () => {
    await createdUser()
    const stopped = await typing(['user', 'revoke', 'merchant'], 'no')
    assert.equal(stopped.code, 1)
    assert.match(stopped.err, /^This ends 0 active grants and their tokens/)
    assert.match(stopped.err, /Type yes to go on: /)
  })

  test('nothing is asked about a user who is not there, whatever they are called', async () => {
    for (const name of ['nobody', '小王'])
      assert.deepEqual(await typing(['user', 'erase', name]), {
        code: 1,
        out: '',
        err: `there is no user ${name}`,
      })
  })
})

suite('hufu operator', () => {
  test('makes the first operator with a one-time password', async () => {
    const { code, out, err } = await run(['operator', 'create', 'root', '--role', 'admin'])
    assert.equal(code, 0)
    assert.match(err, /first login/)
    const oneTime = /^oneTimePassword +(\S{23})$/m.exec(out)?.[1] ?? ''
    const login = { username: 'root', password: oneTime, address: '192.0.2.1' }
    const entered = await checkOperatorLogin(login, { store, rates: rateLimit() })
    assert.ok('operator' in entered && entered.operator.oneTime)
    assert.equal((await run(['operator', 'create', 'root', '--role', 'admin'])).code, 1)
    const reset = await json<{ oneTimePassword: string }>(['operator', 'reset', 'root'])
    assert.notEqual(reset.oneTimePassword, oneTime)
    assert.match((await run(['operator', 'list'])).out, /root +admin +active +yes/)
    assert.match((await run(['operator', 'disable', 'root'])).err, /the last active administrator/)
    assert.match((await run(['operator', 'role', 'root', '--role', 'auditor'])).err, /the last active/)
    assert.equal((await run(['operator', 'create', 'second', '--role', 'admin'])).code, 0)
    assert.equal(
      (await json<{ operator: { status: string } }>(['operator', 'disable', 'root'])).operator.status,
      'disabled',
    )
  })
})

suite('hufu developer', () => {
  test('invites an organisation by a link, and helps its developer', async () => {
    const invite = ['developer', 'invite', 'Li@Example.com', '--organisation', 'Shop tools']
    const made = await json<object>(invite)
    assert.deepEqual(made, { email: 'li@example.com', organisation: 'Shop tools', sent: true })
    const ticket =
      /^https:\/\/open\.example\.com\/developer\/welcome\?ticket=(.*)$/m.exec(lastLetter)?.[1] ?? ''
    const joined = await acceptInvitation(ticket, { name: 'Li', password: 'a good password' }, { store })
    assert.ok(joined && 'email' in joined)
    assert.equal((await run(invite)).code, 1, 'has an account already')
    assert.match((await run(['developer', 'list'])).out, /li@example\.com +Li +org_\w+ +active +no/)
    assert.equal((await run(['organisation', 'change', joined.organisationId, '--verified'])).code, 0)
    assert.match((await run(['organisation', 'list'])).out, /Shop tools +yes/)

    const testing = ['organisation', 'change', joined.organisationId, '--test-shop']
    await store.putShop({ id: '2000000031', name: 'To test in', createdAt: 0 })
    assert.equal(
      (await run([...testing, '2000000031', '--test-shop', '2999999999'])).code,
      1,
      'there is no such shop',
    )
    assert.equal((await run([...testing, '2000000031'])).code, 0)
    assert.deepEqual((await store.organisation(joined.organisationId))?.testShops, ['2000000031'])
    assert.equal((await run([...testing, ''])).code, 0)
    assert.deepEqual((await store.organisation(joined.organisationId))?.testShops, [])
    assert.equal((await store.organisation(joined.organisationId))?.verified, true)

    const reset = ['developer', 'reset-second-factor', 'li@example.com']
    assert.equal((await run(reset)).code, 1, 'there is none')
    const totp = { sealed: '', lastStep: 0, recovery: [], since: 0 }
    await store.putDeveloper({ ...joined, totp, version: 1 })
    assert.equal((await run(reset)).code, 0)
    assert.equal((await store.developer(joined.id))?.totp, undefined)
    assert.deepEqual(letters, ['li@example.com', 'li@example.com'])
    assert.equal((await run(['developer', 'disable', joined.id])).code, 0)
    assert.equal((await store.developer(joined.id))?.status, 'disabled')
    assert.equal((await run(['developer', 'enable', 'nobody@example.com'])).code, 1)
    assert.equal((await run(['developer', 'thaw', 'li@example.com'])).code, 0)

    const { out } = await run(['developer', 'export', 'li@example.com'])
    const data = JSON.parse(out) as { readonly audit: readonly { readonly action: string }[] }
    assert.ok(data.audit.some(({ action }) => action === 'developer.disable'))
    assert.ok(!out.includes('argon2'))
    const erase = ['developer', 'erase', 'li@example.com']
    assert.equal((await run([...erase, '--yes'])).code, 0)
    assert.equal(await store.developer(joined.id), undefined)
    assert.equal((await run(erase)).code, 1)
    assert.equal((await store.organisations()).length, 1)
  })
})

suite('hufu gateway', () => {
  test('makes gateways and replaces their secrets', async () => {
    const made = await json<{ gateway: { id: string; platforms: string[] }; secret: string }>([
      'gateway',
      'create',
      '--platform',
      jos.id,
    ])
    assert.deepEqual(made.gateway.platforms, [jos.id])
    assert.equal((await store.gateway(made.gateway.id))?.secret, digest('client', made.secret))
    const next = await json<{ secret: string }>(['gateway', 'secret', made.gateway.id])
    assert.notEqual(next.secret, made.secret)
    assert.ok(!(await run(['gateway', 'list'])).out.includes(next.secret))
    assert.equal((await run(['gateway', 'create', '--platform', 'nowhere'])).code, 1)
  })

  test('lets a gateway see refresh tokens, or no longer', async () => {
    type Made = { gateway: { id: string; seesRefreshTokens: boolean } }
    const { gateway } = await json<Made>(['gateway', 'create'])
    assert.equal(gateway.seesRefreshTokens, false)
    const other = await json<Made>(['gateway', 'create', '--refresh-tokens'])
    assert.equal(other.gateway.seesRefreshTokens, true)
    for (const [option, sees] of [
      ['--refresh-tokens', true],
      ['--no-refresh-tokens', false],
    ] as const) {
      const changed = await json<Made>(['gateway', 'change', gateway.id, option])
      assert.equal(changed.gateway.seesRefreshTokens, sees)
      assert.equal((await store.gateway(gateway.id))?.seesRefreshTokens, sees)
    }
    const nothing = await run(['gateway', 'change', gateway.id])
    assert.equal(nothing.code, 1)
    assert.match(nothing.err, /--no-refresh-tokens/)
  })
})

suite('hufu app grants, hufu user grants and hufu grant', () => {
  async function madeGrant(appId: string, userId: string): Promise<number> {
    const id = await store.reserveIds(1)
    const code = {
      id,
      digest: digest('code', `c${id}`),
      platform: jos.id,
      appId,
      userId,
      shopId: 's',
      openId: 'o',
      scope: [],
      redirectUri: 'u',
      createdAt: store.now(),
      expiresAt: store.now() + 60,
    }
    const grant: Grant = {
      id,
      platform: jos.id,
      appId,
      userId,
      shopId: 's',
      openId: 'o',
      scope: ['read'],
      keyId: 'k',
      generation: 0,
      access: digest('access', `a${id}`),
      accessExpiresAt: store.now() + 600,
      refresh: digest('refresh', `r${id}`),
      refreshExpiresAt: store.now() + 6000,
      createdAt: store.now(),
    }
    await store.issueCode(code, [])
    await store.redeemCode({ kind: 'code', digest: code.digest, id }, () => ({
      answer: 0,
      redeem: { at: store.now(), grant, index: [] },
    }))
    return id
  }

  test('lists and ends grants of an app or user', async () => {
    const app = await createdApp()
    const { id: user } = await createdUser()
    const ids = [await madeGrant(app, user), await madeGrant(app, user)]
    const listed = await run(['app', 'grants', app])
    assert.equal(listed.out.split('\n').length, 4)
    assert.ok(!listed.out.includes(digest('access', `a${ids[0]}`)))
    assert.equal(
      (await json<{ grants: unknown[] }>(['user', 'grants', 'merchant', '--limit', '1'])).grants.length,
      1,
    )
    assert.equal((await run(['grant', 'revoke', String(ids[0])])).code, 0)
    assert.match((await run(['app', 'grants', app])).out, /ENDED BY\n(.*\n)*.* operator\n/)
    assert.deepEqual(await json(['user', 'revoke', 'merchant']), { revoked: 1 })
    assert.equal((await run(['app', 'revoke', 'app_0'])).code, 1)
    for (const line of [
      ['app', 'grants'],
      ['user', 'revoke'],
      ['grant', 'revoke', 'x'],
      ['app', 'grants', app, '--limit', '0'],
    ]) {
      assert.equal((await run(line)).code, 2, line.join(' '))
    }
  })
})

suite('every command', () => {
  const leaves = (command: Command, before: readonly string[] = []): (readonly string[])[] =>
    command.commands.length === 0
      ? [[...before, command.name()]]
      : command.commands.flatMap((each) => leaves(each, [...before, command.name()]))

  test('has a description, --help, --json and --config', async () => {
    const all = adminCommands(open).flatMap((command) => leaves(command))
    assert.ok(all.length > 25)
    for (const line of all) {
      const { code, out } = await run([...line, '--help'])
      assert.equal(code, 0)
      assert.match(out, /--json/, line.join(' '))
      assert.match(out, /--config <file>/)
      assert.match(out, /^Usage: .*\n\n\S/)
    }
  })

  test('opens what --config says, and closes it whatever happens', async () => {
    await run(['app', 'list', '--config', 'other.json'])
    await run(['app', 'show', 'app_0'])
    assert.deepEqual(opened, ['other.json', undefined])
    assert.equal(closed, 2)
  })

  test('with wrong usage opens nothing', async () => {
    const lines = [
      ['app', 'create'],
      ['app', 'create', '--platform', jos.id],
      ['app', 'reject', 'x'],
      ['app', 'secret', 'x', '--overlap-seconds', '-1'],
      ['app', 'list', '--status', 'x'],
      ['app', 'fly'],
      ['app', 'show'],
      ['user', 'create', 'x'],
    ]
    for (const line of lines) {
      const { code, err } = await run(line)
      assert.equal(code, 2, line.join(' '))
      assert.match(err, /error: /)
    }
    assert.deepEqual(opened, [])
  })
})
