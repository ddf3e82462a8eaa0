/*
 * No test file runs for ever. Preloaded by `npm test` into each: writes down that it runs, and ends it where its tests are
 * done and something that it left open would keep it alive. One that gets stuck in a test is ended by the runner.
 */
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'

/** After the last test: its `after` hooks may take this long. */
const hooksSeconds = Number(process.env['HUFU_TEST_HOOKS_SECONDS'] ?? 60)

const running = process.env['HUFU_TEST_RUNNING']
const [, file = ''] = process.argv
if (isMainThread && running !== undefined && process.env['NODE_TEST_CONTEXT'] && file.endsWith('.test.ts')) {
  const mark = join(running, String(process.pid))
  writeFileSync(mark, file)
  process.once('exit', () => rmSync(mark, { force: true }))
  const { after } = await import('node:test')
  // Of the root, and the first: called when all tests of the file are done, though the process may stay.
  after(() => {
    setTimeout(() => {
      const open = process.getActiveResourcesInfo().join(', ')
      console.error(`${file}: its tests are done, and it does not end: still open are ${open}`)
      process.exit(1)
    }, hooksSeconds * 1000).unref()
  })
}

/** Kills the files that have run for longer than this, which need not be able to hear anything. */
export function endOverdue(folder: string, milliseconds: number): void {
  for (const pid of readdirSync(folder)) {
    const mark = join(folder, pid)
    const since = statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - since < milliseconds) continue
    console.error(`${readFileSync(mark, 'utf8')} has run for ${milliseconds / 1000} s: it is ended`)
    rmSync(mark, { force: true })
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {} // it has ended meanwhile
  }
}
