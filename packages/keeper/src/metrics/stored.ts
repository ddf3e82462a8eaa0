/* Gauges of the store, as metrics. Labels are bounded by the configuration: no shop, no tenant. */
import type { App } from '../app/app.ts'
import type { KeeperContext } from '../keeper-context.ts'
import { allowanceOf } from '../refresh/platform-period.ts'
import type { AppFigures } from '@hufu/keeper-store/store'
import { gauge } from './counted.ts'
import type { Family, Sample } from './exposition.ts'

/** Seconds for which a look at all connections of an application is good. */
const GOOD_FOR = 60

export interface StoredFamilies {
  (): Promise<readonly Family[]>
}

export function storedFamilies(context: KeeperContext): StoredFamilies {
  const { store, clock, apps } = context
  const quotas = new Map<App, { readonly at: number; readonly used: number }>()

  /** No index leads there: it is asked once a minute, and only where the platform counts. */
  async function mostUsed(app: App): Promise<number | undefined> {
    const now = clock.now()
    const period = allowanceOf(app, now)?.period
    if (period === undefined) return undefined
    const known = quotas.get(app)
    if (known && now < known.at + GOOD_FOR) return known.used
    const used = await store.mostUsed({ platform: app.platform, app: app.id, period })
    quotas.set(app, { at: now, used })
    return used
  }

  return async () => {
    await clock.ask()
    const [counts, journal, outbox] = await Promise.all([store.counts(), store.journalSize(), store.outbox()])
    const ofApps = await Promise.all(
      apps.all.map(async (app) => ({
        labels: { platform: app.platform, app: app.id },
        figures: await store.waiting({ platform: app.platform, app: app.id }),
        used: await mostUsed(app),
        most: app.policy.refreshQuota?.count,
      })),
    )
    const age = ({ oldestDueAt }: AppFigures) =>
      oldestDueAt === undefined ? 0 : Math.max(0, clock.now() - oldestDueAt)
    const ofOutbox = (value: (endpoint: (typeof outbox)[number]) => number): readonly Sample[] =>
      outbox.map((each) => ({ labels: { endpoint: each.endpoint }, value: value(each) }))
    return [
      gauge(
        'connections',
        'Connections, by status.',
        counts.map(({ platform, app, status, count }) => ({
          labels: { platform, app, status },
          value: count,
        })),
      ),
      gauge(
        'due',
        'Connections whose refresh is due and has not begun.',
        ofApps.map(({ labels, figures }) => ({ labels, value: figures.due })),
      ),
      gauge(
        'due_oldest_seconds',
        'For how long the one that waits longest has been due.',
        ofApps.map(({ labels, figures }) => ({ labels, value: age(figures) })),
      ),
      gauge(
        'quota_used_ratio',
        "The share of the platform's quota in this period that the connection with the highest use has used.",
        ofApps.flatMap(({ labels, used, most }) =>
          used === undefined || most === undefined ? [] : [{ labels, value: used / most }],
        ),
      ),
      gauge('journal_entries', 'Token sets that came late and have found no place yet.', [
        { value: journal },
      ]),
      gauge(
        'webhooks_waiting',
        'Webhooks to be sent.',
        ofOutbox(({ waiting }) => waiting),
      ),
      gauge(
        'webhooks_dead',
        'Webhooks that no receiver took: dead letters.',
        ofOutbox(({ dead }) => dead),
      ),
      gauge(
        'webhooks_disabled',
        '1 for an endpoint that answered 410, and is sent nothing until somebody enables it.',
        ofOutbox(({ disabled }) => (disabled ? 1 : 0)),
      ),
      gauge(
        'webhooks_oldest_seconds',
        'For how long the one that waits longest has waited.',
        ofOutbox(({ oldest }) => (oldest === undefined ? 0 : Math.max(0, clock.now() - oldest))),
      ),
    ]
  }
}
