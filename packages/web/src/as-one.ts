/*
 * What one request or command of administration does is committed at once: see the engine's `together`. Its handlers are
 * given their store long before; so the verbs of that store join the work that is under way where they are called.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { type Refusal, type Store, type Together, isRefusal, together } from '@hufu/accounts'

interface Work {
  readonly store: Store
  /** Code that runs on after the commit, such as a timer that was set meanwhile, writes in its own commits. */
  isOver: boolean
  /** Runs in this process after the commit. */
  readonly following: (() => Promise<void>)[]
}

const current = new AsyncLocalStorage<Work>()
const stores = new WeakMap<Store, Store>()

const underWay = (): Work | undefined => {
  const work = current.getStore()
  return work?.isOver === false ? work : undefined
}

/** The same verbs, each looked for where it is called: what wraps a store may answer otherwise later. */
const verbsOf = (store: Store, current: () => Store): Store =>
  Object.fromEntries(
    (Object.keys(store) as (keyof Store)[]).map((verb) => [
      verb,
      (...args: readonly unknown[]) => (current()[verb] as (...args: readonly unknown[]) => unknown)(...args),
    ]),
  ) as unknown as Store

/** The same store, whose verbs join the work that is under way. */
export function joining(store: Store): Store {
  if (stores.has(store)) return store
  const joined = verbsOf(store, () => underWay()?.store ?? store)
  stores.set(joined, store)
  return joined
}

/** The same store, which tells of each commit with a letter in it. */
export const tellingOfLetters = (store: Store, tell: () => void): Store => ({
  ...verbsOf(store, () => store),
  async putLetter(letter) {
    await store.putLetter(letter)
    tell()
  },
  async commit(changes) {
    const isDone = await store.commit(changes)
    if (isDone && changes.some(([verb]) => verb === 'putLetter')) tell()
    return isDone
  },
})

/** Runs `work` and commits all that it and whatever it calls have written, on this store or on one that joins. */
export async function asOne<Context extends Together, Result>(
  context: Context,
  work: (context: Context) => Promise<Result>,
  stays: (result: Result) => boolean = () => true,
): Promise<Result | Refusal> {
  const store = underWay()?.store ?? stores.get(context.store) ?? context.store
  let following: Work['following'] = []
  const result = await together(
    { ...context, store },
    async (inner) => {
      const one: Work = { store: inner.store, isOver: false, following: [] }
      // The work may run again: what an overtaken run asked for is not done.
      following = one.following
      try {
        return await current.run(one, () => work(inner))
      } finally {
        one.isOver = true
      }
    },
    (each) => !isRefused(each) && stays(each),
  )
  if (!isRefused(result) && stays(result)) for (const act of following) await onceCommitted(act)
  return result
}

const isRefused = (result: unknown): result is Refusal =>
  typeof result === 'object' && result !== null && isRefusal(result)

/** Runs the callback after the commit in progress, never if that fails, and at once if there is none. */
export async function onceCommitted(act: () => Promise<void>): Promise<void> {
  const work = underWay()
  if (work) work.following.push(act)
  else await act()
}

/** Runs in its own commit, whatever commit is in progress: for example, to record an attempt that is then refused. */
export const apart = <Result>(act: () => Result): Result => current.exit(act)
