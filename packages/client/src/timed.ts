/* Tokens with their times, by our own clock. */
import type { TokenSet } from '@hufu/dialects'
import type { Called } from './call.ts'
import { type CallFailure, isFailure } from './failure.ts'
import { known } from './known.ts'
import type { Timing } from './types.ts'

export type Tokens = TokenSet & Timing

export function timed({ answer, begin, measured, oddities }: Called<TokenSet>): Tokens | CallFailure {
  if (isFailure(answer)) return answer
  const requestedAt = Math.floor(begin)
  const after = (seconds?: number) => (seconds === undefined ? seconds : requestedAt + seconds)
  return {
    ...answer,
    requestedAt,
    ...known({
      expiresAt: after(answer.expiresIn),
      refreshExpiresAt: after(answer.refreshExpiresIn),
      oddities: oddities.length > 0 ? oddities : undefined,
    }),
    ...measured,
  }
}
