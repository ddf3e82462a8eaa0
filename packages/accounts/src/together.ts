import { collecting } from './collecting.ts'
import type { Directory } from '@hufu/engine'
import { type Refusal, isRefusal } from './refusal.ts'
import type { Store } from './store.ts'

export interface Together {
  readonly store: Store
  readonly directory?: Pick<Directory, 'forget'>
}

const MOST_TRIES = 10

/**
 * Runs `work` and commits all that it has written at once: the change, what follows from it, and its audit entry. Where
 * somebody else was first with a row, it runs again on what is there then. What is refused, or throws, writes nothing.
 *
 * `work` is given the same context with a store that keeps what is written until then: see collecting.ts. Nothing else
 * may leave it before it has ended: an answer to whoever asked would come before the commit.
 *
 * @param stays whether this result is to be committed: any but a refusal, unless said otherwise.
 */
export async function together<Context extends Together, Result>(
  context: Context,
  work: (context: Context) => Promise<Result>,
  stays: (result: Result) => boolean = (result) => !isRefused(result),
): Promise<Result | Refusal> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { store, changes } = collecting(context.store)
    // Readers of the directory get the committed apps and users meanwhile.
    const directory = context.directory && { ...context.directory, forget: () => undefined }
    const result = await work({ ...context, store, ...(directory && { directory }) })
    if (changes.length === 0 || !stays(result)) return result
    if (await context.store.commit(changes)) {
      context.directory?.forget()
      return result
    }
  }
  return {
    refused: 'changed_meanwhile',
    message: 'others keep changing the same thing: look at it again, then try again',
  }
}

const isRefused = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && isRefusal(result)
