/* What the command line alone has: what it prints and asks, files, passwords, exit codes. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { after, before, beforeEach, suite, test } from 'node:test'
import { acceptInvitation, checkLogin, checkOperatorLogin } from '@hufu/accounts'
import { generateRsaKeyPair, publicKeyOf } from '@hufu/crypto'
import { chainUp, jos, jos2 } from '@hufu/dialects'
import { digest, rateLimit } from '@hufu/engine'
import type { Command } from 'commander'
import { png } from '../../packages/accounts/test/pictures.ts'
import { adminCommands } from '../../packages/cli/src/admin/index.ts'
import { type Doors, doors } from './doors.ts'

let all: Doors
before(async () => {
  all = await doors()
})
after(() => all.close())

/** A shop and a user that no other test has. */
let user = ''
let shop = ''
let nth = 0
const createUser = async (): Promise<string> => {
  shop = (await json<{ shop: { id: string } }>(['shop', 'create', `Tea house ${++nth}`])).shop.id
  user = `merchant${nth}`
  const line = ['user', 'create', user, '--shop', shop, '--password-stdin']
  return (await json<{ user: { id: string } }>(line, 'good-password\n')).user.id
}

const run = (...given: Parameters<Doors['command']>) => all.command(...given)

/** Somebody sits at the terminal, and types these lines. */
async function typing(line: readonly string[], ...typed: string[]) {
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
async function json<Said>(line: readonly string[], input?: string): Promise<Said> {
  const { code, out, err } = await run([...line, '--json'], input)
  assert.equal(code, 0, err)
  assert.ok(out.endsWith('\n') && out.trimEnd().split('\n').length === 1, 'one document on one line')
  return JSON.parse(out) as Said
}

interface AppSaid {
  readonly app: {
    readonly id: string
    readonly [setting: string]: unknown
  }
  readonly clientSecret?: string
  readonly privateKey?: string
}

const createLine = (platform: string = jos.id, developer = 'ISV Ltd') =>
  `app create --platform ${platform} --name 订单助手 --redirect-uri https://isv.example/cb --developer`
    .split(' ')
    .concat(developer)
const createApp = async (platform?: string): Promise<string> =>
  (await json<AppSaid>(createLine(platform))).app.id
const logsIn = async (password: string): Promise<boolean> => {
  const login = { username: user, password, address: '192.0.2.1' }
  return 'user' in (await checkLogin(login, { store: all.store, rates: rateLimit() }))
}

suite('hufu app', () => {
  test('creates a draft and prints its secret once, with a word of warning beside it', async () => {
    const { code, out, err } = await run(createLine(jos.id, 'Printed'))
    assert.equal(code, 0)
    assert.match(out, /^clientId +[0-9A-F]{32}$/m)
    assert.match(out, /^clientSecret +[0-9a-f]{64}$/m)
    assert.match(err, /not shown again/)
    const list = await run(['app', 'list', '--developer', 'Printed'])
    assert.match(
      list.out,
      /^ID +PLATFORM +STATUS +NAME +DEVELOPER +APPKEY\napp_[0-9a-f]{16} +\S+ +draft +订单助手  Printed    [0-9A-F]{32}\n$/,
    )
    const secret = /[0-9a-f]{64}/.exec(out)?.[0] ?? ''
    assert.ok(
      !list.out.includes(secret) &&
        !(await run(['app', 'show', /app_\w+/.exec(out)?.[0] ?? ''])).out.includes(secret),
    )
  })

  test('sets what it is told to, replaces lists, and empties them by an empty value', async () => {
    const id = await createApp()
    await createUser()
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
    const id = await createApp(chainUp.id)
    const rotated = await json<AppSaid>(['app', 'secret', id, '--overlap-seconds', '60'])
    assert.match(rotated.clientSecret ?? '', /^[0-9a-f]{64}$/)
    assert.equal(rotated.app['formerSecretEndsAt'], all.site.clock.at + 60)
    const { privateKey = '', app } = await json<AppSaid>(['app', 'keys', id])
    assert.ok(privateKey.length > 1000)
    const { folder } = all
    const file = join(folder, 'key.pem')
    const { publicKey } = await generateRsaKeyPair()
    writeFileSync(file, publicKeyOf(publicKey).export({ type: 'spki', format: 'pem' }))
    const set = await json<AppSaid>(['app', 'keys', id, '--public-key', file])
    assert.deepEqual(set.app['publicKeys'], [publicKey])
    assert.notDeepEqual(app['publicKeys'], [publicKey])
    assert.equal((await run(['app', 'keys', id, '--public-key', join(folder, 'none')])).code, 1)
  })

  test('sets a logo from a file, which is looked at before it is kept', async () => {
    const id = await createApp()
    const { folder } = all
    const [picture, page] = [join(folder, 'logo.png'), join(folder, 'page.png')]
    writeFileSync(picture, png())
    writeFileSync(page, '<svg/>')
    const { logo } = (await json<AppSaid>(['app', 'logo', id, '--picture', picture])).app
    assert.deepEqual(Buffer.from((await all.store.logo(id, String(logo)))?.bytes ?? []), png())
    assert.equal((await run(['app', 'logo', id, '--picture', page])).code, 1)
    assert.equal((await run(['app', 'logo', id, '--picture', join(folder, 'none')])).code, 1)
    assert.equal((await run(['app', 'logo', id])).code, 2)
  })

  test('prints history, what waits for review, and what a machine says of it', async () => {
    const id = await createApp()
    await json(['app', 'change', id, '--redirect-uri', 'https://127.0.0.1/', '--address', '192.0.2.1'])
    await json(['app', 'submit', id])
    const history = (await run(['app', 'history', id])).out.split('\n')
    assert.match(history[0] ?? '', /^TIME +BY +WHAT +STATUS +SETTINGS +REASON$/)
    assert.match(history[1] ?? '', /^\S+ \S+ +system command line \(.+\) +submit +submitted$/)
    assert.match(history[2] ?? '', / change +draft +redirectUris addresses$/)
    const waiting = (await run(['review', 'list'])).out
    assert.match(waiting, /^SINCE +WHAT +ID +PLATFORM +NAME +DEVELOPER\n/)
    assert.match(waiting, new RegExp(`^\\S+ \\S+ +first +${id} +${jos.id} +订单助手 +ISV Ltd$`, 'm'))
    const { checks } = await json<{ checks: readonly { check: string; finding: string }[] }>([
      'app',
      'review',
      id,
    ])
    assert.ok(checks.some(({ check, finding }) => check === 'host' && finding === 'ip_address'))
  })
})

suite('hufu shop and hufu user', () => {
  beforeEach(() => createUser())

  test('makes shops and users, with a password from standard input', async () => {
    assert.ok(await logsIn('good-password'))
    const { out } = await run(['user', 'list', '--shop', shop])
    assert.match(out, new RegExp(`^ID +USERNAME.*\\n\\S+ +${user} +${shop} +active +yes\\n$`))
    const shops = (await run(['shop', 'list'])).out
    assert.match(shops, /^UID +NAME +CREATED\n/)
    assert.match(shops, new RegExp(`^${shop} +Tea house ${nth} +2024-07-09 05:00Z$`, 'm'))
    const shown = (await run(['user', 'show', user])).out
    assert.ok(shown.includes(user) && !shown.includes('argon2'))
  })

  test('changes, disables and enables users by name or id', async () => {
    const line = ['user', 'change', user, '--display-name', '小王', '--no-may-authorise']
    const more = ['--address', '192.0.2.0/24', '--avatar', 'https://img.example/a.png']
    const { user: changed } = await json<{ user: { readonly id: string } }>([...line, ...more])
    assert.deepEqual(changed, {
      ...changed,
      displayName: '小王',
      mayAuthorise: false,
      addresses: ['192.0.2.0/24'],
      avatarUrl: 'https://img.example/a.png',
    })
    const { id } = changed
    const emptied = ['user', 'change', id, '--may-authorise', '--address', '', '--avatar', '']
    assert.ok(!('avatarUrl' in (await json<{ user: object }>(emptied)).user))
    assert.equal((await run(['user', 'disable', id])).code, 0)
    assert.ok(!(await logsIn('good-password')))
    assert.equal((await run(['user', 'enable', user])).code, 0)
    assert.ok(await logsIn('good-password'))
    assert.equal((await run(['user', 'disable', 'nobody'])).err, 'there is no user nobody')
  })

  test('sets a password that was typed twice, unseen', async () => {
    const line = ['user', 'password', user]
    const set = await typing(line, ' a new  password ', ' a new  password ')
    assert.equal(set.code, 0, set.err)
    assert.equal(set.err, 'Password: \nOnce more: \n')
    assert.ok(!set.out.includes('a new'))
    assert.ok(await logsIn(' a new  password '))
    assert.deepEqual(await typing(line, 'one password', 'another one'), {
      code: 1,
      out: '',
      err: 'Password: \nOnce more: \nthe two passwords differ',
    })
    assert.match((await typing(line, '^D')).err, /no password was given$/)
    assert.ok(await logsIn(' a new  password '))
  })

  test('makes a user without a password, and invites them by letter or by a link that is told once', async () => {
    await json(['user', 'create', 'invited', '--shop', shop, '--email', 'invited@shop.example'])
    const letters = await all.letters(async () => {
      const { code, out } = await run(['user', 'invite', 'invited'])
      assert.equal(code, 0)
      assert.match(out, /^sent +yes$/m)
    })
    assert.deepEqual(
      letters.map(({ to }) => to),
      ['invited@shop.example'],
    )
    await run(['user', 'change', 'invited', '--email', ''])
    const told = await run(['user', 'invite', 'invited'])
    assert.match(told.out, /^link +http:\/\/\S+\/account\/welcome\?ticket=[\w-]{43}$/m)
    assert.match(told.err, /shown once/)
  })

  test('exports all that is kept about a user, as JSON', async () => {
    const { out } = await run(['user', 'export', user])
    const data = JSON.parse(out) as { readonly user: object; readonly audit: readonly object[] }
    assert.deepEqual([Reflect.get(data.user, 'username'), data.audit.length], [user, 1])
    assert.doesNotMatch(out, /argon2/)
    assert.deepEqual(await json(['user', 'list', '--shop', '0']), { users: [] })
  })

  test('takes a password from nowhere else', async () => {
    const line = ['user', 'password', user]
    assert.match((await run(line)).err, /--password-stdin/)
    assert.equal((await run([...line, '--password', 'x'])).code, 2)
    assert.equal((await run([...line, 'good-password'])).code, 2)
    for (const text of ['', '\n', 'two\nlines\n', 'x'.repeat(5000), 'short'])
      assert.equal((await run([...line, '--password-stdin'], text)).code, 1)
    assert.ok(await logsIn('good-password'))
    assert.equal((await run([...line, '--password-stdin'], 'another one\r\n')).code, 0)
    assert.ok(await logsIn('another one'))
  })
})

suite('before what cannot be undone', () => {
  test('whoever sits at the terminal is told what ends, and types the user’s name', async () => {
    const id = await createUser()
    const stopped = await typing(['user', 'erase', user], 'somebody else')
    assert.deepEqual([stopped.code, stopped.out], [1, ''])
    assert.match(
      stopped.err,
      new RegExp(`cannot be undone\\.\nType ${user} to continue: .*nothing was changed$`, 's'),
    )
    assert.ok(await all.store.user(id))
    const erased = await typing(['user', 'erase', id], user)
    assert.deepEqual([erased.code, erased.out], [0, `erased  ${id}\n`])
    assert.equal(await all.store.user(id), undefined)
  })

  test('--yes and a script go on without a question', async () => {
    const id = await createUser()
    assert.equal((await typing(['user', 'erase', user, '--yes'])).code, 0)
    assert.equal(await all.store.user(id), undefined)
    const again = await createUser()
    assert.deepEqual(await json(['user', 'erase', user]), { erased: again })
    assert.equal(await all.store.user(again), undefined)
  })

  test('the grants that end are counted', async () => {
    await createUser()
    const stopped = await typing(['user', 'revoke', user], 'no')
    assert.equal(stopped.code, 1)
    assert.match(stopped.err, /^This ends 0 active grants and their tokens/)
    assert.match(stopped.err, /Type yes to continue: /)
  })

  test('the former key of a platform is not lost without a question', async () => {
    const entries = await all.logged(async () => {
      const stopped = await typing(['platform', 'rotate-key', 'chainup'], 'no')
      assert.equal(stopped.code, 1)
      assert.match(stopped.err, /The key before it is deleted.*cannot be undone/)
    })
    assert.deepEqual(entries, [])
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

test('hufu operator makes an operator with a one-time password, and leaves an administrator', async () => {
  const { store } = all
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
  assert.equal((await run(['operator', 'disable', 'alice'])).code, 0)
  assert.match((await run(['operator', 'disable', 'root'])).err, /the last active administrator/)
  assert.match((await run(['operator', 'role', 'root', '--role', 'auditor'])).err, /the last active/)
})

test('hufu developer and hufu organisation invite an organisation by a letter, and name it and its people', async () => {
  const { store } = all
  const invite = ['developer', 'invite', 'Li@Example.com', '--organisation', 'Shop tools']
  const [letter] = await all.letters(async () => {
    const made = { email: 'li@example.com', organisation: 'Shop tools', sent: true }
    assert.deepEqual(await json<object>(invite), made)
  })
  const ticket = /\/developer\/welcome\?ticket=(.*)$/m.exec(letter?.text ?? '')?.[1] ?? ''
  const joined = await acceptInvitation(ticket, { name: 'Li', password: 'a good password' }, { store })
  assert.ok(joined && 'email' in joined)
  const { organisationId } = joined
  assert.equal((await run(invite)).code, 1, 'has an account already')
  assert.match((await run(['developer', 'list'])).out, /li@example\.com +Li +org_\w+ +active +no/)
  assert.equal((await run(['organisation', 'change', organisationId, '--verified'])).code, 0)
  assert.match((await run(['organisation', 'list'])).out, /Shop tools +yes/)

  const testing = ['organisation', 'change', organisationId, '--test-shop']
  const testShops = async () => (await store.organisation(organisationId))?.testShops
  await store.putShop({ id: '2000000031', name: 'To test in', createdAt: 0 })
  const unknown = [...testing, '2000000031', '--test-shop', '2999999999']
  assert.equal((await run(unknown)).code, 1, 'there is no such shop')
  assert.equal((await run([...testing, '2000000031'])).code, 0)
  assert.deepEqual(await testShops(), ['2000000031'])
  assert.equal((await run([...testing, ''])).code, 0)
  assert.deepEqual(await testShops(), [])
  assert.equal((await store.organisation(organisationId))?.verified, true)

  assert.equal((await run(['developer', 'reset-second-factor', joined.id])).code, 1, 'there is none')
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
  assert.ok(await store.organisation(organisationId))
})

test('hufu gateway shows a secret once, and lets a gateway see refresh tokens, or no longer', async () => {
  interface Made {
    readonly gateway: {
      readonly id: string
      readonly platforms: readonly string[]
      readonly seesRefreshTokens: boolean
    }
    readonly secret: string
  }
  const { gateway, secret } = await json<Made>(['gateway', 'create', '--platform', jos.id])
  assert.deepEqual([gateway.platforms, gateway.seesRefreshTokens], [[jos.id], false])
  assert.equal((await all.store.gateway(gateway.id))?.secret, digest('client', secret))
  const next = await json<{ secret: string }>(['gateway', 'secret', gateway.id])
  assert.notEqual(next.secret, secret)
  assert.ok(!(await run(['gateway', 'list'])).out.includes(next.secret))
  const other = await json<Made>(['gateway', 'create', '--refresh-tokens'])
  assert.equal(other.gateway.seesRefreshTokens, true)
  for (const [option, sees] of [
    ['--refresh-tokens', true],
    ['--no-refresh-tokens', false],
  ] as const) {
    const changed = await json<Made>(['gateway', 'change', gateway.id, option])
    assert.equal(changed.gateway.seesRefreshTokens, sees)
    assert.equal((await all.store.gateway(gateway.id))?.seesRefreshTokens, sees)
  }
  const nothing = await run(['gateway', 'change', gateway.id])
  assert.equal(nothing.code, 1)
  assert.match(nothing.err, /--no-refresh-tokens/)
})

test('hufu app grants, hufu user grants and hufu grant list grants and end them', async () => {
  const site = all.site.sites.find(({ dialect }) => dialect.id === jos2.id)
  const { accessToken = '' } = (await site?.tokens()) ?? {}
  await site?.tokens()
  const listed = await run(['app', 'grants', 'app-jos2'])
  assert.equal(listed.out.split('\n').length, 4)
  const grants = await all.store.grants({ appId: 'app-jos2', limit: 9 })
  for (const { access } of grants) assert.ok(!listed.out.includes(access))
  assert.ok(!listed.out.includes(accessToken))
  const one = await json<{ grants: unknown[] }>(['user', 'grants', 'demo', '--limit', '1'])
  assert.equal(one.grants.length, 1)
  assert.equal((await run(['grant', 'revoke', String(grants[0]?.id)])).code, 0)
  assert.match((await run(['app', 'grants', 'app-jos2'])).out, /ENDED BY\n(.*\n)*.* operator\n/)
  assert.deepEqual(await json(['user', 'revoke', 'demo']), { revoked: 1 })
  assert.equal((await run(['app', 'revoke', 'app_0'])).code, 1)
  for (const line of [
    ['app', 'grants'],
    ['user', 'revoke'],
    ['grant', 'revoke', 'x'],
    ['app', 'grants', 'app-jos2', '--limit', '0'],
  ])
    assert.equal((await run(line)).code, 2, line.join(' '))
})

suite('every command', () => {
  const leaves = (command: Command, before: readonly string[] = []): (readonly string[])[] =>
    command.commands.length === 0
      ? [[...before, command.name()]]
      : command.commands.flatMap((each) => leaves(each, [...before, command.name()]))

  test('has a description, --help, --json and --config', async () => {
    const lines = adminCommands(all.open).flatMap((command) => leaves(command))
    assert.ok(lines.length > 25)
    for (const line of lines) {
      const { code, out } = await run([...line, '--help'])
      assert.equal(code, 0)
      assert.match(out, /--json/, line.join(' '))
      assert.match(out, /--config <file>/)
      assert.match(out, /^Usage: .*\n\n\S/)
    }
  })

  test('opens what --config says, and closes it whatever happens', async () => {
    const [opened, closed] = [all.opened.length, all.closed()]
    await run(['app', 'list', '--config', 'other.json'])
    await run(['app', 'show', 'app_0'])
    assert.deepEqual(all.opened.slice(opened), ['other.json', undefined])
    assert.equal(all.closed() - closed, 2)
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
    const opened = all.opened.length
    for (const line of lines) {
      const { code, err } = await run(line)
      assert.equal(code, 2, line.join(' '))
      assert.match(err, /error: /)
    }
    assert.equal(all.opened.length, opened)
  })
})
