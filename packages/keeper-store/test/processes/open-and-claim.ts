/* Opens the file that it is told, claims what is in it, and says how that went. */
import { sqliteKeeperStore } from '../../src/sqlite.ts'
import { StoreError } from '@hufu/store/sqlite'
import { claimOf } from '../store-contract/rows.ts'

const said: string[] = []
try {
  const store = sqliteKeeperStore(process.argv[2] ?? '')
  for (const each of await store.list({ limit: 9 }))
    if (await store.claim(each, claimOf('me'))) said.push('claimed')
  await store.close()
} catch (error) {
  said.push(
    error instanceof StoreError ? 'StoreError' : String(error),
    error instanceof StoreError ? error.reason : '',
  )
}
process.send?.(said, () => process.disconnect())
