/* The folded part of an error page for developers: the platform's code and words, the parameter at fault, the expected value. */
import { type OAuthError, type Policy, type WithFields, parametersOf } from '@hufu/dialects'
import { html } from 'ghtml'
import { type Html, code, facts, text } from '@hufu/web/design/components'
import type { Language } from '@hufu/web/design/language'
import { type DeveloperWords, developerWords, isPageReason } from './error-words.ts'

export interface DeveloperPart {
  /** `parameter` by its name on the wire. */
  readonly error: OAuthError
  readonly platformCode: string | number
  readonly platformMessage: string
  readonly requestId: string
  /** The parameters of the link. */
  readonly fields: WithFields
  /** How redirect URIs are compared. */
  readonly redirectUri: Policy['redirectUri']
}

/** Nothing from the request is repeated. */
export function developerPart(language: Language, part: DeveloperPart): Html {
  const { error, platformCode, platformMessage, requestId, fields } = part
  const words = developerWords[language]
  const parameters = parametersOf(fields)
  const blamed = parameters.find(({ name }) => name === error.parameter)
  const rows: (readonly [string, Html])[] = [
    [words.platformCode, html`!${code(platformCode)} ${platformMessage}`],
    [words.reason, code(error.error)],
    [words.expected, text(expected(words, part))],
  ]
  if (error.parameter !== undefined) {
    const meaning = blamed ? html` <span lang="en">!${withCode(blamed.meaning)}</span>` : ''
    rows.push([words.parameter, html`!${code(error.parameter)}!${meaning}`])
  }
  if (error.error === 'request_malformed')
    rows.push([words.parameters, code(parameters.map(({ name }) => name).join(', '))])
  rows.push([words.requestId, code(requestId)])
  return html`<details><summary>${words.title}</summary>
!${facts(rows)}</details>`
}

/** Between backticks is what is written on the wire. */
const withCode = (meaning: string): Html =>
  meaning
    .split('`')
    .map((part, index) => (index % 2 === 1 ? code(part) : text(part)))
    .join('')

const isNamed = <Problem extends string>(
  problem: string,
  problems: Readonly<Record<Problem, string>>,
): problem is Problem => Object.hasOwn(problems, problem)

function expected(words: DeveloperWords, { error, redirectUri }: DeveloperPart): string {
  if (error.error === 'redirect_uri_mismatch') return words.redirectUri[redirectUri]
  const { problem } = error
  if (problem !== undefined && isNamed(problem, words.problems)) return words.problems[problem]
  return words.reasons[isPageReason(error.error) ? error.error : 'server_error']
}
