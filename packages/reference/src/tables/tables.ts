/* The tables of one platform. */
import {
  type EndpointReference,
  type ErrorReason,
  type Parameter,
  type PlatformRecord,
  type Policy,
  type WithFields,
  errorReasons,
  referenceOf,
  revocation,
  facesOf,
  formulasOf,
} from '@hufu/dialects'
import { html } from 'ghtml'
import { type Html, code, facts, join, table, text, when } from '@hufu/web/design/components'
import type { Language } from '@hufu/web/design/language'
import { reasonWords, wayOut } from '../reason-words.ts'
import type { SampleApp } from '../samples/index.ts'
import { exampleExchange, exampleLink, exampleValues } from './examples.ts'
import { factsOf } from './facts.ts'
import { formulaWords } from './formula-words.ts'
import { meaningIn, noteIn } from './parameter-words.ts'
import { referenceWords } from './words.ts'

/** What stands between backticks, as code. */
export const marked = (said: string): Html =>
  said
    .split('`')
    .map((part, index) => (index % 2 === 0 ? text(part) : code(part)))
    .join('')

/** Text as it goes over the wire, in lines that may be longer than the page. */
export const wireText = (said: string): Html => html`<pre tabindex="0">${said}</pre>`

/** What an operator has made of the platform, and what an app fills in. */
export interface Referred {
  readonly record: PlatformRecord
  readonly policy: Policy
  readonly app: SampleApp
}

export function referenceBody(language: Language, referred: Referred): Html {
  const { record, policy, app } = referred
  const { dialect } = record
  const words = referenceWords[language]
  const { envelope } = dialect
  const formulas = formulasOf(dialect, formulaWords[language])
  const steps = referenceOf(record)
  const url = (path: string) => code(app.baseUrl + path)
  const addresses = facts([
    ...steps.flatMap(({ methods, path, ...step }) =>
      path === undefined
        ? []
        : [[titleOf(language, step, record), html`!${text(methods.join(' / '))} !${url(path)}`] as const],
    ),
    [words.steps.revocation, html`POST !${url(revocation.path)}`],
  ])
  return html`<h2>${words.addresses}</h2>
!${addresses}
<h2>${words.promises}</h2>
!${facts(factsOf(language, dialect, policy).map(([name, value]) => [name, text(value)]))}
!${when(
    envelope !== undefined || formulas.length > 0,
    () => html`<h2>${words.securing}</h2>
!${envelope ? html`<p>${words.envelopes[envelope]}</p>` : ''}
!${formulas.length > 0 ? html`<p>${words.signature}</p>!${join(formulas.map(wireText))}` : ''}`,
  )}
!${join(steps.map((each) => stepOf(language, referred, each)))}`
}

/** What a step is called; of another face, with the name of that. */
function titleOf(
  language: Language,
  { step, face }: Pick<EndpointReference, 'step' | 'face'>,
  { notes }: Pick<PlatformRecord, 'notes'>,
): string {
  const title = referenceWords[language].steps[step]
  return face === undefined ? title : `${title} (${noteIn(language, face.title, notes)})`
}

function stepOf(language: Language, { record, app }: Referred, reference: EndpointReference): Html {
  const { notes } = record
  const words = referenceWords[language]
  const { step, face, request, response } = reference
  const dialect = facesOf(record.dialect)[face === undefined ? 0 : face.at + 1] ?? record.dialect
  const title = titleOf(language, reference, record)
  const endpoint = step === 'authorize' || step === 'callback' ? undefined : dialect[step]
  const asked = step === 'callback' ? undefined : dialect[step]?.request
  const answered = step === 'callback' ? dialect.callback : endpoint?.response
  const wire = endpoint && exampleExchange(endpoint, app)
  const sent = wire?.request ?? exampleLink(dialect, app)
  return html`<h2 id="${step}${face === undefined ? '' : `-${face.at + 1}`}">${title}</h2>
!${asked ? html`<h3>${words.request}</h3>!${parameters(language, `${title}: ${words.request}`, request, asked, app, notes)}!${wireText(sent)}` : ''}
!${answered ? html`<h3>${words.answer}</h3>!${parameters(language, `${title}: ${words.answer}`, response, answered, app, notes)}` : ''}
!${wire ? wireText(wire.response) : ''}`
}

/** What each step may refuse, and why; steps that have a table in common share it. */
export function errorsBody(language: Language, record: PlatformRecord): Html {
  const tables = Map.groupBy(
    referenceOf(record).filter(({ errors }) => errors.length > 0),
    ({ errors }) => errors,
  )
  return join(
    [...tables].map(([rows, shared]) => {
      const title = shared.map((each) => titleOf(language, each, record)).join(' · ')
      return html`<h2>${title}</h2>
!${errorsOf(language, title, rows)}`
    }),
  )
}

function parameters(
  language: Language,
  caption: string,
  rows: readonly Parameter[],
  codec: WithFields,
  app: SampleApp,
  notes: PlatformRecord['notes'],
): Html {
  const words = referenceWords[language]
  const examples = exampleValues(codec, app)
  return table(
    caption,
    [
      { title: words.order, cell: ({ at }) => text(at + 1) },
      { title: words.name, cell: ({ name }) => code(name) },
      { title: words.type, cell: ({ type }) => text(words.types[type]) },
      { title: words.required, cell: ({ required }) => text(required ? words.yes : words.no) },
      {
        title: words.example,
        cell: ({ at }) => (examples[at] ? html`<code class="long">${examples[at]}</code>` : ''),
      },
      {
        title: words.meaning,
        cell: (each) => html`<span>!${marked(meaningIn(language, each, notes))}</span>`,
      },
    ],
    rows.map((each, at) => ({ ...each, at })),
    '',
  )
}

const isReason = (cause: string): cause is ErrorReason => Object.hasOwn(errorReasons, cause)

function errorsOf(language: Language, caption: string, rows: EndpointReference['errors']): Html {
  const words = referenceWords[language]
  const said = (cause: string): Html => {
    if (isReason(cause)) return html`<code>${cause}</code> ${reasonWords[language][cause]}`
    const parameter = cause.slice(cause.indexOf(':') + 1)
    return text(cause.startsWith('missing') ? words.missing(parameter) : words.malformed(parameter))
  }
  return table(
    caption,
    [
      { title: words.code, cell: ([each]) => code(each) },
      { title: words.message, cell: ([, message]) => text(message.trim()) },
      {
        title: words.reason,
        cell: ([, , , ...causes]) => html`<span>!${causes.map(said).join('<br>')}</span>`,
      },
      {
        title: words.wayOut,
        cell: ([, , , first]) =>
          text(wayOut[language][isReason(first) ? errorReasons[first].retry : 'fix_config']),
      },
    ],
    rows,
    '',
  )
}
