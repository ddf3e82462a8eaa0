import { UnknownKeyError } from '@hufu/crypto'
import { KeyFileError } from '@hufu/crypto'
import { ConfigError } from '@hufu/web/config-error'
import { StoreError } from '@hufu/store'
import { Refused } from './refused.ts'

/** Error codes of the operating system, in words. */
const systemErrors: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use: choose another port, or stop the other program',
  EACCES: 'permission denied: run the command as a user with that permission',
  EPERM: 'permission denied: run the command as a user with that permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EEXIST: 'a folder is needed, and a file is there',
  ENOTDIR: 'a folder is needed, and a file is there',
  ENOENT: 'the file does not exist',
  EISDIR: 'a file is needed, and a folder is there',
}

/** One line for an error that a person can correct; undefined for an internal error, which shows its stack. */
export function describeError(error: unknown): string | undefined {
  if (error instanceof Refused || error instanceof ConfigError || error instanceof KeyFileError)
    return error.message
  if (error instanceof StoreError || error instanceof UnknownKeyError) return error.message
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const known = systemErrors[String(error.code)]
  const where = 'path' in error && typeof error.path === 'string' ? ` (${error.path})` : ''
  return known === undefined ? undefined : `${known}${where}`
}
