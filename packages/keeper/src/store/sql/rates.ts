/*
 * How many calls of an app were allowed lately, in slices of a tenth of a rate's seconds. A window is what slides over the
 * last eleven of them, so it is never shorter than the rate's seconds.
 */
import type { KeeperStore, Rate, RateAsked, RateGiven } from '../../store.ts'
import { type Act, type Database, ask } from './database.ts'

const begin = `
  insert into rates (platform, app, per_seconds, slices) values (?1, ?2, ?3, '[]')
  on conflict (platform, app, per_seconds) do nothing`
const look = 'select slices, :now from rates where platform = ?1 and app = ?2 and per_seconds = ?3 :lock'
const keep = 'update rates set slices = ?4 where platform = ?1 and app = ?2 and per_seconds = ?3'

const SLICES = 10

/** Which slice since the epoch, and how many calls were allowed in it. */
type Slice = readonly [nth: number, calls: number]

interface Window {
  readonly rate: Rate
  readonly present: number
  readonly slices: readonly Slice[]
  /** What is left. */
  readonly left: number
  /** When the oldest slice is over, in seconds since the epoch. */
  readonly next: number
}

function* windowOf({ platform, app, share }: RateAsked, rate: Rate): Act<Window> {
  const place = [platform, app, rate.perSeconds] as const
  let [row] = yield* ask<readonly [string, number]>(look, ...place)
  if (row === undefined) {
    yield* ask(begin, ...place)
    row = (yield* ask<readonly [string, number]>(look, ...place))[0]
  }
  const [text, now] = row ?? ['[]', 0]
  const seconds = rate.perSeconds / SLICES
  const present = Math.floor(now / seconds)
  // What a clock that was ahead has written is of no window.
  const slices = (JSON.parse(text) as readonly Slice[]).filter(
    ([nth]) => nth >= present - SLICES && nth <= present,
  )
  const used = slices.reduce((sum, [, calls]) => sum + calls, 0)
  const most = Math.max(1, Math.floor(rate.count * share))
  const oldest = slices[0]?.[0] ?? present
  return { rate, present, slices, left: most - used, next: (oldest + SLICES + 1) * seconds }
}

function* take(asked: RateAsked): Act<RateGiven> {
  const { platform, app, wanted } = asked
  const windows: Window[] = []
  // In one order, so that no two processes wait for each other.
  for (const rate of asked.rates.toSorted((a, b) => a.perSeconds - b.perSeconds))
    windows.push(yield* windowOf(asked, rate))
  const given = Math.max(0, Math.min(wanted, ...windows.map(({ left }) => left)))
  if (given > 0)
    for (const { rate, present, slices } of windows) {
      const before = slices.filter(([nth]) => nth < present)
      const calls = slices.find(([nth]) => nth === present)?.[1] ?? 0
      const after: readonly Slice[] = [...before, [present, calls + given]]
      yield* ask(keep, platform, app, rate.perSeconds, JSON.stringify(after))
    }
  const full = windows.filter(({ left }) => left <= given)
  return { given, next: Math.max(0, ...full.map(({ next }) => next)) }
}

/** Calls within a platform's rate: one act gives several, so that not each of them costs a write. */
export const rateVerb = ({ transaction }: Database): Pick<KeeperStore, 'takeRate'> => ({
  takeRate: (asked) => transaction(() => take(asked)),
})
