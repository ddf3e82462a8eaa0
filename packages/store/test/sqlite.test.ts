import { join } from 'node:path'
import { memoryStore, sqliteStore } from '@hufu/store'
import { newFolder } from './folders.ts'
import { storeContract } from './store-contract.ts'

storeContract('sqlite in a file', async (clock) =>
  sqliteStore(join(newFolder(), 'hufu.db'), { now: () => clock.now }),
)
storeContract('sqlite in memory', async (clock) => memoryStore({ now: () => clock.now }))
