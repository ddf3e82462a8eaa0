/* The packages as they are published, built once for all files of `npm test`; a file that is run alone builds its own. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { sharedServer } from '../packages/keeper-store/test/shared-server.ts'

const build = resolve(import.meta.dirname, '../scripts/build.ts')

/** `address` is a folder with one folder for each package; `stop` removes it. */
export async function buildPackages(): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const address = mkdtempSync(join(tmpdir(), 'hufu-built-'))
  await promisify(execFile)(process.execPath, [build, address])
  return { address, stop: async () => rmSync(address, { recursive: true, force: true }) }
}

/** The folder, to be read and not written to. */
export async function builtPackages(): Promise<string> {
  const shared = await sharedServer('packages')
  if (shared !== undefined) return shared
  // Not where the runner of all files loads this: it is no test.
  const { after } = await import('node:test')
  const own = await buildPackages()
  after(() => own.stop())
  return own.address
}
