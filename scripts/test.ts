/*
 * `npm test`: all tests. Files and folders that are named are run instead, and any option of `node --test` is passed on.
 * `--long` runs the long forms (test/long.ts). A browser and a PostgreSQL are shared by all files that want one, and a
 * file that does not end is ended.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { endOverdue } from './test-ends.ts'
import { testServers } from './test-servers.ts'

const root = resolve(import.meta.dirname, '..')
const given = process.argv.slice(2).filter((each) => each !== '--long')
const long = process.argv.includes('--long')
const MINUTE = 60_000
const mostPerFile = (long ? 60 : 8) * MINUTE

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
const asked = given.map((each) => {
  const path = resolve(each)
  return !each.startsWith('-') && isFolder(path) ? `${path.replaceAll('\\', '/')}/**/*.test.ts` : each
})
const named = given.some((each) => !each.startsWith('-'))
const files = named ? [] : ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts']
// More than there are cores: many files wait for a lease or a clock more than they work.
const atOnce = 2 * availableParallelism()
const how = [
  `--import=${new URL('test-ends.ts', import.meta.url).href}`,
  '--test-reporter=spec',
  `--test-timeout=${mostPerFile / 2}`,
  `--test-concurrency=${atOnce}`,
]

const running = mkdtempSync(join(tmpdir(), 'hufu-running-'))
const servers = await testServers()
const env = {
  ...process.env,
  // Most files load the whole server: its types are stripped once for all of them.
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled-tests'),
  HUFU_TEST_SERVERS: servers.url,
  HUFU_TEST_RUNNING: running,
  ...(long && { HUFU_TEST_LONG: '1' }),
}
const child = spawn(process.execPath, [...how, '--test', ...asked, ...files], {
  cwd: root,
  env,
  stdio: 'inherit',
})
const watch = setInterval(() => endOverdue(running, mostPerFile), 5000)
// The terminal tells the child too: its end is waited for, and then what was shared ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.once('close', (code) => {
  clearInterval(watch)
  process.exitCode = code ?? 1
  void servers.stop().finally(() => rmSync(running, { recursive: true, force: true }))
})
