import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { keyRing } from '@hufu/crypto'
import { builtInPlatforms } from '@hufu/dialects'
import { type ConfigInput, readConfig } from '@hufu/server'
import { ConfigError } from '@hufu/web/config-error'
import { asOne, joining } from '@hufu/web/as-one'
import { logTo } from '@hufu/web/log'
import { memoryStore } from '@hufu/store'
import { SMTPServer } from 'smtp-server'
import { letterQueue } from '../src/mail/letter-queue.ts'
import { mailOf } from '../src/mail/mail.ts'
import type { Letter } from '../src/mail/letter.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-mail-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const configOf = (input: ConfigInput) => readConfig(input, builtInPlatforms)
const LINK = 'https://open.example.com/account/reset?ticket=abc'
const letter = { to: 'shop@example.com', subject: '重设密码', text: `请打开 ${LINK}` } satisfies Letter

const ring = keyRing([{ id: 'test', key: new Uint8Array(32).fill(7) }])
const DAY = 86_400
/** A store whose clock can be turned. */
function clocked() {
  const clock = { now: 1_800_000_000 }
  return { clock, store: joining(memoryStore({ now: () => clock.now })) }
}
const refusedWith = (responseCode: number, code = 'EENVELOPE') =>
  Object.assign(new Error(`<${letter.to}> ${LINK}`), { code, responseCode })

function logged() {
  const said: string[] = []
  const note = (object: unknown, text?: string) => void said.push(JSON.stringify([object, text]))
  return { said, log: { warn: note, error: note } }
}

test('a letter goes out over SMTP, with the password of the environment', async () => {
  const taken: { to: string; from: string; text: string; login: string }[] = []
  const server = new SMTPServer({
    authOptional: false,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => done(null, { user: `${username} ${password}` }),
    onData(stream, { envelope, user }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = envelope
        taken.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address).join(),
          text: Buffer.concat(chunks).toString(),
          login: String(user),
        })
        done()
      })
    },
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const from = 'Hufu <no-reply@example.com>'
  const config = configOf({ mail: { smtp: `smtp://hufu@127.0.0.1:${port}`, from } })
  const mail = mailOf(config, memoryStore(), ring, logTo('silent'), 'pass word')
  assert.equal(mail.on, true)
  assert.equal(await mail.send(letter), true)
  await mail.settled()
  await mail.close()
  await new Promise<void>((closed) => server.close(closed))
  assert.equal(taken.length, 1)
  const [one] = taken
  assert.deepEqual(
    [one?.to, one?.from, one?.login],
    ['shop@example.com', 'no-reply@example.com', 'hufu pass word'],
  )
  assert.match(one?.text ?? '', /^Auto-Submitted: auto-generated\r$/m)
})

test('in demo mode a letter is a readable file beside the store, its link whole, for its owner alone', async () => {
  const link = `${LINK}${'x'.repeat(200)}`
  const config = configOf({ mode: 'demo', store: `sqlite:${join(folder, 'demo.db')}` })
  const mail = mailOf(config, memoryStore(), ring, logTo('silent'))
  const text = `请打开\n${link}\nLink=3D เปิด`
  await mail.send({ ...letter, text })
  await mail.send({ ...letter, text, to: 'b@example.com', subject: '重设密码\r\nBcc: c@example.com' })
  await mail.settled()
  const files = readdirSync(join(folder, 'mail')).map((name) => join(folder, 'mail', name))
  assert.equal(files.length, 2)
  for (const file of files) {
    assert.match(file, /\.eml$/)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const written = readFileSync(file, 'utf8')
    assert.match(written, /^Subject: 重设密码/m)
    assert.ok(written.includes(`\r\n\r\n请打开\r\n${link}\r\nLink=3D เปิด\r\n`))
    assert.doesNotMatch(written, /^Bcc/m)
  }
})

test('production without mail settings sends nothing and says so', async () => {
  const mail = mailOf(configOf({}), memoryStore(), ring, logTo('silent'))
  assert.equal(mail.on, false)
  assert.equal(await mail.send(letter), false)
})

test('a letter waits sealed in the store, and is gone from it once it was sent', async () => {
  const { store } = clocked()
  const sent: Letter[] = []
  const deliver = async (one: Letter) => void sent.push(one)
  const mail = letterQueue(store, ring, { deliver, close: () => undefined }, logged().log)
  await mail.send(letter)
  const [queued] = await store.letters(9)
  assert.ok(queued)
  assert.doesNotMatch(JSON.stringify(queued), /shop@|example|ticket|重设/)
  assert.deepEqual(sent, [])
  await mail.settled()
  assert.deepEqual(sent, [letter])
  assert.deepEqual(await store.letters(9), [])
})

test('a letter of a work that is refused is queued nowhere, and of one that is committed with it', async () => {
  const { store } = clocked()
  const mail = letterQueue(
    store,
    ring,
    { deliver: async () => undefined, close: () => undefined },
    logged().log,
  )
  const work = (result: object) =>
    asOne({ store }, async () => {
      await mail.send(letter)
      assert.deepEqual(await store.letters(9), [])
      return result
    })
  await work({ refused: 'unknown', message: '' })
  assert.deepEqual(await store.letters(9), [])
  await work({})
  assert.equal((await store.letters(9)).length, 1)
})

test('a failed letter is retried for a day, and the log has neither address nor link', async () => {
  const { said, log } = logged()
  const { clock, store } = clocked()
  const tries: number[] = []
  const deliver = async () => {
    tries.push(clock.now)
    throw refusedWith(451)
  }
  const mail = letterQueue(store, ring, { deliver, close: () => undefined }, log)
  await mail.send(letter)
  const began = clock.now
  for (; clock.now < began + 2 * DAY; clock.now += 5)
    if ((await store.letters(1)).length > 0) await mail.settled()
  const waits = tries.map((at, nth) => at - (tries[nth - 1] ?? began))
  assert.deepEqual(waits.slice(0, 6), [0, 5, 60, 300, 1800, 1800])
  assert.ok((tries.at(-1) ?? 0) < began + DAY && (tries.at(-1) ?? 0) > began + DAY - 3600)
  assert.deepEqual(await store.letters(9), [])
  assert.match(said[2] ?? '', /"answered":451,"domain":"example.com","attempt":3/)
  assert.match(said.at(-1) ?? '', /could not be sent"\]$/)
  assert.doesNotMatch(said.join(), /shop@|ticket|abc/)
})

test('a refusal for good is not tried again; a wrong password of the mail server is no such', async () => {
  for (const [error, left] of [
    [refusedWith(550), 0],
    [refusedWith(535, 'EAUTH'), 1],
  ] as const) {
    const { store } = clocked()
    const deliver = () => Promise.reject(error)
    const mail = letterQueue(store, ring, { deliver, close: () => undefined }, logged().log)
    await mail.send(letter)
    await mail.settled()
    assert.equal((await store.letters(9)).length, left)
  }
})

test('one of two processes sends a letter, and the other does if the sender dies', async () => {
  const { clock, store } = clocked()
  const sent: string[] = []
  const queueOf = (name: string, deliver: () => Promise<void>) =>
    letterQueue(
      store,
      ring,
      { deliver: () => (sent.push(name), deliver()), close: () => undefined },
      logged().log,
    )
  const dying = queueOf('dying', () => new Promise(() => undefined))
  const other = queueOf('other', async () => undefined)
  await dying.send(letter)
  dying.wake()
  while (sent.length === 0) await new Promise(setImmediate)
  await other.settled()
  assert.deepEqual(sent, ['dying'])
  clock.now += 301
  await other.settled()
  assert.deepEqual(sent, ['dying', 'other'])
  assert.deepEqual(await store.letters(9), [])
})

test('a letter that was changed in the store is not sent', async () => {
  const { store } = clocked()
  const { log, said } = logged()
  const mail = letterQueue(store, ring, { deliver: () => assert.fail(), close: () => undefined }, log)
  await mail.send(letter)
  const [queued] = await store.letters(1)
  assert.ok(queued)
  // Sealed for its own place alone.
  await store.commit([
    ['removeLetter', queued.id],
    ['putLetter', { ...queued, id: 'another' }],
  ])
  await mail.settled()
  assert.match(said.join(), /changed by another program/)
})

test('the queue is bounded', async () => {
  const { log, said } = logged()
  const { store } = clocked()
  const never = letterQueue(store, ring, { deliver: async () => undefined, close: () => undefined }, log)
  const queued = { reader: '' as never, sealed: '', createdAt: 0, tries: 0 }
  await Promise.all(Array.from({ length: 999 }, (_, nth) => store.putLetter({ ...queued, id: `${nth}` })))
  assert.deepEqual([await never.send(letter), await never.send(letter)], [true, false])
  assert.match(said[0] ?? '', /too many letters wait/)
})

test('a wrong configuration of mail is named', () => {
  const from = 'Hufu <no-reply@example.com>'
  for (const [mail, named] of [
    [{ smtp: 'smtps://user:secret@mail.example.com', from }, /mail\.smtp: has a password/],
    [{ smtp: 'https://mail.example.com', from }, /mail\.smtp/],
    [{ smtp: 'smtps://mail.example.com', from: 'a@example.com\r\nBcc: b@example.com' }, /mail\.from/],
    [{ from }, /either smtp or folder/],
  ] as const)
    assert.throws(
      () => configOf({ mail }),
      (error) => error instanceof ConfigError && named.test(error.message),
    )
})

test('the address of a user system or of a provider holds no password: no request may have one', () => {
  for (const [login, named] of [
    [
      { hook: { url: 'https://hufu:secret@users.example.com/check' } },
      /login\.hook\.url: has a user name or a password/,
    ],
    [
      { openid: { issuer: 'https://hufu:secret@sso.example.com', clientId: 'hufu', name: 'SSO' } },
      /login\.openid\.issuer: has a user name or a password/,
    ],
  ] as const)
    assert.throws(
      () => configOf({ login }),
      (error) =>
        error instanceof ConfigError && named.test(error.message) && !error.message.includes('secret@'),
    )
})
