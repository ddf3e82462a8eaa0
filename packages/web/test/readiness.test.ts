/* What /readyz tells, and how seldom it asks. */
import assert from 'node:assert/strict'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, mock, test } from 'node:test'
import { UnknownKeyError, generateKey, keyRing } from '@hufu/crypto'
import { builtInPlatforms } from '@hufu/dialects'
import { logTo } from '../src/log.ts'
import { readConfig } from '@hufu/server'
import { serve } from '@hufu/platform'
import { StoreError, sqliteStore } from '@hufu/store'
import { smallDisk } from '../../keeper/test/small-disk.ts'
import { readiness, refuseFullDisk } from '../src/http/readiness.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-ready-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function logged() {
  const said: string[] = []
  const note = (about: object, text?: string) => void said.push(`${text} ${JSON.stringify(about)}`)
  return { said, log: { error: note, info: note } as Pick<ReturnType<typeof logTo>, 'error' | 'info'> }
}

test('it is asked at most once a second, whoever asks; each change is told once in the log', async () => {
  let now = 0
  const clock = mock.method(performance, 'now', () => now)
  try {
    const { said, log } = logged()
    let asked = 0
    let broken: Error | undefined
    const ready = readiness(async () => {
      asked++
      if (broken) throw broken
    }, log)
    await Promise.all(Array.from({ length: 50 }, ready))
    now = 999
    assert.equal(await ready(), undefined)
    assert.equal(asked, 1)
    for (const [error, reason] of [
      [new StoreError('full', 'the disk is full', 'make room'), 'full'],
      [new StoreError('busy', 'locked', 'wait'), 'busy'],
      [new UnknownKeyError('k1', ['k2']), 'key_missing'],
      [new Error('odd'), 'failing'],
    ] as const) {
      broken = error
      for (const _round of [1, 2]) {
        now += 1000
        assert.equal(await ready(), reason)
      }
    }
    broken = undefined
    now += 1000
    assert.equal(await ready(), undefined)
    assert.equal(asked, 10)
    assert.equal(said.length, 5, said.join('\n'))
  } finally {
    clock.mock.restore()
  }
})

/** On a store of its own; asks after each second that passes for it. */
async function served(file: string, patience: number) {
  const config = readConfig({ listen: { port: 0 }, store: `sqlite:${file}` }, builtInPlatforms)
  const running = await serve(
    config,
    keyRing([generateKey()]),
    logTo('silent'),
    sqliteStore(file, { patience }),
  )
  let ahead = 0
  const real = performance.now.bind(performance)
  const clock = mock.method(performance, 'now', () => real() + ahead)
  return {
    running,
    async ready() {
      ahead += 1000
      const answer = await fetch(`${running.url}/readyz`)
      const said = (await answer.json()) as { readonly because?: string }
      assert.equal(answer.status, said.because === undefined ? 200 : 503)
      assert.equal(answer.headers.get('retry-after'), said.because === undefined ? null : '1')
      return said.because
    },
    async close() {
      clock.mock.restore()
      await running.close()
    },
  }
}

test('a file that was deleted, or another in its place, is told, and nothing is written to it any more', async () => {
  const file = join(folder, 'moved.db')
  const { running, ready, close } = await served(file, 5000)
  try {
    assert.equal(await ready(), undefined)
    renameSync(file, `${file}.away`)
    assert.equal(await ready(), 'replaced')
    await assert.rejects(running.runtime.store.putSetting('x', 'y'), { reason: 'replaced' })
    new DatabaseSync(file).close()
    assert.equal(await ready(), 'replaced')
    renameSync(`${file}.away`, file)
    assert.equal(await ready(), undefined)
  } finally {
    await close()
  }
})

test('a store that another program keeps locked is told', async () => {
  const file = join(folder, 'locked.db')
  const { ready, close } = await served(file, 50)
  const other = new DatabaseSync(file)
  try {
    assert.equal(await ready(), undefined)
    other.exec('begin immediate')
    assert.equal(await ready(), 'busy')
    other.exec('rollback')
    assert.equal(await ready(), undefined)
  } finally {
    other.close()
    await close()
  }
})

test('a full disk is told', (t) => {
  const disk = smallDisk(8)
  if (!disk) return t.skip('this user cannot mount a small disk')
  const store = `sqlite:${join(disk.folder, 'hufu.db')}`
  try {
    refuseFullDisk(store)
    refuseFullDisk('memory:')
    disk.fill(4096)
    assert.throws(() => refuseFullDisk(store), { reason: 'full' })
  } finally {
    disk.remove()
  }
})
