/* A record says which copy of the kit made it: with two copies, constants and checks of one would not hold in the other. */
import type { PlatformRecord } from './registry.ts'

/** The same in every copy of the kit. */
const MADE_BY = Symbol.for('hufu.platform.madeBy')
/** Another in every copy of the kit. */
const thisCopy = Symbol('@hufu/dialects')

/** The record of a platform in a package of your own, which exports it as `platform`. Configurations name the package. */
export const definePlatform = <const Platform extends PlatformRecord>(record: Platform): Platform =>
  Object.defineProperty({ ...record }, MADE_BY, { value: thisCopy })

/** Which copy of the kit made a value into a record: this one, another one, or none. */
export function kitOf(value: unknown): 'this' | 'another' | 'none' {
  if (typeof value !== 'object' || value === null || !(MADE_BY in value)) return 'none'
  return value[MADE_BY] === thisCopy ? 'this' : 'another'
}
