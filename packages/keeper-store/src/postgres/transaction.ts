import type { Pool, QueryArrayConfig } from 'pg'
import type { Act, Row, Statement } from '../sql/database.ts'
import { isLost } from './postgres-error.ts'

/** Carries out an act on one connection, all or nothing. A connection that was lost on the way is not used again. */
export async function inTransaction<Result>(
  pool: Pool,
  act: () => Act<Result>,
  query: (statement: Statement) => QueryArrayConfig,
): Promise<Result> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('begin')
    const running = act()
    let step = running.next()
    while (step.done !== true) {
      const { rows } = await client.query<Row[number][]>(query(step.value))
      step = running.next(rows)
    }
    await client.query('commit')
    return step.value
  } catch (error) {
    broken = isLost(error)
    if (!broken)
      await client.query('rollback').catch(() => {
        broken = true
      })
    throw error
  } finally {
    client.release(broken)
  }
}
