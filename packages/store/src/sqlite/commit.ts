import type { Change, ChangeVerb, Store } from '@hufu/accounts'
import type { Connection } from './file/connection.ts'

/** Thrown inside the transaction, which ends it: nothing of these changes stays. */
class Overtaken extends Error {}

/**
 * Several verbs as one act. They are the same verbs, made once more on a connection whose `write` runs at once: within the
 * transaction that `commit` has begun.
 *
 * @param verbsOn each of these verbs writes once, before its function returns, and reads nothing outside of that.
 */
export function commitVerb(
  connection: Connection,
  verbsOn: (connection: Connection) => Pick<Store, ChangeVerb>,
): Pick<Store, 'commit'> {
  let outcome: { readonly value: unknown } | undefined
  const verbs = verbsOn({
    ...connection,
    write(act) {
      const value = act()
      outcome = { value }
      return Promise.resolve(value)
    },
  })

  function apply([verb, ...args]: Change): void {
    outcome = undefined
    void (verbs[verb] as (...args: readonly unknown[]) => unknown)(...args)
    if (!outcome) throw new Error(`${verb} did not write at once`)
    const { value } = outcome as { readonly value: unknown }
    if (value === false || (verb === 'takeTicket' && value === undefined)) throw new Overtaken(verb)
  }

  return {
    async commit(changes) {
      try {
        await connection.write(() => changes.forEach(apply))
        return true
      } catch (error) {
        if (error instanceof Overtaken) return false
        throw error
      }
    },
  }
}
