/*
 * The crash proofs of the keeper: four processes on one store, against the platform half with faults on purpose, one of them
 * killed again and again. What the platform counted is held against what the store has in the end.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { hash, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { formatKeys, generateKey, keyRing, parseKeys } from '@hufu/crypto'
import type { Policy } from '@hufu/dialects'
import { type AppsOptions, type Connection, type KeeperStore, createKeeper } from '@hufu/keeper'
import type { PolicyInput } from '@hufu/server'
import { openKeeperStore } from '../../packages/keeper/src/storing/open-store.ts'
import { sealing } from '../../packages/keeper/src/sealing/sealing.ts'
import { type SandboxGrant, type SandboxState, type Sandboxed, sandboxChild } from '../sandboxed.ts'
import type { WorkerPlan } from './worker.ts'

const PROCESSES = 4
/** Calls a day that the counting platform allows for a connection. */
const QUOTA = 6
const COUNTED = 'jos'

/** A platform's part in the proof. */
interface Group {
  readonly platform: string
  /** Of all connections. */
  readonly part: number
  readonly policy: Partial<Policy> & PolicyInput
}

export interface CrashPlan {
  readonly name: string
  /** As `createKeeper` takes it. */
  readonly store: string
  readonly connections: number
  readonly kills: number
  /** Milliseconds from one kill to the next. */
  readonly killEvery: number
  /** Seconds that an access token lives: each connection is refreshed about as often. */
  readonly lifetime: number
  /** Seconds for which the platform that repeats answers does so. */
  readonly replaySeconds: number
  /** Seconds that a slow answer takes. */
  readonly slow: readonly [from: number, upTo: number]
  /** Seconds until an answer must be whole. */
  readonly timeoutSeconds?: number
  readonly progress?: (line: string) => void
}

export interface GroupReport {
  readonly platform: string
  readonly connections: number
  readonly rows: number
  readonly repeats: boolean
  /** Only the shop's consent would help. */
  readonly lost: number
  /** Calls that the platform committed and whose answer no store has. */
  readonly unpersisted: number
  /** What is known of those that were lost. */
  readonly stories: readonly string[]
  /** Lost without such a call. */
  readonly unexplained: readonly string[]
  /** Active ones whose refresh token is not the one that the platform gave last. */
  readonly outdated: readonly string[]
}

export interface CrashReport {
  readonly kills: number
  readonly groups: readonly GroupReport[]
  readonly totals: SandboxState['totals']
  /** What a process handed out that was older than what it handed out before. */
  readonly violations: readonly string[]
  readonly tokens: number
  readonly journaled: number
}

function groupsOf({ lifetime, replaySeconds }: CrashPlan): readonly Group[] {
  const rotating = {
    refresh: { accessToken: 'new', refreshToken: 'new' },
    accessTokenLifetime: lifetime,
  } as const
  return [
    {
      platform: 'jd-finance',
      part: 0.5,
      policy: { ...rotating, reuse: { replaySeconds, then: 'revoke-family' } },
    },
    {
      platform: 'jd-central',
      part: 0.35,
      policy: { ...rotating, reuse: { replaySeconds: 0, then: 'revoke-family' } },
    },
    {
      platform: COUNTED,
      part: 0.15,
      policy: {
        accessTokenLifetime: lifetime,
        refresh: { accessToken: 'same', refreshToken: 'same' },
        // The sandbox counts what comes, refused for its rate or not.
        refreshQuota: { count: QUOTA, per: 'day', timeZone: noonNow(), countsRateLimited: true },
      },
    },
  ]
}

/** A time zone whose day does not end while this runs: a call on its way at midnight is of the day before for its sender. */
const noonNow = (): string => {
  const east = 12 - new Date().getUTCHours()
  return east >= 0 ? `Etc/GMT-${east}` : `Etc/GMT+${-east}`
}

async function breakThings(
  sandbox: Sandboxed,
  { slow: [seconds, upTo] }: CrashPlan,
  groups: readonly Group[],
) {
  for (const { platform } of groups) {
    const often = (probability: number, seed: number) => ({ endpoint: 'refresh', probability, seed }) as const
    await sandbox.fault(platform, { kind: 'slow', seconds, upTo, ...often(0.05, 1) })
    await sandbox.fault(platform, { kind: 'lost', ...often(0.02, 2) })
    await sandbox.fault(platform, { kind: 'dropped', ...often(0.02, 3) })
    await sandbox.fault(platform, { kind: 'unavailable', ...often(0.02, 4) })
    await sandbox.fault(platform, { kind: 'unavailable', when: 'after', ...often(0.02, 5) })
    await sandbox.fault(platform, { kind: 'error', reason: 'server_error', when: 'after', ...often(0.01, 6) })
    await sandbox.fault(platform, { kind: 'error', reason: 'rate_limited', ...often(0.01, 7) })
    await sandbox.fault(platform, { kind: 'html', when: 'after', ...often(0.01, 8) })
    await sandbox.fault(platform, { kind: 'truncated', ...often(0.01, 9) })
    await sandbox.fault(platform, { kind: 'empty', when: 'after', ...often(0.005, 10) })
  }
}

/** Seconds; less than a platform repeats an answer for, as nobody can keep a lost answer that is repeated no more. */
const MOST_AWAY = 10

/** The platform is away for many calls in a row. */
async function away(sandbox: Sandboxed, platform: string, { replaySeconds }: CrashPlan): Promise<void> {
  const fault = await sandbox.fault(platform, { kind: 'unavailable', times: 40, endpoint: 'refresh' })
  setTimeout(
    () => {
      sandbox.ask('DELETE', `/faults/${fault}`).catch(() => undefined)
    },
    Math.min(MOST_AWAY, replaySeconds / 3) * 1000,
  ).unref()
}

interface Worker {
  readonly child: ChildProcess
  readonly ready: Promise<unknown>
  tokens: number
}

/** Runs the proof and counts; asserts nothing, so that a failed one can be read whole. */
export async function crashRun(plan: CrashPlan): Promise<CrashReport> {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-crash-'))
  const sandbox = await sandboxChild()
  const say = plan.progress ?? (() => undefined)
  const violations: string[] = []
  const workers: Worker[] = []
  let tokens = 0
  try {
    // The platform's clock is minutes off, from the begin on.
    await sandbox.moveClock(200)
    const groups = groupsOf(plan)
    const keys = formatKeys([generateKey()])
    const { apps, grants } = await connectAll(plan, sandbox, groups, keys, folder)
    const names = groups.flatMap(({ platform }) =>
      (grants.get(platform) ?? []).map(({ shop }) => ({ tenant: 'acme', platform, shop })),
    )
    const workerPlan: WorkerPlan = { store: plan.store, keys, apps, names, spool: join(folder, 'spool') }
    writeFileSync(join(folder, 'plan.json'), JSON.stringify(workerPlan), { mode: 0o600 })

    const start = (): Worker => {
      const child = spawn(
        process.execPath,
        [resolve(import.meta.dirname, 'worker.ts'), join(folder, 'plan.json')],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      const { promise: ready, resolve: isReady, reject } = Promise.withResolvers<unknown>()
      ready.catch(() => undefined)
      child.once('exit', (code, signal) => {
        if (code !== 0 && signal !== 'SIGKILL') violations.push(`a keeper ended with ${code ?? signal ?? ''}`)
        reject(new Error('the keeper has ended'))
      })
      const worker: Worker = { child, ready, tokens: 0 }
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said = JSON.parse(line) as { violation?: string; figures?: { tokens: number }; ready?: true }
        if (said.violation !== undefined) violations.push(said.violation)
        if (said.ready) isReady(undefined)
        if (said.figures) worker.tokens = said.figures.tokens
      })
      return worker
    }
    await breakThings(sandbox, plan, groups)
    workers.push(...Array.from({ length: PROCESSES }, start))
    await Promise.all(workers.map(({ ready }) => ready))

    for (let kill = 1; kill <= plan.kills; kill++) {
      await new Promise((done) => setTimeout(done, plan.killEvery / 2 + randomInt(plan.killEvery)))
      if (kill % 20 === Math.min(10, plan.kills))
        await Promise.all(groups.map(({ platform }) => away(sandbox, platform, plan)))
      // Three are always there: what nobody is left to repeat, nobody can keep.
      await Promise.all(workers.map(({ ready }) => ready))
      const victim = randomInt(PROCESSES)
      const killed = workers[victim]
      killed?.child.kill('SIGKILL')
      tokens += killed?.tokens ?? 0
      workers[victim] = start()
      if (kill % 10 === 0) say(`${plan.name}: ${kill} of ${plan.kills} killed, ${tokens} tokens handed out`)
    }

    await sandbox.clearFaults()
    const { store } = await openKeeperStore(plan.store)
    await settled(store, plan)
    for (const { child } of workers) child.kill('SIGTERM')
    await Promise.all(
      workers.map(async ({ child }) => child.exitCode === null && (await once(child, 'exit'))),
    )
    tokens += workers.reduce((sum, each) => sum + each.tokens, 0)
    const state = await sandbox.state()
    const report = await judged(store, groups, grants, state, keys)
    await store.close()
    return { ...report, kills: plan.kills, totals: state.totals, violations, tokens }
  } finally {
    for (const { child } of workers) child.kill('SIGKILL')
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Shop = SandboxGrant & { readonly shop: string }

async function connectAll(
  plan: CrashPlan,
  sandbox: Sandboxed,
  groups: readonly Group[],
  keys: string,
  folder: string,
) {
  const apps: Record<string, AppsOptions[string]> = {}
  const grants = new Map<string, readonly Shop[]>()
  for (const { platform, policy, part } of groups) {
    await sandbox.policy(platform, policy)
    const { clientId, clientSecret } = await sandbox.app(platform)
    const { timeoutSeconds } = plan
    const baseUrl = `${sandbox.url}/${platform}`
    apps[platform] = { clientId, clientSecret, baseUrl, policy, concurrency: 6, timeoutSeconds }
    const made = await sandbox.grants(
      { platform, clientId, clientSecret, appId: '' },
      Math.round(plan.connections * part),
    )
    const keeper = await createKeeper({
      store: plan.store,
      keys,
      apps,
      schedule: false,
      spool: join(folder, 'spool'),
    })
    const shops: Shop[] = []
    for (const grant of made) {
      const { accessToken, refreshToken, expiresIn = 0, openId, userId } = grant.tokens
      const expiresAt = Math.floor(Date.now() / 1000) + expiresIn
      const tokens = { accessToken, refreshToken, expiresAt, openId, userId }
      // Of one user there may be several shops.
      const { shop } = await keeper.add({ tenant: 'acme', platform, shop: grant.shopId, ...tokens })
      shops.push({ ...grant, shop })
    }
    grants.set(platform, shops)
    await keeper.close()
  }
  return { apps, grants }
}

async function allOf(store: KeeperStore): Promise<readonly Connection[]> {
  const all: Connection[] = []
  for (;;) {
    const page = await store.list({ limit: 500, after: all.at(-1)?.id ?? '' })
    all.push(...page)
    if (page.length < 500) return all
  }
}

/** Until no refresh is uncertain and all that can be fresh are: then the end can be judged. */
async function settled(store: KeeperStore, { lifetime, replaySeconds, name }: CrashPlan): Promise<void> {
  const end = Date.now() + (lifetime + replaySeconds + 60) * 1000
  for (;;) {
    const now = await store.now()
    const waiting = (await allOf(store)).filter(
      ({ platform, intent, accessExpiresAt, status, quota, lastError }) =>
        status !== 'reauth_required' &&
        !(platform === COUNTED && (quota?.count ?? 0) >= QUOTA) &&
        lastError?.waits !== 'quota_share' &&
        (intent !== undefined || accessExpiresAt < now || status === 'degraded'),
    )
    if (waiting.length === 0) return
    assert.ok(
      Date.now() < end,
      `${name}: ${waiting.length} connections did not settle: ${JSON.stringify(waiting.slice(0, 2), (key, value: unknown) => (/access$|refresh$|Refresh$/.test(key) ? undefined : value))}`,
    )
    await new Promise((done) => setTimeout(done, 250))
  }
}

async function judged(
  store: KeeperStore,
  groups: readonly Group[],
  grants: ReadonlyMap<string, readonly Shop[]>,
  { grants: tallies }: SandboxState,
  keys: string,
): Promise<Pick<CrashReport, 'groups' | 'journaled'>> {
  const rows = new Map((await allOf(store)).map((row) => [`${row.platform} ${row.shop}`, row]))
  const seals = sealing(keyRing(parseKeys(keys)))
  const tallyOf = new Map(tallies.map((tally) => [tally.grantId, tally]))
  let journaled = 0
  const reports = await Promise.all(
    groups.map(async ({ platform, policy }): Promise<GroupReport> => {
      const shops = grants.get(platform) ?? []
      const unexplained: string[] = []
      const outdated: string[] = []
      const stories: string[] = []
      let [lost, unpersisted, found] = [0, 0, 0]
      for (const { shop, grantId } of shops) {
        const row = rows.get(`${platform} ${shop}`)
        const tally = tallyOf.get(grantId)
        if (!row) continue
        found++
        journaled += (await store.story(row.id, 200)).filter(({ type }) => type === 'token.journaled').length
        const lacking = (tally?.committed ?? 0) - (row.generation - 1)
        unpersisted += Math.max(0, lacking)
        const held = row.refresh === undefined ? '' : seals.open(row, 'refresh', row.refresh)
        const isLast = tally?.refreshTokenHash === hash('sha256', held, 'base64url')
        if (row.status === 'reauth_required') {
          lost++
          const story = (await store.story(row.id, 8)).map(({ type, at, data }) => ({ type, at, data }))
          stories.push(JSON.stringify({ story, tally, generation: row.generation }))
          if (lacking <= 0)
            unexplained.push(`${shop}: ${JSON.stringify({ lacking, tally, error: row.lastError })}`)
        } else if (tally?.refreshTokenHash !== undefined && !isLast)
          outdated.push(
            `${shop}: ${JSON.stringify({ status: row.status, intent: row.intent, lacking, tally })}`,
          )
      }
      const repeats = (policy.reuse?.replaySeconds ?? 0) > 0
      return {
        platform,
        connections: shops.length,
        rows: found,
        repeats,
        lost,
        unpersisted,
        stories,
        unexplained,
        outdated,
      }
    }),
  )
  return { groups: reports, journaled }
}

/** I1 to I5, each by name. */
export function assertKept({ groups, totals, violations }: CrashReport): void {
  assert.equal(totals.mostInFlight, 1, 'I1: at most one call per connection and generation is in flight')
  for (const { platform, repeats, lost, unpersisted, unexplained, outdated } of groups) {
    assert.deepEqual(unexplained, [], `I2: ${platform}: what was lost had a call whose answer nobody has`)
    assert.deepEqual(outdated, [], `I2: ${platform}: what is kept is what the platform gave last`)
    if (repeats) assert.equal(lost, 0, `I2: ${platform} repeats its answers: nothing is lost`)
    assert.ok(lost <= unpersisted, `I2: ${platform}: ${lost} lost, ${unpersisted} answers not persisted`)
  }
  assert.deepEqual(violations, [], 'I3: nobody is handed an older token than before')
  assert.equal(totals.mostOverQuota, 0, 'I4: never more calls than the quota')
  for (const { platform, connections, rows } of groups)
    assert.equal(rows, connections, `I5: ${platform}: no connection was deleted`)
}
