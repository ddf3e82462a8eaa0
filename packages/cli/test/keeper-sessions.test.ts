/* Sessions of the keeper's pages, over several processes of one store. */
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { generateKey, keyRing } from '@hufu/crypto'
import { sqliteKeeperStore } from '@hufu/keeper'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { uiSessions } from '@hufu/keeper-daemon/pages/sessions'

const now = () => Date.now() / 1000

/** A browser that keeps what it is given. */
function browser() {
  const cookies: Record<string, string> = {}
  const request = { cookies } as unknown as FastifyRequest
  const reply = {
    setCookie: (name: string, value: string) => void (cookies[name] = value),
    clearCookie: () => undefined,
  } as unknown as FastifyReply
  return { request, reply }
}

test('a logout at one process ends the session at every process of the store, and twice is as once', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'hufu-sessions-')), 'keeper.db')
  const ring = keyRing([generateKey()])
  const stores = [sqliteKeeperStore(file), sqliteKeeperStore(file)] as const
  const [one, other] = stores.map((store) => uiSessions(ring, store, now, false, () => true))
  assert.ok(one && other)
  const { request, reply } = browser()
  const stays = browser()
  await one.begin(request, reply, { tokenDigest: '' })
  await one.begin(stays.request, stays.reply, { tokenDigest: '' })
  assert.ok(await other.current(request))
  await Promise.all([one.end(request, reply), other.end(request, reply)])
  await one.end(request, reply)
  // The cookie of before the logout, as somebody may have copied it.
  assert.equal(await one.current(request), undefined)
  assert.equal(await other.current(request), undefined)
  assert.ok(await other.current(stays.request))
  for (const store of stores) await store.close()
})
