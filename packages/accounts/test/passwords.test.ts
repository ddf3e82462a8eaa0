import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  LONGEST_PASSWORD,
  hashPassword,
  nobodysPassword,
  oneTimePassword,
  verifyPassword,
} from '../src/login/passwords.ts'

test('a password is kept as PHC text of argon2id with the costs that OWASP asks for, each with its own salt', async () => {
  const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.notEqual(one, other)
  assert.ok(await verifyPassword(one, 'correct horse'))
  assert.ok(!(await verifyPassword(one, 'correct horsf')))
  assert.ok(!(await verifyPassword(one, '')))
})

// What the reference implementation's command says: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 24 -e
test('text of another implementation, with other costs, is understood', async () => {
  const kept = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  assert.ok(await verifyPassword(kept, 'password'))
  assert.ok(!(await verifyPassword(kept, 'Password')))
})

test('one password, one spelling, whichever keyboard wrote it', async () => {
  const kept = await hashPassword('pässword Ａ')
  assert.ok(await verifyPassword(kept, 'pa\u0308ssword A'))
})

test('a password that is too long is never hashed', async () => {
  await assert.rejects(hashPassword('x'.repeat(LONGEST_PASSWORD + 1)), RangeError)
  await assert.rejects(hashPassword('密'.repeat(342)), RangeError)
  const kept = await hashPassword('x'.repeat(LONGEST_PASSWORD))
  assert.ok(await verifyPassword(kept, 'x'.repeat(LONGEST_PASSWORD)))
  const started = process.cpuUsage()
  assert.ok(!(await verifyPassword(kept, 'x'.repeat(1_000_000))))
  assert.ok(process.cpuUsage(started).user < 10_000)
})

test('a stored hash that is not in PHC format is an internal error, not a wrong password', async () => {
  for (const kept of [
    '',
    'plain',
    '$2b$12$abc',
    nobodysPassword.replace('argon2id', 'argon2i'),
    nobodysPassword.replace('m=19456', 'm=99999999'),
  ]) {
    await assert.rejects(verifyPassword(kept, 'x'), /PHC/)
  }
})

test('the check for an unknown user never succeeds, and costs the same', async () => {
  assert.ok(!(await verifyPassword(nobodysPassword, '')))
  assert.ok(!(await verifyPassword(nobodysPassword, 'A')))
})

test('few are hashed at once: the others wait, and all are answered', async () => {
  const kept = await hashPassword('x')
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5)
  const before = process.memoryUsage.rss()
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, index) => verifyPassword(kept, index % 2 ? 'x' : 'y')),
  )
  clearInterval(watch)
  assert.deepEqual(
    answers,
    Array.from({ length: 24 }, (_, index) => index % 2 === 1),
  )
  assert.ok(
    most - before < 24 * 19 * 1024 * 1024 * 0.6,
    `${Math.round((most - before) / 1e6)} MB more at once`,
  )
})

test('a one-time password has 100 bits, and no letters that look alike', () => {
  const many = Array.from({ length: 500 }, oneTimePassword)
  for (const each of many) assert.match(each, /^[2-9a-km-np-z]{5}(-[2-9a-km-np-z]{5}){3}$/)
  assert.equal(new Set(many).size, many.length)
  assert.equal(new Set(many.join('').replaceAll('-', '')).size, 32)
})
