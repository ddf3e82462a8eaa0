import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { servedDialects } from '@hufu/dialects'
import { type ConfigInput, ConfigError, logTo, readConfig } from '@hufu/server'
import { SMTPServer } from 'smtp-server'
import { type Letter, mailOf, queued } from '../src/mail.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-mail-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const configOf = (input: ConfigInput) =>
  readConfig(
    input,
    servedDialects.map(({ id }) => id),
  )
const LINK = 'https://open.example.com/account/reset?ticket=abc'
const letter = { to: 'shop@example.com', subject: '重设密码', text: `请打开 ${LINK}` } satisfies Letter

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
  const mail = mailOf(config, logTo('silent'), 'pass word')
  assert.equal(mail.on, true)
  assert.equal(mail.send(letter), true)
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
  const mail = mailOf(configOf({ mode: 'demo', store: `sqlite:${join(folder, 'demo.db')}` }), logTo('silent'))
  const text = `请打开\n${link}\nLink=3D เปิด`
  mail.send({ ...letter, text })
  mail.send({ ...letter, text, to: 'b@example.com', subject: '重设密码\r\nBcc: c@example.com' })
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

test('without configuration, production sends nothing and says so', () => {
  const mail = mailOf(configOf({}), logTo('silent'))
  assert.equal(mail.on, false)
  assert.equal(mail.send(letter), false)
})

test('what fails is tried again, for a while; the log has neither address nor link', async () => {
  const { said, log } = logged()
  let tries = 0
  const transport = {
    async deliver() {
      tries++
      throw Object.assign(new Error(`<${letter.to}> ${LINK}`), { code: 'EENVELOPE', responseCode: 451 })
    },
    close: () => undefined,
  }
  const mail = queued(transport, log, [0.01, 0.01])
  mail.send(letter)
  await mail.settled()
  assert.equal(tries, 3)
  assert.equal(said.length, 3)
  assert.match(said.join(), /"answered":451,"domain":"example.com","attempt":3/)
  assert.doesNotMatch(said.join(), /shop@|ticket|abc/)
})

test('a refusal for good is not tried again, and a slow server does not keep the others waiting for ever', async () => {
  const { log } = logged()
  let tries = 0
  const refusing = queued(
    {
      async deliver() {
        tries++
        throw Object.assign(new Error('no such user'), { responseCode: 550 })
      },
      close: () => undefined,
    },
    log,
    [0.01],
  )
  refusing.send(letter)
  await refusing.settled()
  assert.equal(tries, 1)
})

test('the queue is bounded', async () => {
  const { log, said } = logged()
  const never = queued({ deliver: () => new Promise(() => undefined), close: () => undefined }, log)
  const sent = Array.from({ length: 1200 }, () => never.send(letter))
  assert.equal(sent.filter(Boolean).length, 1000)
  assert.match(said[0] ?? '', /too many are waiting/)
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
