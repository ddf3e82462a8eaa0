import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import {
  type NewUser,
  changeUser,
  createShop,
  createUser,
  disableUser,
  enableUser,
} from '../src/people/accounts.ts'
import { type PasswordContext, changeOwnPassword, setPassword } from '../src/login/password-change.ts'
import { type Refusal, isRefusal } from '../src/refusal.ts'
import { type User, digest, isGateway, rateLimit } from '@hufu/engine'
import { checkLogin, checkOperatorLogin, operatorAccount } from '../src/login/login.ts'
import {
  chooseOperatorPassword,
  createGateway,
  createOperator,
  replaceGatewaySecret,
  resetOperator,
  setGatewayRefreshTokens,
  setOperatorRole,
  setOperatorStatus,
} from '../src/people/operators.ts'
import { gatewayView, operatorView, userView } from '../src/views.ts'
import { type SmallStore, smallStore } from './small-store.ts'

let store: SmallStore
let context: PasswordContext
let forgotten = 0
let shopId = ''

beforeEach(async () => {
  store = smallStore()
  forgotten = 0
  context = {
    store,
    directory: { forget: () => void forgotten++ },
    dialects: [{ id: 'strict' }, { id: 'lenient' }],
    policyOf: (platform) => ({ passwordChange: platform === 'lenient' ? 'keep-grants' : 'end-grants' }),
  }
  shopId = granted(await createShop('Tea house', context)).id
})

function granted<Value extends object>(value: Value | Refusal): Value {
  assert.ok(!isRefusal(value), isRefusal(value) ? value.message : '')
  return value
}

function refused(value: object): Refusal {
  assert.ok(isRefusal(value), 'it was not refused')
  return value
}

const whole = (more: Partial<NewUser> = {}): NewUser => ({
  shopId,
  username: 'merchant',
  password: 'good-password',
  ...more,
})
const created = async (more?: Partial<NewUser>): Promise<User> =>
  granted(await createUser(whole(more), context))
const login = (password: string, username = 'merchant') =>
  checkLogin({ username, password, address: '192.0.2.1' }, { store, rates: rateLimit() })

const session = async (accountId: string, name: string, kind: 'merchant' | 'operator' = 'merchant') => {
  const id = digest('session', name)
  await store.putSession({ id, kind, accountId, createdAt: 0, expiresAt: store.now() + 3600 })
  return id
}

suite('a shop', () => {
  test('has a number of ten digits of its own', async () => {
    const shops = await Promise.all(Array.from({ length: 50 }, () => createShop('Shop', context)))
    const ids = shops.map((shop) => granted(shop).id)
    for (const id of ids) assert.match(id, /^[1-9]\d{9}$/)
    assert.equal(new Set(ids).size, ids.length)
    assert.deepEqual(await store.shop(shopId), { id: shopId, name: 'Tea house', createdAt: store.now() })
  })

  test('has a name that people can read', async () => {
    for (const name of ['', ' x', 'a\u202eb', 'x'.repeat(65)])
      assert.equal(refused(await createShop(name, context)).refused, 'invalid')
  })
})

suite('a user', () => {
  test('logs in with the password that they were made with, which is kept as a hash', async () => {
    const user = await created()
    assert.ok('user' in (await login('good-password')))
    assert.match(user.password, /^\$argon2id\$/)
    assert.deepEqual([user.displayName, user.mayAuthorise, user.status], ['merchant', true, 'active'])
    assert.equal(forgotten, 1)
  })

  test('is one of several of their shop, and has a name of their own', async () => {
    await created()
    granted(await createUser(whole({ username: '店员二', displayName: '小王' }), context))
    assert.equal(refused(await createUser(whole(), context)).refused, 'taken')
    const both = await Promise.all([1, 2].map(() => createUser(whole({ username: 'third' }), context)))
    assert.equal(both.filter(isRefusal).length, 1)
  })

  const wrong: readonly (readonly [what: string, more: Partial<NewUser>, message: RegExp])[] = [
    ['no name', { username: '' }, /^username: is empty/],
    ['a name with a space', { username: 'a b' }, /^username: has a space/],
    ['a name with what is invisible', { username: 'a\u200bb' }, /^username: has a space or an invisible/],
    ['a name that has two spellings', { username: 'a\u0308' }, /^username: .*normal form/],
    ['a name without end', { username: 'x'.repeat(65) }, /^username: has more than 64/],
    ['a short password', { password: 'short12' }, /^password: has fewer than 8/],
    ['a password without end', { password: 'x'.repeat(1025) }, /^password: has more than 1024/],
    ['the name as password', { password: 'MERCHANT' }, /^password: is the user name/],
    ['a shop that is not there', { shopId: '1' }, /^shopId: there is no shop 1/],
    ['a list of addresses that are none', { addresses: ['everywhere'] }, /^addresses\[0\]/],
    ['a display name that turns the writing', { displayName: 'a\u202eb' }, /^displayName/],
  ]
  for (const [what, more, message] of wrong) {
    test(`with ${what} is refused`, async () => {
      assert.match(refused(await createUser(whole(more), context)).message, message)
    })
  }

  test('has a picture by plain https, or none', async () => {
    const { id } = await created({ avatarUrl: 'https://img.example/a.png?size=64' })
    const bad = [
      'http://img.example/a.png',
      'javascript:alert(1)',
      ' https://a.example',
      'https://a b',
      'https://u:p@a.example/',
      'data:image/png;base64,AA==',
      'https://a.example/"onerror=x',
      'https://',
      `https://a.example/${'x'.repeat(1024)}`,
    ]
    for (const avatarUrl of bad)
      assert.match(refused(await changeUser(id, { avatarUrl }, context)).message, /^avatarUrl/, avatarUrl)
    assert.equal(
      granted(await changeUser(id, { displayName: 'Li' }, context)).avatarUrl,
      'https://img.example/a.png?size=64',
    )
    assert.ok(!('avatarUrl' in granted(await changeUser(id, { avatarUrl: null }, context))))
  })

  test('may be told not to authorise', async () => {
    const { id } = await created()
    assert.equal(granted(await changeUser(id, { mayAuthorise: false }, context)).mayAuthorise, false)
    assert.equal((await store.user(id))?.mayAuthorise, false)
  })

  test('who is disabled loses their sessions and cannot log in, until they are enabled', async () => {
    const { id } = await created()
    const held = await session(id, 'a')
    granted(await disableUser(id, context))
    assert.equal(await store.session(held), undefined)
    assert.deepEqual(await login('good-password'), { reason: 'account_disabled' })
    granted(await enableUser(id, context))
    assert.ok('user' in (await login('good-password')))
  })

  test('who is not there is said to be unknown', async () => {
    for (const result of [
      setPassword('user_0', 'long-enough', context),
      changeUser('user_0', {}, context),
      disableUser('user_0', context),
    ]) {
      assert.equal(refused(await result).refused, 'unknown')
    }
  })
})

suite('a new password', () => {
  test('ends all sessions of the user and all that they authorised, and of nobody else', async () => {
    const user = await created()
    const other = await created({ username: 'other' })
    const held = await session(user.id, 'a')
    const others = await session(other.id, 'b')
    granted(await setPassword(user.id, 'another-password', context))
    assert.equal(await store.session(held), undefined)
    assert.ok(await store.session(others))
    assert.deepEqual(store.revoked, [
      { which: { userId: user.id, exceptPlatforms: ['lenient'] }, because: 'password_changed' },
    ])
    assert.equal(((await login('good-password')) as { reason: string }).reason, 'password_wrong')
    assert.ok('user' in (await login('another-password')))
  })

  test('that is not good enough changes nothing', async () => {
    const user = await created()
    refused(await setPassword(user.id, 'short', context))
    assert.deepEqual(store.revoked, [])
    assert.ok('user' in (await login('good-password')))
  })
})

suite('an operator', () => {
  const own = 'a password of their own'
  const enter = async (password: string) => {
    const result = await checkOperatorLogin(
      { username: 'root', password, address: '192.0.2.1' },
      { store, rates: rateLimit() },
    )
    return 'operator' in result ? result.operator : undefined
  }

  test('is made with a one-time password, and chooses their own with it', async () => {
    const { oneTimePassword } = granted(await createOperator('root', { store }))
    const operator = await enter(oneTimePassword)
    assert.equal(operator?.oneTime, true)
    assert.match(
      refused(await chooseOperatorPassword(operator, oneTimePassword, { store })).message,
      /the one before/,
    )
    assert.match(
      refused(await chooseOperatorPassword(operator, 'eleven char', { store })).message,
      /fewer than 12/,
    )
    assert.equal(granted(await chooseOperatorPassword(operator, own, { store })).oneTime, false)
    assert.equal(await enter(oneTimePassword), undefined)
    assert.equal((await enter(own))?.oneTime, false)
  })

  test('chooses once, however many log in with the one-time password at once', async () => {
    const { operator } = granted(await createOperator('root', { store }))
    const choices = await Promise.all(
      ['first', 'second', 'third'].map((which) =>
        chooseOperatorPassword(operator, `the ${which} password`, { store }),
      ),
    )
    assert.equal(choices.filter((choice) => !isRefusal(choice)).length, 1)
  })

  test('is made once, and reset when they have lost their password', async () => {
    const { operator } = granted(await createOperator('root', { store }))
    granted(await chooseOperatorPassword(operator, own, { store }))
    assert.equal(refused(await createOperator('root', { store })).refused, 'taken')
    const held = await session(operatorAccount('root'), 'a', 'operator')
    const { oneTimePassword } = granted(await resetOperator('root', { store }))
    assert.equal(await store.session(held), undefined)
    assert.equal(await enter(own), undefined)
    assert.equal((await enter(oneTimePassword))?.oneTime, true)
  })

  test('who is disabled loses their sessions', async () => {
    const { oneTimePassword } = granted(await createOperator('root', { store }, 'reviewer'))
    const held = await session(operatorAccount('root'), 'a', 'operator')
    granted(await setOperatorStatus('root', 'disabled', { store }))
    assert.equal(await store.session(held), undefined)
    assert.equal(await enter(oneTimePassword), undefined)
  })

  test('is not a user: sessions of a user with the same name stay', async () => {
    granted(await createOperator('user_1', { store }))
    const held = await session('user_1', 'a')
    granted(await resetOperator('user_1', { store }))
    assert.ok(await store.session(held))
  })
})

suite('a gateway', () => {
  const platforms = { store: undefined as unknown as SmallStore, dialects: [{ id: 'one' }, { id: 'two' }] }

  test('has an id and a secret, told once, and may be limited to platforms', async () => {
    const { gateway, secret } = granted(await createGateway(['one'], { ...platforms, store }))
    assert.ok(isGateway(gateway, secret) && !isGateway(gateway, 'x') && !isGateway(undefined, ''))
    assert.deepEqual(gateway.platforms, ['one'])
    assert.deepEqual(Object.keys(gatewayView(gateway)), ['id', 'platforms', 'seesRefreshTokens', 'createdAt'])
    assert.match(
      refused(await createGateway(['three'], { ...platforms, store })).message,
      /^platforms\[0\]: "three" is not enabled/,
    )
  })

  test('sees no refresh tokens unless it is told so, and keeps that with a new secret', async () => {
    const context = { ...platforms, store }
    const { gateway } = granted(await createGateway([], context))
    assert.equal(gateway.seesRefreshTokens, false)
    assert.equal(granted(await createGateway([], context, true)).gateway.seesRefreshTokens, true)
    assert.equal(granted(await setGatewayRefreshTokens(gateway.id, true, context)).seesRefreshTokens, true)
    assert.equal(granted(await replaceGatewaySecret(gateway.id, context)).gateway.seesRefreshTokens, true)
    assert.equal(refused(await setGatewayRefreshTokens('gateway_0', true, context)).refused, 'unknown')
  })

  test('loses access when it gets a new secret', async () => {
    const { gateway, secret } = granted(await createGateway([], { ...platforms, store }))
    const next = granted(await replaceGatewaySecret(gateway.id, { ...platforms, store }))
    assert.ok(isGateway(next.gateway, next.secret) && !isGateway(next.gateway, secret))
    assert.equal(refused(await replaceGatewaySecret('gateway_0', { ...platforms, store })).refused, 'unknown')
  })
})

test('no view of an account contains a password', async () => {
  const user = await created()
  const { operator } = granted(await createOperator('root', { store }))
  const shown = JSON.stringify([userView(user), operatorView(operator)])
  assert.ok(!shown.includes('argon2id') && !shown.includes('"password"'))
})

suite('a new password that is hashed while', () => {
  const own = 'my own password'
  const oneTimeOf = async () => granted(await createOperator('root', { store }, 'reviewer')).operator

  test('an operator is disabled: they stay so', async () => {
    const choosing = chooseOperatorPassword(await oneTimeOf(), own, { store })
    granted(await setOperatorStatus('root', 'disabled', { store }))
    await choosing
    assert.equal((await store.operator('root'))?.status, 'disabled')
  })

  test('an operator gets another role: they have it', async () => {
    const choosing = chooseOperatorPassword(await oneTimeOf(), own, { store })
    granted(await setOperatorRole('root', 'auditor', { store }))
    granted(await choosing)
    const { role, oneTime } = (await store.operator('root'))!
    assert.deepEqual([role, oneTime], ['auditor', false])
  })

  test('an operator is reset: it is refused', async () => {
    const operator = await oneTimeOf()
    const resetting = resetOperator('root', { store })
    // It verifies and hashes, and comes second.
    const choosing = chooseOperatorPassword(operator, own, { store })
    granted(await resetting)
    assert.equal(refused(await choosing).refused, 'changed_meanwhile')
    assert.equal((await store.operator('root'))?.oneTime, true)
  })

  test('a user’s is set by an operator: what its owner proved is worth nothing', async () => {
    const user = await created()
    granted(await setPassword(user.id, 'by the operator', context))
    const change = { current: 'good-password', wanted: 'by its owner', address: '192.0.2.1' }
    const late = await changeOwnPassword(user, change, { ...context, store })
    assert.equal(refused(late).refused, 'changed_meanwhile')
    assert.ok('user' in (await login('by the operator')))
  })
})
