/* What a step of the check expects; what is otherwise fails the step. */
import { type CallFailure, type Failure, isFailure } from '@hufu/client'
import type { ErrorReason } from '@hufu/dialects'

class Failed extends Error {}

/** @throws {Error} with what is said, unless it holds. */
export const must = (holds: boolean, said: string): void => {
  if (!holds) throw new Failed(said)
}

/** Ends the step. */
export function never(said = 'no answer'): never {
  throw new Failed(said)
}

/** The error, with the platform's own code and words. */
export const describe = (answer: object): string => {
  const { error, platformCode, platformMessage } = answer as Partial<Failure>
  return `${error} ${platformCode ?? ''} ${platformMessage ?? ''}`.trim()
}

/** The answer, which is no failure. */
export function granted<Answer extends object>(answer: Answer | CallFailure): Answer {
  if (isFailure(answer)) return never(describe(answer))
  return answer
}

/** The platform's own code of a failure that is one of these. */
export function refusedAs(answer: object, reasons: readonly ErrorReason[]): string {
  const { error, platformCode } = answer as Partial<Failure>
  must(
    reasons.some((each) => each === error),
    `not refused as it should be: ${describe(answer)}`,
  )
  return String(platformCode ?? error)
}
