/* The laws of dialects, for whoever writes one: by a test framework, law by law, or all at once without one. */
import type { PlatformRecord } from '@hufu/dialects'
import { codecLaws } from './codecs.ts'
import { type Example, exampleLaws } from './examples.ts'
import type { TakeLaw } from './law.ts'
import { pairLaws } from './requests.ts'
import { tableLaws } from './tables.ts'

export { type Example, examplesIn } from './examples.ts'
export type { TakeLaw } from './law.ts'
export { ownEndpointLaws } from './codecs.ts'

/**
 * Hands over every law of a platform, each with a name that begins with the platform's id.
 *
 * @param test what takes them: `test` of node:test, or of another framework.
 */
export function lawsOf(platform: PlatformRecord, test: TakeLaw): void {
  codecLaws(platform, test)
  pairLaws(platform, test)
  tableLaws(platform, test)
}

/** A law that does not hold, and why. */
export interface BrokenLaw {
  readonly law: string
  readonly error: Error
}

/** The laws that a platform breaks, and the examples that it does not read and write as they are. None where all hold. */
export function brokenLaws(
  platform: PlatformRecord,
  examples: readonly Example[] = [],
): readonly BrokenLaw[] {
  const broken: BrokenLaw[] = []
  const take: TakeLaw = (law, check) => {
    try {
      check()
    } catch (error) {
      broken.push({ law, error: error instanceof Error ? error : new Error(String(error)) })
    }
  }
  lawsOf(platform, take)
  exampleLaws(platform, examples, take)
  return broken
}

/** @throws {AggregateError} naming each law that the platform breaks, with what is wrong. Takes some seconds. */
export function holds(platform: PlatformRecord, examples: readonly Example[] = []): void {
  const broken = brokenLaws(platform, examples)
  if (broken.length === 0) return
  const lines = broken.map(({ law, error }) => `${law}: ${error.message}`)
  throw new AggregateError(
    broken.map(({ error }) => error),
    `${broken.length} laws do not hold\n${lines.join('\n')}`,
  )
}
