/* Redeems the codes 1 to 200, a few at a time, and then rotates each grant's refresh token; prints what it won. */
import { sqliteStore } from '@hufu/store'
import { T0, codeAt, redeem, refresh, refreshAt } from '../rows.ts'
import { whenTold } from './child.ts'

const [path = '', name = ''] = process.argv.slice(2)
await whenTold()
const store = sqliteStore(path, { now: () => T0 })
const redeemed: number[] = []
const refreshed: number[] = []
const reserved: number[] = []

for (let id = 1; id <= 200; id += 8) {
  const some = Array.from({ length: 8 }, (_, more) => id + more)
  await Promise.all(
    some.map(async (each) => {
      if (await store.redeemCode(codeAt(each), redeem({ openId: name }))) redeemed.push(each)
      if (await store.refreshGrant(refreshAt(each), refresh(refreshAt(each)))) refreshed.push(each)
      reserved.push(await store.reserveIds(1))
    }),
  )
}
await store.close()
console.log(JSON.stringify({ redeemed, refreshed, reserved }))
process.disconnect()
