import { memoryStore } from '@hufu/store'
import { storeContract } from './store-contract.ts'

storeContract('memory', async (clock) => memoryStore({ now: () => clock.now }))
