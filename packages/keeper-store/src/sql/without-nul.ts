import type { Act, Database, Value } from './database.ts'

const holdsNul = (values: readonly Value[]): boolean =>
  values.some((value) => typeof value === 'string' && value.includes('\0'))

/** @throws {Error} for a text that cannot be stored. */
export function refuseNul(values: readonly Value[]): void {
  if (holdsNul(values)) throw new Error('a text with a NUL character cannot be stored')
}

/** PostgreSQL keeps no NUL in a text. So no database of ours does: such a text is never found, and never written. */
export const withoutNul = ({ read, write, transaction, close }: Database): Database => ({
  read: (sql, ...values) => (holdsNul(values) ? Promise.resolve([]) : read(sql, ...values)),
  async write(sql, values, told) {
    refuseNul(values)
    return write(sql, values, told)
  },
  transaction: <Result>(act: () => Act<Result>) =>
    transaction(function* (): Act<Result> {
      const running = act()
      let step = running.next()
      while (step.done !== true) {
        refuseNul(step.value.values)
        step = running.next(yield step.value)
      }
      return step.value
    }),
  close,
})
