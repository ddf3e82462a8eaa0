import { join } from 'node:path'
import { sqliteKeeperStore } from '../src/sqlite.ts'
import { newFolder } from './folders.ts'
import { storeContract } from './store-contract.ts'

storeContract('sqlite in a file', (clock) => {
  const path = join(newFolder(), 'keeper.db')
  const open = () => sqliteKeeperStore(path, { ahead: () => clock.ahead })
  return Promise.resolve([open(), open()])
})
