import type { Client } from 'pg'
import { postgresError } from './postgres-error.ts'

const OLDEST = 14

/** The checks of the server before it is trusted with tokens. */
const asked = `
  select current_setting('server_version_num')::int / 10000, current_setting('server_encoding'),
    current_setting('transaction_read_only'), current_setting('synchronous_commit')`

type Answer = [version: number, encoding: string, readOnly: string, synchronous: string]

/**
 * Looks whether the server is one that can keep tokens.
 * @returns settings that every connection must change: what is committed has to be on the server's disk.
 * @throws {StoreError} read_only, unopenable
 */
export async function checkSurroundings(client: Client, shown: string): Promise<readonly string[]> {
  const { rows } = await client.query<Answer>({ text: asked, rowMode: 'array' })
  const [version = 0, encoding, readOnly, synchronous] = rows[0] ?? []
  if (version < OLDEST)
    throw postgresError('unopenable', shown, undefined, [
      `PostgreSQL ${version} is too old`,
      `use PostgreSQL ${OLDEST} or later`,
    ])
  if (encoding !== 'UTF8')
    throw postgresError('unopenable', shown, undefined, [
      `the database keeps its texts in ${encoding}`,
      'name one that was created with encoding UTF8',
    ])
  if (readOnly === 'on') throw postgresError('read_only', shown)
  return synchronous === 'off' ? ['synchronous_commit=on'] : []
}
