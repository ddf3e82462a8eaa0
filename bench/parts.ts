/* A run takes an hour: what it has measured outlives a later part that fails. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export class PartFailed extends Error {
  /** What was measured before is in `file`; undefined where nothing was. */
  constructor(part: string, file: string | undefined, cause: unknown) {
    const kept =
      file === undefined ? 'nothing was measured before it' : `what was measured before it is in ${file}`
    super(`the part "${part}" failed, and ${kept}`, { cause })
  }
}

export interface Parts {
  /** Measures one part, and writes down all that there is so far. @throws {PartFailed} naming the part. */
  measure<Found>(part: string, work: () => Found | Promise<Found>): Promise<Found>
  /** All is told elsewhere: the file goes. */
  done(): void
}

export function partsIn(file: string): Parts {
  const found: { part: string; found: unknown }[] = []
  return {
    async measure(part, work) {
      try {
        const each = await work()
        found.push({ part, found: each })
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`)
        return each
      } catch (cause) {
        throw new PartFailed(part, found.length === 0 ? undefined : file, cause)
      }
    },
    done: () => rmSync(file, { force: true }),
  }
}
