/* `npm test`: all tests, as many files at once as there are cores. What is named instead, and any option of `node --test`, is passed on. */
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const given = process.argv.slice(2)
const named = given.some((each) => !each.startsWith('-'))
const files = named ? [] : ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts']
const how = ['--test-reporter=spec', `--test-concurrency=${availableParallelism()}`]
// Most files load the whole server: its types are stripped once for all of them.
const env = { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled-tests') }

const { status } = spawnSync(process.execPath, ['--test', ...how, ...given, ...files], {
  cwd: root,
  env,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
