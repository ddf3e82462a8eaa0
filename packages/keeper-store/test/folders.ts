import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders: string[] = []

/** A folder that is gone when the process is. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-keeper-'))
  if (folders.length === 0)
    process.on('exit', () => folders.forEach((each) => rmSync(each, { recursive: true, force: true })))
  folders.push(folder)
  return folder
}
