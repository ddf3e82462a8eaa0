/* Which stores a sandbox takes: its own, and never one that real shops depend on. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { generateKey, keyRing } from '@hufu/crypto'
import { builtInPlatforms } from '@hufu/dialects'
import { ConfigError } from '@hufu/web/config-error'
import { logTo } from '@hufu/web/log'
import { readConfig } from '@hufu/server'
import { serve } from '@hufu/platform'
import { sqliteStore } from '@hufu/store'
import { TOKEN } from './sandboxed.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-sandbox-stores-'))
after(() => rmSync(folder, { recursive: true }))
const ring = keyRing([generateKey()])

type As = 'production' | 'demo' | 'sandbox'

/** Serves the store once, and lets go of it. */
async function served(name: string, ...each: readonly As[]): Promise<void> {
  for (const as of each) {
    const mode = as === 'sandbox' ? 'demo' : as
    const config = readConfig({ mode, listen: { port: 0 }, store: 'memory:' }, builtInPlatforms)
    const store = sqliteStore(join(folder, name))
    try {
      const sandboxed = as === 'sandbox' ? { token: TOKEN } : undefined
      const running = await serve(config, ring, logTo('silent'), store, {}, sandboxed)
      await running.close()
    } catch (error) {
      await store.close()
      throw error
    }
  }
}

/** As the versions before left it. */
async function unmark(name: string): Promise<void> {
  const store = sqliteStore(join(folder, name))
  await store.deleteSetting('served as')
  await store.close()
}

const refused = (why: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ConfigError, String(error))
  assert.match(error.message, why)
  return true
}

describe('a sandbox', () => {
  test('takes a new store, its own again, and that of a demo', async () => {
    await served('own.db', 'sandbox', 'sandbox', 'demo', 'sandbox')
    await served('demo.db', 'demo', 'sandbox')
  })

  test('refuses a store that was ever served in production, whatever came after', async () => {
    const why = /^store: it has been served in production.*a store and keys of its own/
    await served('production.db', 'production')
    await assert.rejects(served('production.db', 'sandbox'), refused(why))
    await served('production.db', 'demo')
    await assert.rejects(served('production.db', 'sandbox'), refused(why))
    await served('production.db', 'production')

    await served('grown-up.db', 'demo', 'production')
    await assert.rejects(served('grown-up.db', 'sandbox'), refused(why))
  })

  test('refuses a store from before there were marks, which may be of production', async () => {
    await served('old.db', 'production')
    await unmark('old.db')
    await served('old.db', 'demo')
    await assert.rejects(served('old.db', 'sandbox'), refused(/^store: .*may be a production server’s/))
    await served('old.db', 'production')
    await assert.rejects(served('old.db', 'sandbox'), refused(/^store: it has been served in production/))
  })
})

test('a server in production refuses a store that was a sandbox’s', async () => {
  await served('sandboxed.db', 'demo', 'sandbox', 'demo')
  await assert.rejects(served('sandboxed.db', 'production'), refused(/^store: it is a sandbox’s/))
  await served('sandboxed.db', 'sandbox')
})
