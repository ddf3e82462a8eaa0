/* `hufu keeper` as people type it: what it prints, what it says when something is wrong, and how it ends. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { type Command, CommanderError } from 'commander'
import { formatKeys, generateKey } from '@hufu/crypto'
import { newWebhookSecret } from '@hufu/keeper'
import { keeperClient } from '@hufu/keeper/client'
import { eventually, startReceiver } from '../../keeper/test/receiver.ts'
import { type Seeded, type TestSandbox, startSandbox } from '../../keeper/test/sandbox.ts'
import { describeError } from '../src/describe-error.ts'
import { keeperCommand } from '../src/keeper/index.ts'
import type { Terminal } from '../src/terminal.ts'
import { type KeeperFolder, ask, keeperFolder } from './keeper-child.ts'

/** Its refresh gives a new access token. */
const PLATFORM = 'chainup'

let sandbox: TestSandbox
let kept: KeeperFolder
let seeded: readonly Seeded[]
before(async () => {
  sandbox = await startSandbox()
  const app = await sandbox.app(PLATFORM)
  kept = keeperFolder([app], { schedule: false, publicUrl: 'https://keeper.example.com' })
  process.env['HUFU_KEYS'] = kept.keys
  seeded = await sandbox.grants(app, 6)
})
after(async () => {
  await kept.close()
  await sandbox.close()
})

/** In this process, as main.ts has it; processes of their own are for what only they can show. */
const keeper = (...args: readonly string[]) => keeperIn(kept.folder, {}, ...args)

async function keeperIn(folder: string, env: NodeJS.ProcessEnv, ...args: readonly string[]) {
  let [out, err, code] = ['', '', 0]
  const terminal: Terminal = {
    input: process.stdin,
    print: (text) => void (out += text),
    say: (text) => void (err += text),
    openBrowser: () => undefined,
  }
  const command = keeperCommand(terminal)
  const quietly = (each: Command): void => {
    each.exitOverride().configureOutput({ writeErr: (text) => void (err += text) })
    each.commands.forEach(quietly)
  }
  quietly(command)
  const config = args.includes('--config') ? [] : ['--config', join(folder, 'keeper.json')]
  const before = { ...process.env }
  Object.assign(process.env, env)
  try {
    await command.parseAsync([...args, ...config], { from: 'user' })
  } catch (error) {
    const said = describeError(error)
    if (said === undefined && !(error instanceof CommanderError)) throw error
    if (said !== undefined) err += `hufu: ${said}\n`
    code = said === undefined ? 2 : 1
  } finally {
    for (const name of Object.keys(env)) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
  return { code, out, err }
}
const place = (name: string) => join(kept.folder, name)

/** Lines of an import, as another program would write them. */
const csv = (): string =>
  [
    'tenant,platform,shop,alias,access_token,refresh_token,expires_at,open_id',
    ...seeded.map(({ tokens: { accessToken, refreshToken, expiresIn, openId } }, at) =>
      [
        'acme',
        PLATFORM,
        `S${at}`,
        at === 0 ? '京东店' : '',
        accessToken,
        refreshToken,
        Math.floor(Date.now() / 1000) + expiresIn,
        openId,
      ].join(),
    ),
    'acme,no-such-platform,S9,,a,b,2000000000,',
  ].join('\n')

describe('hufu keeper', { concurrency: false }, () => {
  test('commands fail without a store, and an import does not create one', async () => {
    const { code, err } = await keeper('ls')
    assert.equal(code, 1)
    assert.match(
      err,
      /^hufu: the store .*keeper\.db does not exist: `hufu keeper serve` or your application creates it\n$/,
    )
    assert.ok(!existsSync(place('keeper.db')))
    await (await kept.daemon()).stop()
    assert.equal((await keeper('ls')).out, 'none\n')
  })

  test('import takes what it can, tells the rest by its line, and twice is as once', async () => {
    writeFileSync(place('shops.csv'), csv())
    const trial = await keeper('import', place('shops.csv'), '--dry-run')
    assert.match(trial.err, /would be: 7 lines: 6 new, 0 renewed, 0 unchanged, 1 refused/)
    const { code, err } = await keeper('import', place('shops.csv'))
    assert.equal(code, 1)
    assert.match(err, /line 8.*app_unknown/)
    assert.match(err, /7 lines: 6 new/)
    for (const { tokens } of seeded) assert.ok(!err.includes(tokens.accessToken))
    assert.match((await keeper('import', place('shops.csv'))).err, /0 new, 0 renewed, 6 unchanged, 1 refused/)
  })

  test('ls lists, filters, and pages', async () => {
    const { code, out } = await keeper('ls', '--tenant', 'acme', '--platform', PLATFORM)
    assert.equal(code, 0)
    assert.match(out, /^ID +TENANT +PLATFORM +SHOP +STATE/)
    assert.match(out, /S0 \(京东店\)/)
    const first = await keeper('ls', '--limit', '5', '--json')
    const { connections } = JSON.parse(first.out) as { connections: readonly { id: string }[] }
    assert.equal(connections.length, 5)
    const [, last = ''] = /there are more: --after (\S+)/.exec(first.err) ?? []
    assert.equal(last, connections.at(-1)?.id)
    assert.equal(
      (JSON.parse((await keeper('ls', '--after', last, '--json')).out) as { connections: [] }).connections
        .length,
      1,
    )
    assert.equal((await keeper('ls', '--status', 'sleeping')).code, 2)
  })

  test('a connection is refreshed, shown, paused and ended by its name or its id', async () => {
    const refreshed = await keeper('refresh', `acme/${PLATFORM}/S0`, '--json')
    assert.equal(refreshed.code, 0, refreshed.err)
    const { connection } = JSON.parse(refreshed.out) as { connection: { id: string; generation: number } }
    assert.equal(connection.generation, 2)
    assert.match((await keeper('show', connection.id)).out, /status +active/)
    assert.match((await keeper('disable', `acme/${PLATFORM}/京东店`)).out, /status +disabled/)
    assert.match((await keeper('refresh', connection.id)).err, /connection_disabled: .*enable it/)
    assert.match((await keeper('enable', connection.id)).out, /status +active/)
    const link = await keeper('reconnect', connection.id)
    assert.match(link.out, /^https:\/\/keeper\.example\.com\/oauth\/\S+\n$/)
    const ended = await keeper('disconnect', `acme/${PLATFORM}/S3`)
    assert.match(ended.out, /status +revoked/)
    assert.match((await keeper('show', 'cn_0000')).err, /there is no connection "cn_0000": `hufu keeper ls`/)
    assert.match((await keeper('show', 'acme/jos/S0')).err, /app_unknown: /)
  })

  test('calendar and doctor print text, and JSON for programs', async () => {
    const { out } = await keeper('doctor', `acme/${PLATFORM}/S0`)
    assert.match(out, /The connection works\./)
    assert.match(out, /connection\.refreshed +generation=2/)
    assert.match((await keeper('doctor', `acme/${PLATFORM}/S0`, '--language', 'th')).out, /ใช้งานได้ปกติ/)
    assert.equal((await keeper('calendar', '--days', '365')).out, 'none\n')
    const entries = await keeper('calendar', '--days', '365', '--refresh-tokens')
    assert.match(entries.out, /refresh_token +acme/)
    const { out: file } = await keeper('calendar', '--days', '365', '--refresh-tokens', '--ics')
    assert.match(file, /^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT/)
  })

  test('the error of a platform is printed, with what to do', async () => {
    await sandbox.fault({
      kind: 'error',
      reason: 'refresh_token_unknown',
      platform: PLATFORM,
      endpoint: 'refresh',
      times: 1,
    })
    const { code, err } = await keeper('refresh', `acme/${PLATFORM}/S1`)
    assert.equal(code, 1)
    assert.match(err, /^hufu: refresh_token_unknown: .*the platform: \S+/)
    assert.match((await keeper('show', `acme/${PLATFORM}/S1`)).out, /status +reauth_required/)
  })

  test('tokens come out only where it is asked for, into a file of their owner', async () => {
    const plain = await keeper('export', '--format', 'jsonl')
    assert.equal(plain.out.trim().split('\n').length, 6)
    const files = [plain.out + plain.err]
    for (const { tokens } of seeded.slice(1)) assert.ok(!files.join().includes(tokens.accessToken))
    const whole = await keeper('export', place('all.jsonl'), '--with-tokens')
    assert.equal(whole.code, 0, whole.err)
    assert.ok(readFileSync(place('all.jsonl'), 'utf8').includes(seeded[2]?.tokens.accessToken ?? '?'))
    assert.equal(statSync(place('all.jsonl')).mode & 0o777, 0o600)
    assert.match((await keeper('export', place('all.jsonl'))).err, /exists already/)
  })

  test('an export that fails leaves nothing behind, and the next one is made', async () => {
    const exported = (keys: string) =>
      kept.hufu(['keeper', 'export', 'part.csv', '--with-tokens'], { HUFU_KEYS: keys })
    const ofPart = () => readdirSync(kept.folder).filter((name) => name.startsWith('part.csv'))
    const { code, err } = await exported(formatKeys([generateKey()]))
    assert.equal(code, 1)
    assert.match(err, /key_missing/)
    assert.deepEqual(ofPart(), [])
    const next = await exported(kept.keys)
    assert.equal(next.code, 0, next.err)
    assert.deepEqual(ofPart(), ['part.csv'])
    assert.equal(statSync(place('part.csv')).mode & 0o777, 0o600)
    assert.equal(readFileSync(place('part.csv'), 'utf8').split('\r\n').length, 8)
  })

  test('a token for a tenant is shown once, works at once, and ends at once', async () => {
    const daemon = await kept.daemon()
    const { out, err, code } = await keeper('token', 'new', 'acme', '--note', 'orders', '--json')
    assert.equal(code, 0, err)
    const { token, entry } = JSON.parse(out) as { token: string; entry: { id: string } }
    assert.ok(!readFileSync(place('keeper-tokens.json'), 'utf8').includes(token))
    assert.equal(statSync(place('keeper-tokens.json')).mode & 0o777, 0o600)
    const statusSoon = async (wanted: number) => {
      for (let tries = 0; tries < 40; tries++) {
        const { status } = await ask(daemon, token, 'GET', '/v1/connections')
        if (status === wanted) return status
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      return undefined
    }
    assert.equal(await statusSoon(200), 200)
    assert.match((await keeper('token', 'ls')).out, new RegExp(`${entry.id}.*acme.*orders`))
    assert.equal((await keeper('token', 'rm', entry.id)).code, 0)
    assert.equal(await statusSoon(401), 401)
    assert.match((await keeper('token', 'new')).err, /name one tenant, or pass --admin or --metrics/)
    await daemon.stop()
  })

  test('tokens that several terminals make and end at once are all made and ended', async () => {
    const idsOf = async () => {
      const { tokens } = JSON.parse((await keeper('token', 'ls', '--json')).out) as {
        tokens: readonly { id: string; goodFor: string }[]
      }
      return tokens.filter(({ goodFor }) => goodFor.startsWith('t')).map(({ id }) => id)
    }
    const each = (count: number) => Array.from({ length: count }, (_, nth) => `t${nth}`)
    const done = (ended: readonly { readonly code: number; readonly err: string }[]) =>
      assert.deepEqual(
        ended.map(({ code, err }) => (code === 0 ? '' : err)),
        ended.map(() => ''),
      )
    done(await Promise.all(each(4).map((tenant) => kept.hufu(['keeper', 'token', 'new', tenant]))))
    const made = await idsOf()
    assert.equal(made.length, 4)
    const others = ['u0', 'u1'].map((tenant) => ['new', tenant])
    const ends = made.slice(1).map((id) => ['rm', id])
    done(await Promise.all([...ends, ...others].map((args) => kept.hufu(['keeper', 'token', ...args]))))
    assert.deepEqual(await idsOf(), made.slice(0, 1))
    assert.match((await keeper('token', 'ls')).out, /u0[^]*u1|u1[^]*u0/)
  })

  test('a new key is put before the old one, and everything is sealed with it', async () => {
    const made = await kept.hufu(['keys', 'new'])
    assert.equal(made.code, 0)
    const ring = `${made.out.trim()},${kept.keys}`
    const { code, err } = await kept.hufu(['keeper', 'rekey'], { HUFU_KEYS: ring })
    assert.equal(code, 0, err)
    assert.match(err, /6 connections sealed with/)
    const alone = await kept.hufu(['keeper', 'refresh', `acme/${PLATFORM}/S2`], {
      HUFU_KEYS: made.out.trim(),
    })
    assert.equal(alone.code, 0, alone.err)
    const back = await kept.hufu(['keeper', 'rekey'], { HUFU_KEYS: `${kept.keys},${made.out.trim()}` })
    assert.equal(back.code, 0, back.err)
  })

  test('the exit code of the process tells the outcome', async () => {
    assert.deepEqual(await kept.hufu(['keeper', 'show', 'cn_1']), {
      code: 1,
      out: '',
      err: 'hufu: there is no connection "cn_1": `hufu keeper ls` lists them\n',
    })
    assert.equal((await kept.hufu(['keeper', 'ls', '--nothing'])).code, 2)
  })

  test('errors of keys, configuration and store are printed, with what to do', async () => {
    const said = async (env: NodeJS.ProcessEnv, ...args: readonly string[]) => {
      const before = { ...process.env }
      Object.assign(process.env, env)
      const { code, err } = await keeper(...args)
      process.env = before
      assert.equal(code, 1, err)
      assert.match(err, /^hufu: [^\n]+/)
      assert.doesNotMatch(err, /\n\s+at /, 'no stack')
      return err
    }
    const other = formatKeys([generateKey()])
    assert.match(await said({ HUFU_KEYS: '' }, 'ls'), /the key ring is missing.*hufu keys new.*HUFU_KEYS/)
    assert.match(
      await said({ HUFU_KEYS: 'nonsense' }, 'ls'),
      /HUFU_KEYS is not a key ring: key 1 is not written/,
    )
    assert.match(
      await said({ HUFU_KEYS: other }, 'refresh', `acme/${PLATFORM}/S5`),
      /key_missing: .*put it back/,
    )
    assert.match(
      await said({}, 'ls', '--config', place('nowhere.json')),
      /nowhere\.json does not exist: name one with --config/,
    )
    writeFileSync(
      place('wrong.json'),
      JSON.stringify({ apps: { [PLATFORM]: { clientId: 'x', clientSecret: { env: 'NOT_SET' } } } }),
    )
    assert.match(
      await said({ HUFU_KEEPER_STORE: 'sqlite:keeper.db' }, 'ls', '--config', place('wrong.json')),
      /clientSecret: the environment variable NOT_SET is not set/,
    )
    writeFileSync(place('wrong.json'), JSON.stringify({ stoer: 1, apps: { nowhere: { clientId: 'x' } } }))
    assert.match(await said({}, 'ls', '--config', place('wrong.json')), /stoer: there is no such member/)
    writeFileSync(place('wrong.json'), JSON.stringify({ apps: { nowhere: { clientId: 'x' } } }))
    assert.match(
      await said({}, 'ls', '--config', place('wrong.json')),
      /"nowhere" is not a built-in platform/,
    )
    writeFileSync(place('wrong.json'), JSON.stringify({ apps: { 'jd-central': { clientId: 'x' } } }))
    assert.match(
      await said({ HUFU_KEEPER_STORE: 'sqlite:keeper.db' }, 'ls', '--config', place('wrong.json')),
      /^hufu: apps\.jd-central: JD Central: clientSecret is missing\n$/,
    )
    writeFileSync(place('empty.db'), '')
    assert.match(
      await said({ HUFU_KEEPER_STORE: 'sqlite:empty.db' }, 'ls'),
      /empty\.db is an empty file: restore/,
    )
    assert.equal(statSync(place('empty.db')).size, 0)
    assert.match(
      await said({}, 'import', kept.folder, '--format', 'csv'),
      /a file is needed, and a folder is there/,
    )
    writeFileSync(place('text.db'), 'this is no database, and longer than any header of one'.repeat(50))
    assert.match(await said({ HUFU_KEEPER_STORE: 'sqlite:text.db' }, 'ls'), /text\.db/)
    assert.match(
      await said({ HUFU_KEEPER_STORE: 'mysql://x' }, 'ls'),
      /store: must be sqlite:<file> or postgres/,
    )
    assert.match(await said({ HUFU_KEEPER_ADMIN_TOKEN: 'short' }, 'serve'), /HUFU_KEEPER_ADMIN_TOKEN/)
  })
})

describe('hufu keeper serve, told to stop,', () => {
  /** Each another shop: what was refreshed a moment ago is not refreshed again. */
  const refreshing = async (shop: string) => {
    const daemon = await kept.daemon()
    const client = keeperClient({ url: daemon.url, token: kept.tokens.acme })
    const { connections } = await client.connections({ shop })
    const [{ id } = { id: '' }] = connections
    const before = await sandbox.totals()
    const answer = client.refresh(id).then(
      ({ generation }) => generation,
      () => undefined,
    )
    await eventually('the refresh has come', async () => (await sandbox.totals()).received > before.received)
    return { daemon, id, answer }
  }

  test('finishes a refresh that is under way', async () => {
    await sandbox.fault({ kind: 'slow', seconds: 1, platform: PLATFORM, endpoint: 'refresh', times: 1 })
    const { daemon, answer } = await refreshing('S4')
    daemon.signal('SIGTERM')
    assert.equal(await daemon.ended, 0)
    assert.notEqual(await answer, undefined, 'the caller was answered')
    assert.match(daemon.log(), /stopping after the refreshes/)
  })

  test('waits for a refresh, but not for who sends no more', async () => {
    // Longer than the rest of a request is waited for.
    await sandbox.fault({ kind: 'slow', seconds: 5, platform: PLATFORM, endpoint: 'refresh', times: 1 })
    const { daemon, answer } = await refreshing('S0')
    const socket = connect(Number(new URL(daemon.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    socket.write('GET /healthz HTTP/1.1\r\nHo')
    daemon.signal('SIGTERM')
    try {
      const deadline = new Promise((_, late) =>
        setTimeout(() => late(new Error('still there')), 15_000).unref(),
      )
      assert.equal(await Promise.race([daemon.ended, deadline]), 0)
      assert.notEqual(await answer, undefined, 'the caller was answered')
    } finally {
      socket.destroy()
    }
  })

  test('twice, ends at once; the next one takes over', async () => {
    await sandbox.fault({ kind: 'slow', seconds: 16, platform: PLATFORM, endpoint: 'refresh', times: 1 })
    const { daemon, answer } = await refreshing('S5')
    daemon.signal('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 700))
    const begun = performance.now()
    daemon.signal('SIGTERM')
    const [code] = await Promise.all([daemon.ended, answer])
    assert.equal(code, 1)
    assert.ok(performance.now() - begun < 10_000, 'it did not wait for the platform')
    const next = await kept.daemon()
    const client = keeperClient({ url: next.url, token: kept.tokens.acme })
    const { connections } = await client.connections({ shop: 'S2' })
    assert.equal(connections.length, 1)
    await next.stop()
  })
})

test('webhooks are sent by the daemon, and no command takes them away from it', async () => {
  const receiver = await startReceiver()
  const own = keeperFolder([await sandbox.app(PLATFORM)], {
    schedule: false,
    webhooks: { crm: { url: receiver.url, secret: { env: 'CRM_SECRET' } } },
  })
  const env = { CRM_SECRET: newWebhookSecret() }
  try {
    await (await own.daemon(env)).stop()
    const line = { tenant: 'acme', platform: PLATFORM, shop: 'S1', access_token: 'a', expires_at: 2e9 }
    const taken = await own.hufu(
      ['keeper', 'import', '-', '--format', 'jsonl'],
      env,
      `${JSON.stringify(line)}\n`,
    )
    assert.equal(taken.code, 0, taken.err)
    assert.equal((await own.hufu(['keeper', 'ls'], env)).code, 0)
    const database = new DatabaseSync(join(own.folder, 'keeper.db'), { readOnly: true })
    assert.deepEqual(database.prepare('select attempts from webhook_messages').all(), [])
    database.close()
    assert.equal(receiver.received.length, 0)
    await own.daemon(env)
    assert.equal((await receiver.until(1))[0]?.said.type, 'connection.created')
  } finally {
    await own.close()
    await receiver.close()
  }
})

test('dead letters are seen, and sent again; an endpoint that was gone is enabled', async () => {
  const receiver = await startReceiver()
  const own = keeperFolder([], { webhooks: { crm: { url: receiver.url, secret: { env: 'CRM_SECRET' } } } })
  const env = { CRM_SECRET: newWebhookSecret() }
  const webhooks = (...args: readonly string[]) =>
    keeperIn(own.folder, { ...env, HUFU_KEYS: own.keys }, 'webhooks', ...args)
  try {
    await (await own.daemon(env)).stop()
    assert.match((await webhooks('ls')).out, /^ENDPOINT +WAITING .*\ncrm +0 +0\n$/)
    assert.equal((await webhooks('dead')).out, 'none\n')
    // As three days of tries leave them.
    const letters = ['0', '1', '2'].map((digit) => `msg_${digit.repeat(24)}`)
    const database = new DatabaseSync(join(own.folder, 'keeper.db'))
    for (const id of letters)
      database
        .prepare(
          `insert into webhook_messages (id, endpoint, type, body, attempts, due_at, dead_at, last_error, created_at)
           values (?, 'crm', 'connection.created', '{"type":"connection.created"}', 10, 1795000000, 1795000000, 'status 500', 1794700000)`,
        )
        .run(id)
    database.exec(
      "update webhook_endpoints set disabled_at = 1795000000, disabled_why = 'it answered 410 Gone'",
    )
    database.close()

    assert.match((await webhooks('ls')).out, /crm +0 +3 +2026-11-18 11:06Z +it answered 410 Gone/)
    const { out, err } = await webhooks('dead', '--limit', '2')
    assert.match(
      out,
      /^MESSAGE +ENDPOINT +EVENT .*\nmsg_0{24} +crm +connection\.created .* 10 +status 500\nmsg_1/,
    )
    assert.match(err, /there are more: --after msg_1{24}\n/)
    const { messages } = JSON.parse((await webhooks('dead', '--json', '--endpoint', 'crm')).out) as {
      readonly messages: readonly object[]
    }
    assert.equal(messages.length, 3)
    for (const [args, why] of [
      [['resend'], /name one message, or an endpoint/],
      [['resend', 'msg_none'], /no such dead letter/],
      [['resend', '--endpoint', 'other'], /no such dead letter/],
      [['enable', 'other'], /no endpoint "other"/],
    ] as const) {
      const refused = await webhooks(...args)
      assert.equal(refused.code, 1)
      assert.match(refused.err, why)
    }

    assert.match((await webhooks('resend', letters[1] ?? '')).err, /the daemon will send 1 again/)
    assert.match((await webhooks('resend', '--endpoint', 'crm')).err, /the daemon will send 2 again/)
    assert.match((await webhooks('enable', 'crm')).err, /crm gets messages again/)
    await own.daemon(env)
    const ids = (await receiver.until(3)).map(({ headers }) => headers['webhook-id'])
    assert.deepEqual(new Set(ids), new Set(letters))
    await eventually('nothing is left', async () => /crm +0 +0\n/.test((await webhooks('ls')).out))
  } finally {
    await own.close()
    await receiver.close()
  }
})

test('metrics are for a token of their own', async () => {
  const daemon = await kept.daemon()
  const { status, body } = await ask(daemon, kept.tokens.metrics, 'GET', '/metrics')
  assert.equal(status, 200)
  assert.match(String(body['text']), /hufu_keeper_store_up 1/)
  assert.equal((await ask(daemon, kept.tokens.acme, 'GET', '/metrics')).status, 403)
  assert.equal((await ask(daemon, undefined, 'GET', '/metrics')).status, 401)
  await daemon.stop()
})

test('the pages alone are served by a process of their own, to who has its link', async () => {
  const ui = await kept.ui()
  const [link = ''] = /http\S+\/ui\/enter\?key=\S+/.exec(ui.said()) ?? []
  assert.match(ui.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  assert.equal((await ask(ui, kept.tokens.admin, 'GET', '/v1/connections')).status, 404, 'no API')
  assert.equal(
    (await fetch(link, { method: 'HEAD', redirect: 'manual' })).status,
    403,
    'a look at it spends it not',
  )
  const entered = await fetch(link, { redirect: 'manual' })
  assert.equal(entered.status, 303)
  const cookie = entered.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ')
  const page = await (await fetch(`${ui.url}/ui/connections`, { headers: { cookie } })).text()
  assert.match(page, /京东店/)
  assert.equal((await fetch(link, { redirect: 'manual' })).status, 403)
  assert.equal(await ui.stop(), 0)
})
