/* A configuration with secrets that every user of the machine can read is warned of at each start. */
import { statSync } from 'node:fs'
import type { Logger } from '../log.ts'
import { holdsSecrets } from './masked.ts'

/** @param written what stands in the file itself, without what the environment says instead. */
export function warnIfOpen(
  file: string,
  written: unknown,
  log: Pick<Logger, 'warn'>,
  isPath?: ReadonlySet<string>,
): void {
  // Windows has no such bit.
  const isOpen = process.platform !== 'win32' && (statSync(file).mode & 0o004) !== 0
  if (isOpen && holdsSecrets(written, isPath))
    log.warn(
      { file },
      'the configuration holds secrets, and every user of this machine can read it: chmod 600, or move the secrets out of it',
    )
}
