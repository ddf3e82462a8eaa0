/* The operator's own user system: whatever it answers, or does not, the merchant is told in the platform's words. */
import assert from 'node:assert/strict'
import { type RequestListener, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, suite, test } from 'node:test'
import { type LoginFailure, loginMessage } from '@hufu/dialects'
import { checkLogin, hashPassword } from '@hufu/accounts'
import { directoryOf, rateLimit } from '@hufu/engine'
import { memoryStore } from '@hufu/store'
import { userOf } from '../../store/test/rows.ts'
import { loginHook } from '../src/login/login-hook.ts'

const SECRET = 'what the user system knows me by'
const PASSWORD = 'right horse battery'
const logged: string[] = []
const log = { warn: (...said: readonly unknown[]) => void logged.push(JSON.stringify(said)) }

let answer: RequestListener = (_request, response) => void response.end()
const asked: { headers: Record<string, unknown>; body: unknown }[] = []
const system = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    asked.push({ headers: request.headers, body: JSON.parse(body) })
    answer(request, response)
  })
})
await new Promise<void>((done) => void system.listen(0, '127.0.0.1', done))
after(() => {
  system.closeAllConnections()
  system.close()
})
const url = `http://127.0.0.1:${(system.address() as AddressInfo).port}/check`

const user = {
  id: '77',
  username: 'wang',
  displayName: '王小明',
  shop: { id: '3000000001', name: '小明的店' },
  mayAuthorise: true,
}
const says = (document: unknown): void => {
  answer = (_request, response) => void response.end(JSON.stringify(document))
}

const opened = (timeout = 30_000) => {
  const store = memoryStore()
  const rates = rateLimit()
  const directory = directoryOf(store)
  const outside = { store, directory, userSystem: loginHook({ url, timeout }, SECRET, log) }
  const logIn = (username = 'wang', password = PASSWORD) =>
    checkLogin({ username, password, address: '192.0.2.9' }, { store, rates, outside })
  return { store, logIn }
}

suite('a login hook', () => {
  test('is told name, password and address, by whom, and its user logs in', async () => {
    const { store, logIn } = opened()
    says({ user })
    const result = await logIn()
    assert.ok('user' in result)
    assert.deepEqual(asked.at(-1)?.body, { username: 'wang', password: PASSWORD, address: '192.0.2.9' })
    assert.equal(asked.at(-1)?.headers['authorization'], `Bearer ${SECRET}`)
    const { id, ...told } = result.user
    assert.partialDeepStrictEqual(told, {
      username: 'wang',
      shopId: '3000000001',
      source: 'hook',
      password: '',
    })
    assert.equal((await store.shop('3000000001'))?.name, '小明的店')

    says({
      user: { ...user, username: 'wang2', mayAuthorise: false, shop: { id: '3000000002', name: 'New' } },
    })
    const again = await logIn()
    assert.ok('user' in again)
    assert.partialDeepStrictEqual(again.user, {
      id,
      username: 'wang2',
      mayAuthorise: false,
      shopId: '3000000002',
    })
  })

  test('is not asked about users who are kept here', async () => {
    const { store, logIn } = opened()
    await store.putShop({ id: '1', name: 'Shop', createdAt: 1 })
    const password = await hashPassword('of their own')
    await store.putUser(userOf('u', { username: 'wang', shopId: '1', password }))
    const before = asked.length
    assert.ok('user' in (await logIn('wang', 'of their own')))
    assert.deepEqual(await logIn(), { reason: 'password_wrong', triesLeft: 5 })
    assert.equal(asked.length, before)
  })

  test('a user of its has no password here, and who was disabled here stays out', async () => {
    const { store, logIn } = opened()
    says({ user })
    const result = await logIn()
    assert.ok('user' in result)
    const own = await checkLogin(
      { username: 'wang', password: '', address: '192.0.2.9' },
      { store, rates: rateLimit() },
    )
    assert.deepEqual(own, { reason: 'password_missing' })
    assert.deepEqual(
      await checkLogin(
        { username: 'wang', password: 'x', address: '192.0.2.9' },
        { store, rates: rateLimit() },
      ),
      { reason: 'username_unknown' },
    )
    assert.ok(await store.putUser({ ...result.user, version: result.user.version + 1, status: 'disabled' }))
    assert.deepEqual(await logIn(), { reason: 'account_disabled' })
  })

  test('its refusals are said in the platform’s words', async () => {
    const { logIn } = opened()
    for (const reason of [
      'username_unknown',
      'account_disabled',
      'account_frozen',
      'address_denied',
    ] as const) {
      says({ refused: reason })
      assert.deepEqual(await logIn(), { reason })
    }
    says({ refused: 'password_wrong', triesLeft: 3 })
    assert.deepEqual(await logIn(), { reason: 'password_wrong', triesLeft: 3 })
  })

  test('an invalid answer of the hook is error 251, and nobody is logged in', async () => {
    const { logIn } = opened()
    const wrong: readonly (readonly [string, RequestListener, string])[] = [
      ['not JSON', (_, response) => void response.end('<html>'), 'login_check_unreadable'],
      ['nothing', (_, response) => void response.end(), 'login_check_unreadable'],
      ['another shape', (_, response) => void response.end('{"ok":true}'), 'login_check_unreadable'],
      [
        'a shop that is no number',
        (_, response) =>
          void response.end(JSON.stringify({ user: { ...user, shop: { id: '../1', name: 'x' } } })),
        'login_check_unreadable',
      ],
      [
        'a name with a space',
        (_, response) => void response.end(JSON.stringify({ user: { ...user, username: 'a b' } })),
        'login_check_unreadable',
      ],
      [
        'without tries',
        (_, response) => void response.end('{"refused":"password_wrong"}'),
        'login_check_unreadable',
      ],
      [
        'a megabyte',
        (_, response) => void response.end(`{"refused":"${'x'.repeat(1_000_000)}"}`),
        'login_check_unreadable',
      ],
      ['500', (_, response) => void response.writeHead(500).end('{"user":1}'), 'login_check_failed'],
      [
        'elsewhere',
        (_, response) => void response.writeHead(302, { location: url }).end(),
        'login_check_failed',
      ],
      ['cut off', (request) => void request.socket.destroy(), 'login_check_failed'],
    ]
    for (const [why, listener, reason] of wrong) {
      answer = listener
      const result = await logIn()
      assert.deepEqual(result, { reason }, why)
      assert.ok('reason' in result)
      assert.equal(loginMessage(result)[0], 251, why)
    }
    assert.doesNotMatch(logged.join(), new RegExp(`${PASSWORD}|${SECRET}`))
  })

  test('a late answer of the hook is error 251, and nobody is logged in', async () => {
    const { logIn } = opened(50)
    const open: ServerResponse[] = []
    answer = (_request, response) => void open.push(response)
    const result = await logIn()
    for (const response of open) response.end(JSON.stringify({ user }))
    assert.deepEqual(result, { reason: 'login_check_failed' })
    assert.equal(loginMessage(result)[0], 251)
  })

  test('the member that was not taken is named in the log, without its value', async () => {
    const { logIn } = opened()
    const wrong: readonly (readonly [text: string, member: string])[] = [
      [JSON.stringify({ user: { ...user, id: 9241 } }), 'user.id'],
      ['{"user":{"id":924100000000000000001}}', 'user.id'],
      [JSON.stringify({ user: { ...user, shop: { id: 3000009241, name: 'x' } } }), 'user.shop.id'],
      [JSON.stringify({ user: { ...user, shop: { id: '3000000001' } } }), 'user.shop.name'],
      [JSON.stringify({ user: { ...user, mayAuthorise: 9241 } }), 'user.mayAuthorise'],
      [JSON.stringify({ user: { ...user, displayName: null } }), 'user.displayName'],
      [JSON.stringify({ user: 9241 }), 'user'],
      ['{"refused":"password_wrong","triesLeft":924100}', 'triesLeft'],
      ['{"refused":"value 9241"}', 'refused'],
    ]
    for (const [text, member] of wrong) {
      answer = (_request, response) => void response.end(text)
      logged.length = 0
      assert.deepEqual(await logIn(), { reason: 'login_check_unreadable' })
      assert.match(logged.join(), new RegExp(`"member":"${member}","problem":"[^"]+`), text)
      assert.doesNotMatch(logged.join(), /9241/)
    }
    for (const [text, problem] of [
      ['9241', 'not a JSON object'],
      ['{"9241":1}', 'neither user nor refused'],
      [' '.repeat(20_000), 'longer than 16384 bytes'],
    ] as const) {
      answer = (_request, response) => void response.end(text)
      logged.length = 0
      assert.deepEqual(await logIn(), { reason: 'login_check_unreadable' })
      assert.match(logged.join(), new RegExp(`"problem":"${problem}"`))
    }
  })

  test('is kept from a flood of guesses', async () => {
    const { logIn } = opened()
    says({ refused: 'password_wrong', triesLeft: 5 })
    const before = asked.length
    const begun = Math.floor(Date.now() / 1000)
    for (let nth = 0; nth < 40; nth++) await logIn()
    assert.equal(asked.length - before, 30)
    const { reason, until = 0 } = (await logIn()) as LoginFailure
    assert.equal(reason, 'account_frozen')
    assert.ok(until >= begun + 900 && until <= Date.now() / 1000 + 900, 'a quarter of an hour from the first')
  })
})
