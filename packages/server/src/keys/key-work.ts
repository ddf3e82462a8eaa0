/*
 * Private-key work for callers who have proved nothing yet: whoever knows an AppKey can send an envelope of 16 blocks. So
 * it waits in a queue of which one operation is done in each turn of the event loop, and everything else goes on between.
 *
 * Networks take turns, so that a flood from one delays no other. How much may wait is bounded, and so is how much may turn
 * out to be worthless in one second, per network and per app. The bounds of an app leave out the networks from which it
 * has lately proved itself: strangers who know its AppKey cannot shut it out.
 */
import type { SteppedEnvelope } from '@hufu/crypto'
import type { OAuthError, Sealed } from '@hufu/dialects'

/** Operations that may wait. One takes half a millisecond. */
export const MOST_WAITING = { network: 512, app: 1024, all: 4096 } as const
/** Operations in one second that led to nothing, after which what comes in the same second is refused. */
export const MOST_WORTHLESS = { network: 128, app: 512 } as const
/** How long an app is remembered to have proved itself from a network. */
const KNOWN_MS = 3_600_000
const MOST_KNOWN = 10_000

/** The asker, as far as it is known before authentication. `network` is absent if there is no address. */
export interface Asker {
  readonly appId: string
  readonly network?: string
}

export type Opening =
  | { readonly refused: OAuthError }
  | {
      readonly text: string | undefined
      /** Call it once: true if the envelope authenticated the app and is new. */
      judge(proven: boolean): void
    }

export interface KeyWork {
  /** Opens an envelope when its turn comes, or refuses: `overloaded` or `rate_limited`. */
  open(asker: Asker, envelope: SteppedEnvelope, sealed: Sealed): Promise<Opening>
  /** Does one operation in its turn for an app that is authenticated. It is never refused. */
  inTurn<Result>(asker: Asker, act: () => Result): Promise<Result>
}

interface Job {
  /** One step, of one operation at most. True: it was the last. */
  step(): boolean
}

/**
 * @param nextTurn calls once, in the next turn of the event loop.
 * @param now milliseconds that only grow.
 */
export function keyWork(
  nextTurn: (act: () => void) => void = setImmediate,
  now: () => number = () => performance.now(),
): KeyWork {
  const known = lanes()
  const strangers = lanes()
  const waiting = new Map<string, number>()
  const worthless = { second: 0, count: new Map<string, number>() }
  const provenAt = new Map<string, number>()
  let awake = false
  let knownNext = true

  const pairOf = ({ appId, network = '' }: Asker): string => `${network} ${appId}`
  const isKnown = (asker: Asker): boolean => {
    const at = provenAt.get(pairOf(asker))
    return at !== undefined && now() - at < KNOWN_MS
  }

  function remember(asker: Asker): void {
    const pair = pairOf(asker)
    provenAt.delete(pair)
    provenAt.set(pair, now())
    const [oldest] = provenAt.keys()
    if (provenAt.size > MOST_KNOWN && oldest !== undefined) provenAt.delete(oldest)
  }

  /** The keys by which the limits count. */
  function countedBy(asker: Asker): readonly (readonly [key: string, kind: 'network' | 'app'])[] {
    const { network, appId } = asker
    return [
      ...(network === undefined ? [] : [[`network ${network}`, 'network'] as const]),
      ...(isKnown(asker) ? [] : [[`app ${appId}`, 'app'] as const]),
    ]
  }

  const worthlessBy = (key: string): number => {
    const second = Math.floor(now() / 1000)
    if (second !== worthless.second) {
      worthless.second = second
      worthless.count.clear()
    }
    return worthless.count.get(key) ?? 0
  }

  const more = (key: string, by: number): void => {
    const count = (waiting.get(key) ?? 0) + by
    if (count > 0) waiting.set(key, count)
    else waiting.delete(key)
  }

  function refusal(counted: ReturnType<typeof countedBy>, operations: number): OAuthError | undefined {
    if (counted.some(([key, kind]) => worthlessBy(key) >= MOST_WORTHLESS[kind]))
      return { error: 'rate_limited', detail: 'envelopes that did not open' }
    const fits = (key: string, kind: keyof typeof MOST_WAITING) =>
      (waiting.get(key) ?? 0) + operations <= MOST_WAITING[kind]
    return fits('all', 'all') && counted.every(([key, kind]) => fits(key, kind))
      ? undefined
      : { error: 'overloaded', detail: 'envelopes wait to be opened' }
  }

  /** Known and unknown senders in alternation, and one operation a turn. */
  function turn(): void {
    knownNext = !knownNext
    const [first, second] = knownNext ? [known, strangers] : [strangers, known]
    if (!first.step()) second.step()
    awake = known.isWaiting() || strangers.isWaiting()
    if (awake) nextTurn(turn)
  }

  function queued<Result>(lane: Lanes, key: string, steps: () => IteratorResult<unknown, Result>) {
    return new Promise<Result>((resolve, reject) => {
      lane.add(key, {
        step() {
          try {
            const { done, value } = steps()
            if (done) resolve(value)
            return done === true
          } catch (error) {
            reject(error instanceof Error ? error : new Error('thrown, but no Error', { cause: error }))
            return true
          }
        },
      })
      if (!awake) {
        awake = true
        nextTurn(turn)
      }
    })
  }

  return {
    async open(asker, envelope, sealed) {
      const operations = envelope.operations(sealed)
      // A text whose blocks fit no key cannot be decrypted, and costs nothing.
      if (operations === 0) return { text: undefined, judge: () => undefined }
      const counted = countedBy(asker)
      const refused = refusal(counted, operations)
      if (refused) return { refused }
      const held = ['all', ...counted.map(([key]) => key)]
      for (const key of held) more(key, operations)
      const steps = envelope.openInSteps(sealed)
      try {
        const [lane, key] = isKnown(asker)
          ? [known, pairOf(asker)]
          : [strangers, asker.network ?? pairOf(asker)]
        const text = await queued(lane, key, () => steps.next())
        return {
          text,
          judge(proven) {
            if (proven) return remember(asker)
            for (const [by] of counted) worthless.count.set(by, worthlessBy(by) + operations)
          },
        }
      } finally {
        for (const key of held) more(key, -operations)
      }
    },
    inTurn: (asker, act) => queued(known, pairOf(asker), () => ({ done: true, value: act() })),
  }
}

interface Lanes {
  add(key: string, job: Job): void
  /** One step of the lane whose turn it is; false where nothing waits. */
  step(): boolean
  isWaiting(): boolean
}

/** First come, first served within a lane; among lanes each in its turn. */
function lanes(): Lanes {
  const all = new Map<string, Job[]>()
  return {
    add(key, job) {
      const lane = all.get(key)
      if (lane) lane.push(job)
      else all.set(key, [job])
    },
    step() {
      const [next] = all
      if (!next) return false
      const [key, lane] = next
      all.delete(key)
      if (lane[0]?.step()) lane.shift()
      if (lane.length > 0) all.set(key, lane)
      return true
    },
    isWaiting: () => all.size > 0,
  }
}
