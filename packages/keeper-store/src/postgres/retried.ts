import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf } from './postgres-error.ts'

const ATTEMPTS = 8
/** Milliseconds, at most, before the second; more from time to time. */
const PAUSE = 10

const DEADLOCK = '40P01'
const SERIALIZATION = '40001'
/** Somebody was first with a row that was not there when we looked: the next look finds it. */
const UNIQUE = '23505'

/** Tries again what the database ended for the sake of another transaction. Nothing of it was done. */
export async function retried<Result>(act: () => Promise<Result>, looks: boolean): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act()
    } catch (error) {
      const code = codeOf(error)
      const again = code === DEADLOCK || code === SERIALIZATION || (looks && code === UNIQUE)
      if (!again || attempt === ATTEMPTS) throw error
    }
    await pause(randomInt(PAUSE * attempt + 1))
  }
}
