/* The sites and the admin API are loaded with the first request for them, and behave as if they had been there all along. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { registerHooks } from 'node:module'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import type { Target } from '../../../test/security/target.ts'
import type { Answer, Sent } from '../../../test/security/wire.ts'

/** What was loaded since the test began, and the module that does not load. */
const loaded: string[] = []
let broken: string | undefined
registerHooks({
  load(url, context, next) {
    loaded.push(url)
    if (broken !== undefined && url.includes(broken)) throw new Error('the disk is gone')
    return next(url, context)
  },
})
const ofParts = /\/(?:acts|console|reference|sandbox)\/src\/(?!administration|(?:api\/)?path)/
const parts = () => loaded.filter((url) => ofParts.test(url))

let it: Target
let ask: (path: string, sent?: Sent) => Promise<Answer>
before(async () => {
  const { target } = await import('../../../test/security/target.ts')
  const { send } = await import('../../../test/security/wire.ts')
  it = await target({ store: 'memory' })
  ask = (path, sent) => send(it.origin, path, sent)
})
after(() => it.close())

test('a server that is asked for tokens alone has loaded none of them', async () => {
  assert.equal((await ask('/healthz')).status, 200)
  assert.equal((await ask('/introspect', { method: 'POST' })).status, 400)
  assert.equal((await ask('/developers')).status, 404)
  assert.equal((await ask('/admin/apis')).status, 404)
  assert.deepEqual(parts(), [])
})

test('a part that does not load is said to have failed, and is tried anew', async () => {
  broken = '/acts/src/letters/password-words.ts'
  const failed = await ask('/account/login')
  assert.equal(failed.status, 500)
  assert.deepEqual(JSON.parse(failed.body), { error: 'server_error' })
  assert.doesNotMatch(failed.body, /disk/)
  assert.match(it.log(), /the disk is gone/)
  broken = undefined
  const answer = await ask('/account/login')
  assert.equal(answer.status, 200)
  assert.match(answer.body, /<form/)
})

test('those who come first at the same time are all answered, and each once in the log', async () => {
  const paths = Array.from({ length: 20 }, (_, at) => `/developer/${at === 0 ? 'login' : `nowhere-${at}`}`)
  const answers = await Promise.all(paths.map((path) => ask(path)))
  assert.deepEqual(
    answers.map(({ status }) => status),
    paths.map((_, at) => (at === 0 ? 200 : 404)),
  )
  for (const { headers } of answers) assert.match(headers['content-type'] ?? '', /^text\/html/)
  const lines = it
    .log()
    .split('\n')
    .filter((line) => line.includes('"path":"/developer/'))
  assert.equal(lines.length, paths.length)
  const ids = answers.map(({ headers }) => String(headers['x-request-id']))
  for (const id of ids) assert.equal(lines.filter((line) => line.includes(id)).length, 1, id)
})

test('the first request of all may have a body, and any method leads below a prefix', async () => {
  const body = JSON.stringify({ username: 'nobody', password: 'x'.repeat(2000) })
  const headers = { 'content-type': 'application/json' }
  const login = await ask('/admin/api/session', { method: 'POST', headers, body })
  assert.equal(login.status, 401)
  assert.match(login.headers['cache-control'] ?? '', /no-store/)
  for (const method of ['PUT', 'DELETE', 'PROPFIND', 'OPTIONS']) {
    const { status, headers: said } = await ask('/operator/apps', { method })
    assert.equal(status, 404, method)
    assert.match(said['content-type'] ?? '', /^text\/html/, method)
  }
})

test('a request in flight below a prefix is answered while the server stops', async () => {
  const { target } = await import('../../../test/security/target.ts')
  const own = await target({ store: 'memory' })
  const socket = connect(Number(new URL(own.origin).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write('POST /account/login HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nusern')
  await new Promise((resolve) => setTimeout(resolve, 300))
  const closed = own.close()
  socket.write('ame=x')
  const [reply] = (await once(socket, 'data')) as [Buffer]
  assert.match(reply.toString(), /^HTTP\/1\.1 403 /)
  await closed
  socket.destroy()
})
