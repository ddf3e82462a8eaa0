/*
 * How many calls of an app were allowed lately, in slices of a tenth of a rate's seconds. A window is what slides over the
 * last eleven of them, so it is never shorter than the rate's seconds.
 */
import type { KeeperStore, Rate, RateAsked, RateGiven } from '../store.ts'
import { type Act, type Database, ask } from './database.ts'

const begin = `
  insert into rates (platform, app, per_seconds, slices) values (?1, ?2, ?3, '[]')
  on conflict (platform, app, per_seconds) do nothing`
const look = 'select slices, :now from rates where platform = ?1 and app = ?2 and per_seconds = ?3 :lock'
const keep = 'update rates set slices = ?4 where platform = ?1 and app = ?2 and per_seconds = ?3'

const SLICES = 10
/**
 * Seconds of a rate up to which no slice takes more than its part: what is given all at once, and is on its way for a while,
 * would reach the platform together with what is given a second later.
 */
const EVEN = 10

/** Which slice since the epoch, and how many calls were allowed in it. */
type Slice = readonly [nth: number, calls: number]

interface Window {
  readonly rate: Rate
  readonly present: number
  readonly slices: readonly Slice[]
  /** The rest of the window, and the time at which its oldest slice ends, in seconds since the epoch. */
  readonly left: number
  readonly opens: number
  /** The rest of the present slice, and the time at which it ends. */
  readonly leftNow: number
  readonly over: number
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
  // Entries of a clock that was ahead belong to no window.
  const slices = (JSON.parse(text) as readonly Slice[]).filter(
    ([nth]) => nth >= present - SLICES && nth <= present,
  )
  const used = slices.reduce((sum, [, calls]) => sum + calls, 0)
  const most = Math.max(1, Math.floor(rate.count * share))
  const oldest = slices[0]?.[0] ?? present
  const calls = slices.find(([nth]) => nth === present)?.[1] ?? 0
  const evenly = rate.perSeconds <= EVEN ? Math.ceil(rate.count / SLICES) : Infinity
  return {
    rate,
    present,
    slices,
    left: most - used,
    opens: (oldest + SLICES + 1) * seconds,
    leftNow: evenly - calls,
    over: (present + 1) * seconds,
  }
}

/** When one more may be sent, in seconds since the epoch; 0 where one may now. */
function nextOf({ left, opens, leftNow, over }: Window, given: number): number {
  if (left <= given) return opens
  return leftNow <= given ? over : 0
}

function* take(asked: RateAsked): Act<RateGiven> {
  const { platform, app, wanted } = asked
  const windows: Window[] = []
  // A fixed order, so that processes do not deadlock.
  for (const rate of asked.rates.toSorted((a, b) => a.perSeconds - b.perSeconds))
    windows.push(yield* windowOf(asked, rate))
  const given = Math.max(0, Math.min(wanted, ...windows.map(({ left, leftNow }) => Math.min(left, leftNow))))
  if (given > 0)
    for (const { rate, present, slices } of windows) {
      const before = slices.filter(([nth]) => nth < present)
      const calls = slices.find(([nth]) => nth === present)?.[1] ?? 0
      const after: readonly Slice[] = [...before, [present, calls + given]]
      yield* ask(keep, platform, app, rate.perSeconds, JSON.stringify(after))
    }
  return { given, next: Math.max(0, ...windows.map((each) => nextOf(each, given))) }
}

/** Calls within a platform's rate: one act gives several, so that not each of them costs a write. */
export const rateVerb = ({ transaction }: Database): Pick<KeeperStore, 'takeRate'> => ({
  takeRate: (asked) => transaction(() => take(asked)),
})
