/* A dialect whose client half is all there is: everybody may speak it, and no server of ours mounts it. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { keyRing } from '@hufu/crypto'
import { dialects, builtInPlatforms, referenceOf, servedDialects } from '@hufu/dialects'
import { type Running, openStore, serve } from '@hufu/platform'
import { enabledPlatforms, readConfig } from '@hufu/server'
import { logTo } from '@hufu/web/log'
import { adminDocument } from '@hufu/acts/api/document'
import { recordOf } from './records.ts'

const unserved = dialects.filter(({ clientOnly }) => clientOnly)
const demo = { mode: 'demo', listen: { port: 0 }, store: 'memory:' } as const

test('there are some, and all others are served', () => {
  assert.ok(unserved.length > 0)
  assert.deepEqual([...servedDialects, ...unserved], dialects)
})

test('a configuration that names one is refused, and none is enabled', async () => {
  const served = servedDialects.map(({ id }) => id)
  assert.deepEqual(
    enabledPlatforms(readConfig(demo, builtInPlatforms)).map(({ dialect }) => dialect.id),
    served,
  )
  const document = await adminDocument()
  for (const { id } of unserved) {
    const named = { ...demo, platforms: { [id]: { enabled: true } } }
    assert.throws(() => readConfig(named, builtInPlatforms), new RegExp(`platforms.${id}: .* no server half`))
    assert.ok(!document.includes(id))
  }
})

describe('a server that would have them all', () => {
  let running: Running
  before(async () => {
    const config = readConfig(demo, builtInPlatforms)
    const ring = keyRing([{ id: 'test', key: new Uint8Array(32).fill(3) }])
    running = await serve(config, ring, logTo('silent'), openStore(config))
  })
  after(() => running.close())

  const statusOf = async (method: string, path: string) => {
    const { status } = await fetch(`${running.url}${path}`, { method, redirect: 'manual' })
    return status
  }

  test('answers none of their addresses, and some of every other', async () => {
    for (const dialect of dialects) {
      const steps = referenceOf(recordOf(dialect)).flatMap(({ methods, path }) =>
        path === undefined ? [] : methods.map((method) => [method, `/${dialect.id}${path}`] as const),
      )
      const statuses = await Promise.all(steps.map((step) => statusOf(...step)))
      const absent = statuses.every((status) => status === 404)
      assert.equal(absent, dialect.clientOnly === true, `${dialect.id}: ${statuses.join(' ')}`)
      if (absent)
        for (const path of ['/oauth/revoke', '/introspect'])
          assert.equal(await statusOf('POST', `/${dialect.id}${path}`), 404)
    }
  })

  test('shows them nowhere', async () => {
    const page = await (await fetch(`${running.url}/developer/reference`)).text()
    for (const { id, title, clientOnly } of dialects)
      assert.equal(page.includes(`/${id}`) || page.includes(title), clientOnly !== true, id)
  })
})
