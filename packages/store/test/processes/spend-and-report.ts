/*
 * Redeems, refreshes and revokes without end, and reports each act after it was acknowledged, one line each. Tries what
 * was done before its time, too. To be killed.
 */
import { writeSync } from 'node:fs'
import type { Found, Grant } from '@hufu/engine'
import { sqliteStore } from '@hufu/store'
import { T0, codeAt, codeOf, entry, grantOf, indexed, refreshAt, rotated } from '../rows.ts'

const [path = '', name = ''] = process.argv.slice(2)
const store = sqliteStore(path, { now: () => T0 })
const report = (...words: readonly (string | number)[]) => writeSync(1, `${words.join(' ')}\n`)

async function redeem(id: number): Promise<void> {
  const index = [entry(refreshAt(id).digest, id)]
  const done = await store.redeemCode(codeAt(id), (code) =>
    code && code.usedAt === undefined
      ? { answer: true, redeem: { at: T0, grant: grantOf(id, { openId: name }), index } }
      : { answer: false },
  )
  if (done) report('redeemed', id, name)
}

/** With the token of that generation, found through the index; only one process can have spent it. */
async function rotate(id: number): Promise<void> {
  const generation = (await store.grant(refreshAt(id)))?.generation ?? 0
  const found: Found<'refresh'> = indexed(refreshAt(id, generation))
  const next = await store.refreshGrant(found, (grant: Grant | undefined) => {
    if (!grant || grant.revoked || grant.refresh !== found.digest) return { answer: undefined }
    const after = rotated(grant)
    const index = [entry(refreshAt(id, after.generation).digest, id)]
    return { answer: after.generation, write: { grant: after, index } }
  })
  if (next !== undefined) report('refreshed', id, next)
}

async function issue(): Promise<number> {
  const id = await store.reserveIds(1)
  await store.issueCode(codeOf(id), [])
  report('issued', id)
  return id
}

/** From the newest of all, whoever made it, back through the older ones. */
async function work(lane: number): Promise<never> {
  for (let turn = lane; ; turn++) {
    const id = await issue()
    await redeem(id)
    for (const older of [id, id - 1, id - 7, Math.max(1, id - turn * 3)]) {
      if (older < 1) continue
      await redeem(older)
      await rotate(older)
    }
    if (turn % 5 === 0 && (await store.grant(refreshAt(id - 3)))) {
      await store.revokeGrant(id - 3, T0, 'user')
      report('revoked', id - 3)
    }
  }
}

await Promise.all(Array.from({ length: 12 }, (_, lane) => work(lane)))
