/*
 * Refreshes end to end: all connections are due, and the keeper's scheduler has them refreshed. Argument: a plan as JSON; it
 * prints what it found as JSON.
 */
import { readFileSync } from 'node:fs'
import { createKeeper } from '@hufu/keeper'
import type { Credentials } from '../subjects/subject.ts'
import { type Kept, nameOf } from './connections.ts'

export interface RefreshPlan {
  readonly kept: Kept
  readonly platform: string
  readonly clientId: string
  readonly clientSecret: string
  readonly baseUrl: string
  /** A file with the credentials of so many shops, as JSON. */
  readonly credentials: string
  readonly concurrency: number
}

export interface RefreshFound {
  readonly refreshes: number
  readonly seconds: number
  /** Of this process, all threads. */
  readonly cpuSeconds: number
  readonly failures: number
}

/** Of the tokens that are brought in: so old that the schedule has each of them refreshed. In seconds. */
const AGE = 6600
const LEFT = 600
/** Milliseconds. */
const PATIENCE = 60_000

const plan = JSON.parse(process.argv[2] ?? '') as RefreshPlan
/** What Hufu's servers do. */
const reuse = { replaySeconds: 30, then: 'revoke-family' } as const
const { clientId, clientSecret, baseUrl, concurrency } = plan
const credentials = JSON.parse(readFileSync(plan.credentials, 'utf8')) as readonly Credentials[]
const options = {
  ...plan.kept,
  apps: { [plan.platform]: { clientId, clientSecret, baseUrl, concurrency, policy: { reuse } } },
}

const adding = await createKeeper({ ...options, schedule: false })
const now = Math.floor(Date.now() / 1000)
let added = 0
const addEach = async () => {
  while (added < credentials.length) {
    const nth = added++
    const { accessToken = '', refreshToken, openId } = credentials[nth] ?? {}
    const times = { issuedAt: now - AGE, expiresAt: now + LEFT }
    const name = { ...nameOf(nth), platform: plan.platform }
    await adding.add({ ...name, accessToken, refreshToken, openId, ...times })
  }
}
await Promise.all(Array.from({ length: concurrency }, addEach))
await adding.close()

const before = process.cpuUsage()
const began = performance.now()
const keeper = await createKeeper(options)
const { promise, resolve } = Promise.withResolvers<void>()
let refreshes = 0
let failures = 0
const heard = (): void => {
  if (refreshes + failures === credentials.length) resolve()
}
keeper.on('connection.refreshed', () => {
  refreshes++
  heard()
})
keeper.on('connection.refresh_failed', () => {
  failures++
  heard()
})
// The scheduler's timers keep no process alive.
const patience = setTimeout(() => {
  throw new Error(`${refreshes} refreshed and ${failures} failed, of ${credentials.length}`)
}, PATIENCE)
await promise
clearTimeout(patience)
const seconds = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(before)
await keeper.close()
const found: RefreshFound = { refreshes, seconds, cpuSeconds: (user + system) / 1e6, failures }
process.stdout.write(JSON.stringify(found))
