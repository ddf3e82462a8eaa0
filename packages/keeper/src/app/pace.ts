/*
 * Calls of one app are sent no faster than its platform allows, over all processes of one store: callers first, the
 * scheduler after them. The store gives several calls at once, so that not each of them costs a write.
 */
import { keeperError } from '@hufu/keeper-store/errors'
import { orUnavailable } from '../storing/store-answer.ts'
import type { Rate, RateAsked, RateGiven } from '@hufu/keeper-store/store'

/** A waiting call. `urgent` may become true while it waits, when a caller joins a refresh of the scheduler. */
export interface Turn {
  urgent: boolean
}

export interface Pace {
  /**
   * Resolves when a call may be sent, at once where no rate is kept. True where that took a while.
   *
   * @throws {KeeperError} `rate_reached` where it would take longer than somebody waits, `closed`, `store_unavailable`.
   */
  next(turn: Turn): Promise<boolean>
  /** The call was not sent: another may be. */
  giveBack(): void
  /** Refuses every waiting call. */
  close(): void
}

interface Waiting {
  readonly turn: Turn
  readonly until: number
  readonly go: () => void
  readonly refuse: (error: Error) => void
}

/** The share of each rate that is reserved for callers while the scheduler is busy. */
const SCHEDULERS_SHARE = 0.8
/** Milliseconds in which what was given is sent; what is not is lost. As much is asked for ahead. */
const GOOD_FOR = 100
/** Milliseconds until who waits is refused. */
const PATIENCE = { caller: 30_000, scheduler: 5000 } as const
/** Milliseconds between two looks, where nothing is left. */
const LONGEST_LOOK = 250

/** All that a rate may be, the narrower where two are of as many seconds. */
export const ratesOf = (...asked: readonly (Rate | null | undefined)[]): readonly Rate[] => {
  const rates = new Map<number, Rate>()
  for (const rate of asked) {
    if (!rate) continue
    const known = rates.get(rate.perSeconds)
    if (known === undefined || rate.count < known.count) rates.set(rate.perSeconds, rate)
  }
  return [...rates.values()]
}

/** Waits for one more send of a refresh in progress. Returns whether its turn came. */
export const hasTurn = (pace: Pace): Promise<boolean> =>
  pace.next({ urgent: true }).then(
    () => true,
    () => false,
  )

/** Exact to the millisecond: the store gives no more before, and waiting longer wastes rate. */
const until = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, Math.ceil(milliseconds)))

const unpaced: Pace = {
  next: () => Promise.resolve(false),
  giveBack: () => undefined,
  close: () => undefined,
}

/**
 * @param take the store's.
 * @param now seconds since the epoch, by the store's clock.
 */
export function pace(
  { rates, ...app }: Pick<RateAsked, 'platform' | 'app' | 'rates'>,
  take: (asked: RateAsked) => Promise<RateGiven>,
  now: () => number,
): Pace {
  if (rates.length === 0) return unpaced
  const ahead = Math.floor(
    Math.min(...rates.map(({ count, perSeconds }) => (count / perSeconds) * (GOOD_FOR / 1000))),
  )
  const waiting = new Set<Waiting>()
  let stock = { calls: 0, until: 0 }
  let looking: Promise<void> | undefined
  let closed = false

  const isStocked = () => stock.calls > 0 && performance.now() < stock.until
  function serve(): void {
    const inOrder = [...waiting].toSorted((a, b) => Number(b.turn.urgent) - Number(a.turn.urgent))
    for (const each of inOrder) {
      if (!isStocked()) return
      stock = { ...stock, calls: stock.calls - 1 }
      waiting.delete(each)
      each.go()
    }
  }
  function refuse(each: Waiting, error: Error): void {
    waiting.delete(each)
    each.refuse(error)
  }
  function impatient(next: number): void {
    const opens = performance.now() + (next - now()) * 1000
    for (const each of waiting)
      if (Math.max(opens, performance.now()) > each.until)
        refuse(each, keeperError('rate_reached', { retryAt: Math.max(next, now() + 1) }))
  }

  async function look(): Promise<void> {
    while (waiting.size > 0) {
      const callers = [...waiting].filter(({ turn }) => turn.urgent).length
      const [wanted, share] = callers > 0 ? [callers, 1] : [waiting.size, SCHEDULERS_SHARE]
      const { given, next } = await orUnavailable(
        take({ ...app, rates, wanted: Math.max(wanted, ahead), share }),
      )
      const left = isStocked() ? stock.calls : 0
      stock = { calls: left + given, until: performance.now() + GOOD_FOR }
      serve()
      if (given > 0) continue
      impatient(next)
      if (waiting.size > 0) await until(Math.min(LONGEST_LOOK, Math.max(5, (next - now()) * 1000)))
    }
  }
  function lookOut(): void {
    looking ??= look()
      .catch((error: unknown) => {
        for (const each of waiting) refuse(each, error instanceof Error ? error : new Error('unknown'))
      })
      .finally(() => {
        looking = undefined
        if (waiting.size > 0) lookOut()
      })
  }

  return {
    next(turn) {
      if (closed) return Promise.reject(keeperError('closed'))
      if (waiting.size === 0 && isStocked()) {
        stock = { ...stock, calls: stock.calls - 1 }
        return Promise.resolve(false)
      }
      const begun = performance.now()
      const until = begun + PATIENCE[turn.urgent ? 'caller' : 'scheduler']
      return new Promise((done, refused) => {
        waiting.add({ turn, until, go: () => done(performance.now() > begun + GOOD_FOR), refuse: refused })
        lookOut()
      })
    },
    giveBack() {
      stock = { calls: (isStocked() ? stock.calls : 0) + 1, until: performance.now() + GOOD_FOR }
      serve()
    },
    close() {
      closed = true
      for (const each of waiting) refuse(each, keeperError('closed'))
    },
  }
}
