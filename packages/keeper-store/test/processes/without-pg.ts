/* As it is where optional dependencies were left out: `pg` cannot be found. Says what a PostgreSQL store says then. */
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'pg')
      throw Object.assign(new Error("Cannot find package 'pg'"), { code: 'ERR_MODULE_NOT_FOUND' })
    return next(specifier, context)
  },
})
const { postgresKeeperStore, sqliteKeeperStore } = await import('@hufu/keeper')
const { StoreError } = await import('@hufu/store/sqlite')
await sqliteKeeperStore(':memory:').close()
const said = await postgresKeeperStore('postgres://127.0.0.1:1/db').then(
  () => ['it opened'],
  (error: unknown) =>
    error instanceof StoreError ? ['StoreError', error.reason, error.message] : [String(error)],
)
process.send?.(said, () => process.disconnect())
