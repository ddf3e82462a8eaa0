/* Counters of this process, as metrics. */
import type { KeeperContext } from '../keeper-context.ts'
import { LATENCIES, type Latency } from '../tally.ts'
import type { Family, Sample } from './exposition.ts'

const counter = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name: `hufu_keeper_${name}_total`,
  help,
  type: 'counter',
  samples,
})

export function countedFamilies({ tally, apps, spool, unsaved }: KeeperContext): readonly Family[] {
  const classified = tally.refreshed + tally.failed + tally.lockTimeouts
  const { disk, memory } = spool.all()
  const bad = tally.lost + tally.lockTimeouts + tally.persistFailures
  return [
    counter('tokens_served', 'Tokens handed out, by where they were.', [
      { labels: { source: 'cache' }, value: tally.fromCache },
      { labels: { source: 'store' }, value: tally.fromStore },
    ]),
    counter(
      'refresh_calls',
      'Calls to platforms for a refresh, by how they ended.',
      [...tally.calls.values()].map(({ platform, app, outcome, error, count }) => ({
        labels: { platform, app, outcome, error },
        value: count,
      })),
    ),
    {
      name: 'hufu_keeper_refresh_duration_seconds',
      help: 'How long platforms took to answer a refresh.',
      type: 'histogram',
      samples: [...tally.latencies.values()].flatMap(bucketsOf),
    },
    counter(
      'answer_oddities',
      'Members of answers that were not as the platform says, and cost no token.',
      [...tally.oddities.values()].map(({ platform, app, count }) => ({
        labels: { platform, app },
        value: count,
      })),
    ),
    counter('refresh_resends', 'Refreshes sent once more, as their answer did not come.', [
      { value: tally.resent },
    ]),
    counter('refresh_lock_timeouts', 'Callers whose wait for another process ended without a token.', [
      { value: tally.lockTimeouts },
    ]),
    counter(
      'refreshes_unopened',
      'Refreshes that could not begin because the key ring cannot decrypt the token, by error.',
      (['key_missing', 'seal_broken'] as const).map((error) => ({
        labels: { error },
        value: tally.unopened[error].count,
      })),
    ),
    counter('persist_failures', 'Token sets that the store did not take at once.', [
      { value: tally.persistFailures },
    ]),
    counter(
      'connections_lost',
      'Connections refused by the platform after a refresh whose answer never came.',
      [{ value: tally.lost }],
    ),
    counter('connections_ended', 'Connections that the platform ended, with no lost answer of ours before.', [
      { value: tally.ended },
    ]),
    counter(
      'connections_outdated',
      'Connections refused by the platform where the store is an older copy than their tokens.',
      [{ value: tally.outdated }],
    ),
    counter('refreshes_classified', 'Refreshes of which it is known how they ended.', [
      { value: classified },
    ]),
    gauge(
      'refresh_slo_ratio',
      '1 - (lost + lock timeouts + persist failures) / classified, since the start.',
      [{ value: classified === 0 ? 1 : Math.max(0, 1 - bad / classified) }],
    ),
    counter(
      'webhook_tries',
      'Webhooks sent, by endpoint and outcome.',
      [...tally.webhooks.values()].map(({ endpoint, outcome, count }) => ({
        labels: { endpoint, outcome },
        value: count,
      })),
    ),
    gauge('spooled_token_sets', 'Token sets on this disk or in this memory that no store has taken yet.', [
      { labels: { place: 'disk' }, value: disk.length },
      { labels: { place: 'memory' }, value: memory.length },
    ]),
    gauge('unsaved_connections', 'Connections returned from memory, ahead of the store.', [
      { value: unsaved.size },
    ]),
    gauge(
      'platform_paused',
      '1 while calls to the platform are paused after consecutive failures.',
      apps.all.map(({ platform, id: app, breaker }) => ({
        labels: { platform, app },
        value: breaker.pausedUntil() === undefined ? 0 : 1,
      })),
    ),
  ]
}

export const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name: `hufu_keeper_${name}`,
  help,
  type: 'gauge',
  samples,
})

function bucketsOf({ platform, within, count, sum }: Latency): readonly Sample[] {
  let so = 0
  const buckets = LATENCIES.map((bound, nth) => {
    so += within[nth] ?? 0
    return { suffix: '_bucket', labels: { platform, le: String(bound) }, value: so }
  })
  return [
    ...buckets,
    { suffix: '_bucket', labels: { platform, le: '+Inf' }, value: count },
    { suffix: '_sum', labels: { platform }, value: sum },
    { suffix: '_count', labels: { platform }, value: count },
  ]
}
