/* An app as a reviewer sees it: what it would be, what is new in it, and the findings of the automatic checks. */
import type { App } from '@hufu/engine'
import type { AppEvent, SettingChange, Store } from '@hufu/accounts'
import type { AdminContext } from '../api/context.ts'
import { type Check, checksOf } from './checks.ts'
import { type LookUp, lookUp } from './host-addresses.ts'

export interface Waiting {
  readonly app: App
  /** Seconds since the epoch. */
  readonly since: number
  /** `first`: it was never online. `again`: it was judged before. `changes`: an online app would like to be otherwise. */
  readonly what: 'first' | 'again' | 'changes'
}

const MOST_EVENTS = 100
const judged: ReadonlySet<AppEvent['deed']> = new Set([
  'approve',
  'reject',
  'ask_changes',
  'approve_changes',
  'reject_changes',
])

/** The apps that wait for a reviewer, the longest wait first. */
export async function waitingApps(store: Store): Promise<readonly Waiting[]> {
  const submitted = await store.apps({ status: 'submitted' })
  const changing = (await store.apps({ status: 'online' })).flatMap((app): Waiting[] =>
    app.proposed ? [{ app, since: app.proposed.at, what: 'changes' }] : [],
  )
  const asking = await Promise.all(submitted.map((app) => submission(app, store)))
  return [...asking, ...changing].toSorted((a, b) => a.since - b.since)
}

async function submission(app: App, store: Store): Promise<Waiting> {
  const events = await store.appHistory(app.id, MOST_EVENTS)
  return {
    app,
    since: events.find(({ deed }) => deed === 'submit')?.at ?? app.createdAt,
    what: events.some(({ deed }) => judged.has(deed)) ? 'again' : 'first',
  }
}

/** The app as it would be if all its proposals were approved. */
export const wouldBe = (app: App): App => (app.proposed ? { ...app, ...app.proposed.settings } : app)

/** Each setting's value at the last review, and its present value. Undefined: the app was never reviewed. */
export function changedSince(events: readonly AppEvent[]): readonly SettingChange[] | undefined {
  const last = events.findIndex(({ deed }) => judged.has(deed))
  if (last === -1) return undefined
  const bySetting = new Map<SettingChange['setting'], SettingChange>()
  for (const change of events
    .slice(0, last)
    .toReversed()
    .flatMap(({ changes }) => changes)) {
    const before = bySetting.get(change.setting)
    bySetting.set(change.setting, before ? { ...change, from: before.from } : change)
  }
  return [...bySetting.values()].filter(({ from, to }) => from !== to)
}

export const reviewChecks = async (
  app: App,
  { store, policyOf }: AdminContext,
  asking: LookUp = lookUp,
): Promise<readonly Check[]> =>
  checksOf(wouldBe(app), {
    policy: policyOf(app.platform),
    lookUp: asking,
    logos: store,
    online: await store.apps({ status: 'online' }),
  })
