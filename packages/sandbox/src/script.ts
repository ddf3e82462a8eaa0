/* The faults in force, in the order in which they were scripted. */
import type { ExchangeStep } from '@hufu/engine'
import type { Fault } from './fault.ts'

/** Faults in force at once. */
export const MOST_FAULTS = 1000

export interface Scripted {
  readonly id: number
  readonly fault: Fault
  /** Calls that it struck so far. */
  readonly struck: number
  /** Calls that it will strike; absent: every one. */
  readonly left?: number
}

/** The app, user and shop of a call, as far as they are known before it is processed. */
export interface CallOf {
  readonly platform: string
  readonly step: ExchangeStep
  readonly clientId?: string
  readonly grantId?: number
  readonly openId?: string
  readonly shopId?: string
}

/** The faults of one call: all that slow it down, and the first that changes its answer. */
export interface Struck {
  readonly ids: readonly number[]
  readonly secondsBefore: number
  readonly secondsAfter: number
  readonly fault?: Exclude<Fault, { readonly kind: 'slow' }>
}

export interface Script {
  /** Undefined: there are too many. */
  add(fault: Fault): Scripted | undefined
  all(): readonly Scripted[]
  remove(id: number): boolean
  clear(): void
  /** Uses up what it takes. */
  strike(call: CallOf): Struck
}

interface Held {
  readonly id: number
  readonly fault: Fault
  struck: number
  readonly chance: () => number
}

const nothing: Struck = { ids: [], secondsBefore: 0, secondsAfter: 0 }

export function faultScript(): Script {
  const held = new Map<number, Held>()
  let last = 0
  const shown = ({ id, fault, struck }: Held): Scripted => ({
    id,
    fault,
    struck,
    ...(fault.times !== undefined && { left: fault.times - struck }),
  })

  return {
    add(fault) {
      if (held.size >= MOST_FAULTS) return undefined
      const made = { id: ++last, fault, struck: 0, chance: chances(fault.seed) }
      held.set(made.id, made)
      return shown(made)
    },
    all: () => [...held.values()].map(shown),
    remove: (id) => held.delete(id),
    clear: () => held.clear(),
    strike(call) {
      let struck = nothing
      for (const each of held.values()) {
        const { id, fault } = each
        if (fault.kind !== 'slow' && struck.fault) continue
        if (each.struck === fault.times || !isFor(fault, call)) continue
        if (fault.probability !== undefined && each.chance() >= fault.probability) continue
        each.struck++
        struck = withFault({ ...struck, ids: [...struck.ids, id] }, fault, each.chance)
      }
      return struck
    },
  }
}

function withFault(struck: Struck, fault: Fault, chance: () => number): Struck {
  if (fault.kind !== 'slow') return { ...struck, fault }
  const { seconds, upTo = seconds, when } = fault
  const more = seconds + Math.max(0, upTo - seconds) * (upTo > seconds ? chance() : 0)
  return when === 'before'
    ? { ...struck, secondsBefore: struck.secondsBefore + more }
    : { ...struck, secondsAfter: struck.secondsAfter + more }
}

const endpoints: Readonly<Partial<Record<ExchangeStep, Fault['endpoint']>>> = {
  token: 'token',
  refresh: 'refresh',
  'user info': 'userInfo',
}

/** All that the fault names must be the call's. */
const isFor = (fault: Fault, { step, ...call }: CallOf): boolean =>
  (fault.endpoint === undefined || fault.endpoint === endpoints[step]) &&
  (['platform', 'clientId', 'grantId', 'openId', 'shopId'] as const).every(
    (name) => fault[name] === undefined || fault[name] === call[name],
  )

/** Numbers from 0 to 1 that follow from the seed (mulberry32): a test that fails by chance fails again. */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
