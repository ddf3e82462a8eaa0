import { UnknownKeyError } from '@hufu/crypto'
import { KeyFileError } from '@hufu/crypto'
import { ConfigError } from '@hufu/web/config-error'
import { StoreError } from '@hufu/store'
import { Refused } from './refused.ts'

/** What the system says of files and ports, and what to do about it. */
const systemErrors: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken: choose another, or stop the other program',
  EACCES: 'this user is not allowed to',
  EPERM: 'this user is not allowed to',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EEXIST: 'a file is where a folder is needed',
  ENOTDIR: 'a file is where a folder is needed',
  ENOENT: 'there is no such file',
  EISDIR: 'a folder is where a file is needed',
}

/** One line about what a person can mend; undefined for a bug, which shows its stack. */
export function explained(error: unknown): string | undefined {
  if (error instanceof Refused || error instanceof ConfigError || error instanceof KeyFileError)
    return error.message
  if (error instanceof StoreError || error instanceof UnknownKeyError) return error.message
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const known = systemErrors[String(error.code)]
  const where = 'path' in error && typeof error.path === 'string' ? ` (${error.path})` : ''
  return known === undefined ? undefined : `${known}${where}`
}
