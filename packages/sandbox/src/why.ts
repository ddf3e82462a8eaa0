/* Why a request was refused: the parameter, the rule, what to do. Never a secret. */
import { type OAuthError, errorReasons } from '@hufu/dialects'
import { wayOut } from '@hufu/reference/reason-words'
import { faultWords, isProcessed } from './fault.ts'
import type { Exchanged } from './exchanges.ts'
import type { Struck } from './script.ts'

/** Characters of a line: a signed text is as long as whoever sent it likes. */
const LONGEST = 500

export function whyRefused(error: OAuthError): readonly string[] {
  const { hint, retry } = errorReasons[error.error]
  const blamed = error.parameter === undefined ? '' : `${error.parameter}${problemOf(error)}: `
  const detail = error.detail === undefined || error.detail === '' ? '' : ` (${error.detail})`
  return [`${error.error}: ${blamed}${hint}${detail}`, ...explanationOf(error), wayOut.en[retry]].map(
    (line) => line.replace(/\p{C}/gu, '?').slice(0, LONGEST),
  )
}

const problemOf = ({ problem }: OAuthError): string => (problem === undefined ? '' : ` is ${problem}`)

function explanationOf({ explanation }: OAuthError): readonly string[] {
  if (!explanation) return []
  if ('signed' in explanation) return [`the text that was signed here: ${explanation.signed}`]
  const { own, peer } = explanation.keys
  const named = (keys: readonly string[]) => keys.join(', ') || 'none'
  return [`opened with the platform’s keys ${named(own)}; verified with the app’s keys ${named(peer)}`]
}

/** The faults that struck the call, and whether its effect is durable. */
export function whyStruck(
  { secondsBefore, secondsAfter, fault }: Struck,
  processed: Exchanged['processed'],
): readonly string[] {
  const seconds = Math.round((secondsBefore + secondsAfter) * 10) / 10
  const held = secondsBefore + secondsAfter > 0 ? [`fault slow: held back for ${seconds} s`] : []
  if (!fault) return held
  const when = !('when' in fault) ? '' : isProcessed(fault) ? ', after it was processed' : ', unprocessed'
  const committed = processed === 'committed' ? '; its changes are committed' : ''
  return [...held, `fault ${fault.kind}: ${faultWords[fault.kind]}${when}${committed}`]
}
