/* What the daemon answers while its store is away: to programs, and to who looks at its pages. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import cookie from '@fastify/cookie'
import { keeperError } from '@hufu/keeper/parts'
import type { Sessions } from '@hufu/web/sessions'
import { site } from '@hufu/web/site'
import { StoreError } from '@hufu/store'
import fastify from 'fastify'
import { answerError, isStoreAway } from '@hufu/keeper-daemon/api/answer'
import { words } from '@hufu/keeper-daemon/pages/words'

const away = [
  ['the keeper’s own word', () => keeperError('store_unavailable')],
  ['the store’s', () => new StoreError('busy', 'the database is locked', 'try again')],
] as const

const said: string[] = []
const app = fastify({ logger: { level: 'error', stream: { write: (line: string) => void said.push(line) } } })
after(() => app.close())

for (const [name, error] of away)
  test(`a program is told 503 and when to ask again: ${name}`, async () => {
    const api = fastify()
    api.setErrorHandler(answerError(() => 0))
    api.get('/', () => Promise.reject(error()))
    const answer = await api.inject('/')
    assert.deepEqual(
      [answer.statusCode, answer.headers['retry-after'], answer.json<{ error: string }>().error],
      [503, '1', 'store_unavailable'],
    )
    await api.close()
  })

test('a page says that the store is busy, not that there was an internal error', async () => {
  await app.register(async (pages) => {
    await pages.register(cookie)
    const sessions = {
      current: async () => ({ account: {}, session: {}, id: 'x' }),
      formToken: () => 'token',
    } as unknown as Sessions<object>
    const own = site<object>(pages, {
      prefix: '/ui',
      sessions,
      loginPath: '/login',
      words,
      nameOf: () => '',
      sections: () => [],
      isBusy: isStoreAway,
    })
    for (const [nth, [, error]] of away.entries()) own.page(`/${nth}`, () => Promise.reject(error()))
    own.page('/bug', () => Promise.reject(new Error('a bug')))
  })
  for (const nth of away.keys()) {
    const answer = await app.inject({ url: `/ui/${nth}`, headers: { 'accept-language': 'en' } })
    assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [503, '1'])
    assert.doesNotMatch(answer.body, /our fault/)
  }
  assert.doesNotMatch(said.join(''), /internal error/)
  assert.equal((await app.inject('/ui/bug')).statusCode, 500)
})
