import type { KeeperStore } from '@hufu/keeper'

/** The store, of which some verbs fail while it is told to. */
export function failing(store: KeeperStore, verbs: readonly (keyof KeeperStore)[]) {
  const state = { failing: false }
  const wrapped = new Proxy(store, {
    get(target, verb: keyof KeeperStore) {
      if (state.failing && verbs.includes(verb)) return () => Promise.reject(new Error('the disk is full'))
      return target[verb]
    },
  })
  return { state, wrapped }
}
