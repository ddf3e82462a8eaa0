import { statSync } from 'node:fs'
import { storeError } from './sqlite-error.ts'

/**
 * Whether the path still leads to the file that was opened. What is written to a file without a name is lost with the
 * process, and of two files under one name only one has it.
 *
 * @returns a check before each commit. @throws {StoreError} replaced
 */
export function sameFile(path: string): () => void {
  if (path === ':memory:') return () => undefined
  const opened = numberOf(path)
  return () => {
    if (numberOf(path) !== opened) throw storeError('replaced', path)
  }
}

function numberOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found && `${found.dev} ${found.ino}`
}
