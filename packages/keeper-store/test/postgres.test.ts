import { after, before, suite, test } from 'node:test'
import { postgresKeeperStore } from '../src/postgres.ts'
import { type TestDatabases, noPostgres, someDatabases } from './postgres.ts'
import { storeContract } from './store-contract.ts'

if (noPostgres) {
  test('the contract on PostgreSQL', { skip: noPostgres }, () => undefined)
} else {
  let server: TestDatabases
  let url: string
  let schemas = 0
  suite('a server', () => {
    before(async () => {
      server = await someDatabases()
      url = await server.newDatabase()
    })
    after(() => server.stop())
    storeContract('postgres', async (clock) => {
      const schema = `keeper_${++schemas}`
      const open = () => postgresKeeperStore(url, { schema, ahead: () => clock.ahead, connections: 4 })
      return Promise.all([open(), open()])
    })
  })
}
