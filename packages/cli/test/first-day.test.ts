/* The first day of a platform half: what makes a store and keys, what only uses them, and how keys are replaced. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, test } from 'node:test'
import { parseKeys } from '@hufu/crypto'
import { isPrivate } from '@hufu/crypto'
import { holdsSecrets, masked } from '@hufu/web/masked'

const main = resolve(import.meta.dirname, '../src/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'hufu-first-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function hufu(...args: readonly string[]) {
  const { HUFU_KEYS: _none, ...env } = process.env
  const done = spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: 'utf8', env })
  return { code: done.status, out: done.stdout, err: done.stderr }
}

test('commands of administration make neither store nor keys, and say what does; init makes all, once', () => {
  for (const args of [
    ['operator', 'create', 'alice', '--role', 'admin'],
    ['keys', 'add'],
  ]) {
    const { code, err } = hufu(...args)
    assert.equal(code, 1, args.join(' '))
    assert.match(
      err,
      /^hufu: there is no store at .*hufu\.db: `hufu init` makes store, keys and the first operator/,
    )
  }
  assert.ok(!existsSync(join(folder, 'data')))

  const made = hufu('init', '--operator', 'alice')
  assert.equal(made.code, 0, made.err)
  assert.match(made.out, /operator {7}alice, one-time password \S+/)
  for (const file of ['hufu.config.json', 'data/hufu.keys', 'data/hufu.db'])
    assert.equal(statSync(join(folder, file)).mode & 0o077, 0, file)
  const again = hufu('init')
  assert.match(again.out, /operators +exist already/)
  assert.doesNotMatch(again.out, /password/)
  assert.match(hufu('operator', 'list').out, /alice/)

  // A ring that is gone is not made anew: what it sealed would be lost without a word.
  const keys = readFileSync(join(folder, 'data/hufu.keys'), 'utf8')
  rmSync(join(folder, 'data/hufu.keys'))
  const lost = hufu('operator', 'list')
  assert.match(lost.err, /^hufu: there is no key ring at .*hufu\.keys/)
  assert.ok(!existsSync(join(folder, 'data/hufu.keys')))
  writeFileSync(join(folder, 'data/hufu.keys'), keys, { mode: 0o600 })
})

test('a key is added, then made current; the one before goes when nothing needs it', () => {
  const ids = () => parseKeys(readFileSync(join(folder, 'data/hufu.keys'), 'utf8').trim()).map(({ id }) => id)
  const [first] = ids()
  const added = hufu('keys', 'add')
  assert.equal(added.code, 0, added.err)
  const [current, second] = ids()
  assert.equal(current, first)
  assert.ok(first !== undefined && second !== undefined)
  assert.match(added.out, new RegExp(`hufu keys make-current ${second}`))
  assert.match(hufu('keys', 'make-current', 'k0').err, /there is no key k0/)
  assert.equal(hufu('keys', 'make-current', second).code, 0)
  assert.deepEqual(ids(), [second, first])
  assert.match(hufu('keys', 'retire', second).err, /is the current key/)
  assert.equal(hufu('keys', 'retire', first).code, 0)
  assert.deepEqual(ids(), [second])
  assert.equal(hufu('operator', 'list').code, 0)
})

test('a secret file may be read by a group where root or the process has handed it over', () => {
  const file = (mode: number, uid: number, gid: number) =>
    isPrivate({ mode: 0o100000 | mode, uid, gid }, [1000, 2000])
  assert.equal(file(0o600, 1000, 1000), true)
  assert.equal(file(0o400, 1000, 1000), true)
  assert.equal(file(0o440, 0, 2000), true)
  assert.equal(file(0o440, 0, 5), true)
  assert.equal(file(0o440, 7, 2000), true)
  assert.equal(file(0o640, 0, 2000), true)
  assert.equal(file(0o440, 7, 5), false)
  assert.equal(file(0o444, 0, 2000), false)
  assert.equal(file(0o460, 0, 2000), false)
})

const keeper = {
  store: 'postgres://hufu:pa55word@db/keeper',
  keys: 'k1:c2VjcmV0',
  apps: {
    'jd-central': { clientId: 'id', clientSecret: 's3cret', privateKey: ['pr1vate'] },
    chainup: { clientId: 'id', clientSecret: { env: 'CHAINUP_SECRET' }, privateKey: { file: 'key.pem' } },
  },
  webhooks: { crm: { url: 'https://u:hunter2@crm.example.com/', secret: ['whsec_1'] } },
}

test('passwords in a URL are masked, and so is each parameter whose name looks like a secret', () => {
  for (const [url, shown] of [
    ['https://proxy/?token=abc', 'https://proxy/?token=***'],
    [
      'https://proxy?region=cn&apiKey=abc&X-Amz-Signature=1#access_token=2',
      'https://proxy?region=cn&apiKey=***&X-Amz-Signature=***#access_token=***',
    ],
    ['postgres://u:p@h/db?password=x&sslmode=require', 'postgres://u:***@h/db?password=***&sslmode=require'],
    [
      'postgres://u:p@ss@h1:5432,h2:5432/db?sslpassword=x',
      'postgres://u:***@h1:5432,h2:5432/db?sslpassword=***',
    ],
    ['http://u:p@[::1]:3128', 'http://u:***@[::1]:3128'],
  ] as const) {
    assert.deepEqual(masked({ proxy: url }), { proxy: shown })
    assert.equal(holdsSecrets({ proxy: url }), true, url)
  }
  for (const plain of [
    'http://[::1]:8700/a:b@c?author=me&keyword=x&page=2',
    'postgres://u@h1:5432,h2:5432/db?sslkey=client.key&passfile=pg.pass',
    'sqlite:./data/keeper.db',
    'what?token=abc',
  ])
    assert.deepEqual(masked([plain]), [plain])
})

test('a configuration is shown without what opens anything', () => {
  const shown = JSON.stringify(masked(keeper))
  for (const secret of ['pa55word', 'c2VjcmV0', 's3cret', 'pr1vate', 'hunter2', 'whsec_1'])
    assert.ok(!shown.includes(secret), secret)
  for (const plain of ['postgres://hufu:***@db/keeper', 'CHAINUP_SECRET', 'key.pem', '"clientId":"id"'])
    assert.ok(shown.includes(plain), plain)
  assert.equal(holdsSecrets(keeper), true)
  assert.equal(holdsSecrets({ apps: { a: { clientId: 'x', clientSecret: { env: 'X' } } } }), false)
  const file = join(folder, 'keeper.json')
  writeFileSync(file, JSON.stringify({ ...keeper, webhooks: {} }))
  chmodSync(file, 0o644)
  const printed = hufu('keeper', 'serve', '--print-config')
  assert.equal(printed.code, 0, printed.err)
  assert.doesNotMatch(printed.out, /s3cret|pa55word|c2VjcmV0|pr1vate/)
  assert.match(hufu('serve', '--print-config').out, /"keys": "\.\/data\/hufu\.keys"/)
  const server = join(folder, 'server.json')
  writeFileSync(server, JSON.stringify({ login: { hook: { url: 'https://users.example.com/?token=abc' } } }))
  const { out } = hufu('serve', '--config', server, '--print-config')
  assert.match(out, /"https:\/\/users\.example\.com\/\?token=\*\*\*"/)
})

test('a letter that a command cannot send waits in the store, and the command says so', () => {
  const path = join(folder, 'hufu.config.json')
  const config = JSON.parse(readFileSync(path, 'utf8'))
  // Nothing listens there.
  const mail = { smtp: 'smtp://127.0.0.1:9', from: 'Hufu <no-reply@open.example>' }
  writeFileSync(path, JSON.stringify({ ...config, mail }))
  const shop = JSON.parse(hufu('shop', 'create', 'Tea house', '--json').out).shop.id
  const { HUFU_KEYS: _none, ...env } = process.env
  const line = [main, 'user', 'create', 'lin', '--shop', shop, '--email', 'lin@before.example']
  const input = 'a password of theirs'
  spawnSync(process.execPath, [...line, '--password-stdin'], { cwd: folder, env, input })
  const { code, out, err } = hufu('user', 'change', 'lin', '--email', 'lin@after.example')
  assert.equal(code, 0, err)
  assert.match(out, /lin@after\.example/)
  assert.match(err, /^hufu: a letter could not be sent; it is tried again \(.*before\.example.*\)$/m)
  assert.match(err, /^hufu: letters wait in the store; a running server sends them$/m)
  assert.match(hufu('user', 'show', 'lin').out, /lin@after\.example/)
})
