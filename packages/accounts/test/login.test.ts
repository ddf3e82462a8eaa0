import assert from 'node:assert/strict'
import { createHook } from 'node:async_hooks'
import { argon2Sync } from 'node:crypto'
import { before, beforeEach, suite, test } from 'node:test'
import { loginMessage } from '@hufu/dialects'
import {
  FREEZE_SECONDS,
  NETWORK_RATE,
  STRANGERS_TRIES,
  attempt as attemptAt,
} from '../src/login/login-limits.ts'
import { type User, rateLimit } from '@hufu/engine'
import { checkDeveloperLogin } from '../src/login/developer-login.ts'
import { checkLogin, checkOperatorLogin } from '../src/login/login.ts'
import { resetOperator, thawOperator } from '../src/people/operators.ts'
import { hashPassword } from '../src/login/passwords.ts'
import { type SmallStore, smallStore } from './small-store.ts'
import { developerOf, operatorOf, userOf } from '../../store/test/rows.ts'

const PASSWORD = 'right-password'
const OFFICE = '192.0.2.7'
const STRANGER = '198.51.100.9'

/** As cheap as argon2id can be: what is tested is the counting. */
const cheap = ((): string => {
  const salt = Buffer.from('cheap and salty')
  const how = { message: PASSWORD, nonce: salt, memory: 8, passes: 1, parallelism: 1, tagLength: 16 }
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  return `$argon2id$v=19$m=8,t=1,p=1$${text(salt)}$${text(argon2Sync('argon2id', how))}`
})()
let dear = ''
let store: SmallStore
let rates = rateLimit()

before(async () => {
  dear = await hashPassword(PASSWORD)
})

beforeEach(async () => {
  store = smallStore()
  rates = rateLimit()
  await store.putUser(merchant())
  await store.putOperator(operatorOf('root', { password: cheap }))
})

const merchant = (more: Partial<User> = {}): User =>
  userOf('user_1', { username: 'merchant', shopId: '2000000001', password: cheap, ...more })

/** The reason, with the tries left; `in` for a login. */
async function attempt(password: string, address = OFFICE, username = 'merchant'): Promise<string> {
  const result = await checkLogin({ username, password, address }, { store, rates })
  return 'user' in result
    ? 'in'
    : [result.reason, result.triesLeft].filter((part) => part !== undefined).join(' ')
}

const timesWrong = async (times: number, address = OFFICE): Promise<string[]> => {
  const answers: string[] = []
  for (let time = 0; time < times; time++) answers.push(await attempt(`wrong ${time}`, address))
  return answers
}

suite('a login', () => {
  test('with the right password', async () => {
    const result = await checkLogin(
      { username: 'merchant', password: PASSWORD, address: OFFICE },
      { store, rates },
    )
    assert.ok('user' in result)
    assert.equal(result.user.id, 'user_1')
  })

  test('says what is missing or unknown, and leaves no row', async () => {
    const rows = store.failureRows()
    assert.equal(await attempt('x', OFFICE, ''), 'username_missing')
    assert.equal(await attempt('', OFFICE), 'password_missing')
    assert.equal(await attempt('x', OFFICE, ' \u00a0'), 'username_missing')
    for (const name of ['nobody', 'Merchant', 'mer chant', '__proto__', 'x'.repeat(100_000)]) {
      assert.equal(await attempt(PASSWORD, OFFICE, name), 'username_unknown')
    }
    assert.equal(store.failureRows(), rows)
  })

  test('takes no blank around a user name for a part of it', async () => {
    for (const name of ['merchant ', ' merchant', 'merchant\u00a0', '\u3000merchant\n'])
      assert.equal(await attempt(PASSWORD, OFFICE, name), 'in', JSON.stringify(name))
    const given = { username: ' root ', password: PASSWORD, address: OFFICE }
    assert.ok('operator' in (await checkOperatorLogin(given, { store, rates })))
  })

  test('of a disabled account, or from an address that is not on the account’s list, is refused and not counted', async () => {
    await store.putUser(merchant({ version: 1, addresses: ['192.0.2.0/24'] }))
    for (let time = 0; time < 10; time++) assert.equal(await attempt(PASSWORD, STRANGER), 'address_denied')
    assert.equal(await attempt(PASSWORD), 'in')
    await store.putUser(merchant({ version: 2, status: 'disabled' }))
    const rows = store.failureRows()
    for (let time = 0; time < 10; time++) assert.equal(await attempt('wrong'), 'account_disabled')
    assert.equal(store.failureRows(), rows)
  })

  test('with a password of a megabyte is a wrong one, at once', async () => {
    assert.equal(await attempt('x'.repeat(1_000_000)), 'password_wrong 5')
  })
})

suite('six wrong passwords', () => {
  test('count the tries down to 1, then freeze, also for the right one', async () => {
    assert.deepEqual(await timesWrong(6), [
      'password_wrong 5',
      'password_wrong 4',
      'password_wrong 3',
      'password_wrong 2',
      'password_wrong 1',
      'account_frozen',
    ])
    assert.equal(await attempt(PASSWORD), 'account_frozen')
    assert.equal(loginMessage({ reason: 'account_frozen' })[0], 207)
  })

  test('say when it ends: two hours after the sixth, however often it is asked', async () => {
    const ended = store.now() + FREEZE_SECONDS
    const until = async () => {
      const result = await checkLogin(
        { username: 'merchant', password: PASSWORD, address: OFFICE },
        { store, rates },
      )
      return 'user' in result ? 'in' : result.until
    }
    await timesWrong(6)
    assert.equal(await until(), ended)
    store.turn(FREEZE_SECONDS - 1)
    assert.equal(await until(), ended)
    store.turn(1)
    assert.equal(await until(), 'in')
  })

  test('freeze for two hours from the sixth on, whenever the first was', async () => {
    await timesWrong(3)
    store.turn(FREEZE_SECONDS - 60)
    assert.equal((await timesWrong(3)).at(-1), 'account_frozen')
    store.turn(FREEZE_SECONDS - 5)
    assert.equal(await attempt(PASSWORD), 'account_frozen')
    store.turn(10)
    assert.equal(await attempt('wrong'), 'password_wrong 5')
    assert.equal(await attempt(PASSWORD), 'in')
  })

  test('that are spread over more than two hours do not freeze', async () => {
    for (let time = 0; time < 12; time++) {
      assert.match(await attempt('wrong'), /^password_wrong [1-5]$/)
      store.turn(FREEZE_SECONDS / 5 + 1)
    }
  })

  test('are counted anew after a success', async () => {
    await timesWrong(5)
    assert.equal(await attempt(PASSWORD), 'in')
    assert.equal((await timesWrong(1))[0], 'password_wrong 5')
  })

  test('cost no hash and no row any more once the account is frozen', async () => {
    await store.putUser(merchant({ version: 1, password: dear }))
    await timesWrong(6)
    const rows = store.failureRows()
    const started = process.cpuUsage()
    for (let time = 0; time < 50; time++) assert.equal(await attempt('wrong'), 'account_frozen')
    assert.ok(process.cpuUsage(started).user < 300_000, 'fifty hashes would take two seconds')
    assert.equal(store.failureRows(), rows)
  })

  test('are six also when twenty are tried at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => attempt(`wrong ${index}`)))
    assert.deepEqual(answers.filter((answer) => answer !== 'account_frozen').toSorted(), [
      'password_wrong 1',
      'password_wrong 2',
      'password_wrong 3',
      'password_wrong 4',
      'password_wrong 5',
    ])
    assert.equal(await attempt(PASSWORD), 'account_frozen')
  })

  test('do not let the right one in that comes after them, however close', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => attempt(index === 19 ? PASSWORD : `wrong ${index}`)),
    )
    assert.ok(!answers.includes('in'))
  })
})

suite('a stranger', () => {
  test('freezes the account for the network of the guesses alone', async () => {
    await timesWrong(6, STRANGER)
    assert.equal(await attempt(PASSWORD, '198.51.100.200'), 'account_frozen')
    assert.equal(await attempt(PASSWORD, '198.51.101.9'), 'in')
    assert.equal(await attempt(PASSWORD, OFFICE), 'in')
  })

  test('with many networks gets so many tries a day from all of them', async () => {
    let tries = 0
    for (let network = 0; network < 40; network++) {
      const answers = await timesWrong(5, `203.0.${network}.1`)
      tries += answers.filter((answer) => answer.startsWith('password_wrong')).length
    }
    assert.equal(tries, STRANGERS_TRIES)
    assert.equal(await attempt(PASSWORD, '203.0.113.1'), 'account_frozen')
    store.turn(86_400 + 1)
    assert.equal(await attempt(PASSWORD, '203.0.113.1'), 'in')
  })

  test('never shuts the merchant out of a network that they have logged in from', async () => {
    assert.equal(await attempt(PASSWORD, OFFICE), 'in')
    for (let day = 0; day < 3; day++) {
      await Promise.all(Array.from({ length: 80 }, (_, network) => attempt('wrong', `203.0.${network}.1`)))
      assert.equal(await attempt(PASSWORD, '203.0.200.1'), 'account_frozen')
      assert.equal(await attempt(PASSWORD, OFFICE), 'in')
      assert.equal(await attempt('typo', OFFICE), 'password_wrong 5')
      store.turn(86_400 / 2)
    }
  })

  test('with many networks at once gets no more tries', async () => {
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, network) => attempt('wrong', `203.0.${network}.1`)),
    )
    assert.equal(answers.filter((answer) => answer.startsWith('password_wrong')).length, STRANGERS_TRIES)
  })

  test('leaves a bounded number of rows, however long the guesses go on', async () => {
    for (let network = 0; network < 70; network++) await attempt('wrong', `203.0.${network}.1`)
    const rows = store.failureRows()
    for (let network = 0; network < 200; network++) await attempt('wrong', `203.1.${network}.1`)
    assert.equal(store.failureRows(), rows)
  })

  test('gets so many attempts from one network at all accounts together', async () => {
    for (let time = 0; time < NETWORK_RATE.count; time++) await attempt('x', STRANGER, `name${time}`)
    assert.equal(await attempt('x', STRANGER, 'another'), 'address_denied')
    assert.equal(await attempt(PASSWORD, OFFICE), 'in')
    store.turn(NETWORK_RATE.perSeconds)
    assert.equal(await attempt('x', STRANGER, 'another'), 'username_unknown')
  })
})

suite('an operator', () => {
  const asOperator = async (username: string, password: string, address = OFFICE): Promise<string> => {
    const result = await checkOperatorLogin({ username, password, address }, { store, rates })
    return 'operator' in result ? 'in' : result.failed
  }
  const wrongly = async (username: string): Promise<string[]> => {
    const answers: string[] = []
    for (let time = 0; time < 8; time++) answers.push(await asOperator(username, `wrong ${time}`))
    return answers
  }

  test('logs in with their password', async () => {
    assert.equal(await asOperator('root', PASSWORD), 'in')
  })

  test('is limited as a merchant is, and counted apart from one of the same name', async () => {
    assert.deepEqual(await wrongly('root'), [...Array<string>(5).fill('wrong'), 'frozen', 'frozen', 'frozen'])
    assert.equal(await asOperator('root', PASSWORD), 'frozen')
    assert.equal(await asOperator('root', PASSWORD, STRANGER), 'in')
    assert.equal(await attempt(PASSWORD), 'in')
  })

  test('who was frozen by wrong passwords logs in again after a thaw, and after a reset of their password', async () => {
    await wrongly('root')
    await thawOperator('root', { store })
    assert.equal(await asOperator('root', PASSWORD), 'in')
    await wrongly('root')
    const reset = await resetOperator('root', { store })
    assert.ok('oneTimePassword' in reset)
    assert.equal(await asOperator('root', reset.oneTimePassword), 'in')
  })

  test('who is unknown or disabled is answered as one who is not, and leaves no row', async () => {
    await store.putOperator(operatorOf('gone', { password: cheap, status: 'disabled' }))
    const rows = store.failureRows()
    assert.deepEqual(await wrongly('nobody'), await wrongly('gone'))
    assert.equal(store.failureRows(), rows)
    assert.deepEqual(await wrongly('nobody else'), await wrongly('root'))
  })

  test('is counted while the password is hashed: a slow store makes no account answer later than nobody', async () => {
    let asked = () => {}
    const isAsked = new Promise<void>((done) => (asked = done))
    const slow: typeof store = {
      ...store,
      async countLoginFailure(...args) {
        await isAsked
        return store.countLoginFailure(...args)
      },
    }
    const isRight = async () => {
      asked()
      return false
    }
    const given = { account: 'operator root', address: OFFICE, isPure: true, isRight } as const
    // A count that is awaited before the hash is never done.
    assert.deepEqual(await attemptAt(given, slow), { verdict: 'wrong', triesLeft: 5 })
  })

  test('who is unknown answers as a known one does, for as many hashes, from any number of networks', async () => {
    const developers = {
      ...store,
      developerByEmail: async (email: string) =>
        email === li.email ? { ...li, password: cheap } : undefined,
    }
    const asDeveloper = async (email: string, address: string) => {
      const result = await checkDeveloperLogin(
        { email, password: 'wrong', address },
        { store: developers, rates },
      )
      return 'failed' in result ? result.failed : 'in'
    }
    for (const [login, known, unknown] of [
      [(name: string, address: string) => asOperator(name, 'wrong', address), 'root', 'nobody'],
      [asDeveloper, li.email, 'nobody@example.com'],
    ] as const) {
      const tried = async (name: string, tries = 84) => {
        const said: string[] = []
        const hashes = await hashesOf(async () => {
          for (let nth = 0; nth < tries; nth++) said.push(await login(name, `203.0.${nth % 12}.1`))
        })
        return { said, hashes }
      }
      const told = await tried(known)
      assert.equal(told.hashes, STRANGERS_TRIES)
      assert.deepEqual(await tried(unknown), told)
      store.turn(FREEZE_SECONDS)
      assert.deepEqual(await tried(unknown), await tried(known))
      store.turn(86_400)
      // Some are enough: each hash for the unknown costs its full time, and that they are counted again is seen by the first.
      assert.deepEqual(await tried(unknown, 12), await tried(known, 12))
    }
  })
})

/** Passwords that are hashed meanwhile. */
async function hashesOf(act: () => Promise<unknown>): Promise<number> {
  let hashes = 0
  const counting = createHook({ init: (_, type) => void (type === 'ARGON2REQUEST' && hashes++) }).enable()
  await act()
  counting.disable()
  return hashes
}

const li = developerOf('dev_1', { email: 'li@example.com', name: 'Li', password: '' })

suite('an operator whom strangers guess at', () => {
  const guessed = async () => {
    for (let nth = 0; nth < 84; nth++)
      await checkOperatorLogin(
        { username: 'root', password: 'wrong', address: `203.0.${nth % 12}.1` },
        { store, rates },
      )
  }
  const loggedIn = async (password: string, browser?: string) => {
    const given = { username: 'root', password, address: '198.18.0.1' }
    const result = await checkOperatorLogin(given, { store, rates }, () => browser)
    return 'failed' in result ? result.failed : 'in'
  }

  test('logs in from a new network by a browser that they logged in with before, and by no other', async () => {
    await guessed()
    assert.equal(await loggedIn(PASSWORD), 'frozen')
    assert.equal(await loggedIn(PASSWORD, 'known'), 'in')
    assert.equal(await loggedIn(PASSWORD), 'in', 'the network is known from then on')
  })

  test('has six tries by a known browser too, which freezes for itself alone', async () => {
    const tries = Array.from({ length: 8 }, () => 'wrong')
    const said: string[] = []
    for (const password of tries) said.push(await loggedIn(password, 'known'))
    assert.deepEqual(said, [...Array<string>(5).fill('wrong'), 'frozen', 'frozen', 'frozen'])
    assert.equal(await loggedIn(PASSWORD, 'known'), 'frozen')
    assert.equal(await loggedIn(PASSWORD, 'another'), 'in')
  })
})

suite('from an address that cannot be read', () => {
  const GARBLED = 'unknown'

  test('no network is frozen: strangers and the merchant are not one network', async () => {
    for (let time = 0; time < 10; time++)
      assert.match(await attempt(`wrong ${time}`, GARBLED), /^password_wrong /)
    assert.equal(await attempt(PASSWORD, GARBLED), 'in')
    assert.equal(await attempt(PASSWORD), 'in')
  })

  test('no number of attempts at all accounts together is refused', async () => {
    for (let time = 0; time <= NETWORK_RATE.count; time++)
      assert.equal(await attempt('x', GARBLED, 'nobody'), 'username_unknown')
  })

  test('an account takes as many tries a day as from strangers, and a network that is known goes on', async () => {
    assert.equal(await attempt(PASSWORD), 'in')
    const strangers = STRANGERS_TRIES - 1 // The first login from a network counts.
    for (let left = strangers - 1; left > 0; left--)
      assert.equal(await attempt('wrong', GARBLED), `password_wrong ${left}`)
    assert.equal(await attempt('wrong', GARBLED), 'account_frozen')
    assert.equal(await attempt(PASSWORD, GARBLED), 'account_frozen')
    assert.equal(await attempt(PASSWORD), 'in')
    store.turn(86_400)
    assert.equal(await attempt(PASSWORD, GARBLED), 'in')
  })

  test('an unknown operator answers as a known one does', async () => {
    const outcomes = async (username: string): Promise<readonly string[]> => {
      const all: string[] = []
      for (let time = 0; time < STRANGERS_TRIES + 2; time++) {
        const given = { username, password: 'wrong', address: GARBLED }
        const result = await checkOperatorLogin(given, { store, rates })
        all.push('failed' in result ? result.failed : 'in')
      }
      return all
    }
    assert.deepEqual(await outcomes('nobody'), await outcomes('root'))
  })
})
