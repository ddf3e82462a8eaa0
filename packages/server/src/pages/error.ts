import { html } from 'ghtml'
import { problem, when } from '@hufu/web/design/components'
import { type DeveloperPart, developerPart } from './developer-part.ts'
import { errorWords, isPageReason } from './error-words.ts'
import { type Place, merchantPage } from './place.ts'

export interface ErrorPage extends Place {
  readonly developerPart: DeveloperPart
  /** The link that repeats the request, after a form that was too old. */
  readonly again?: string
}

/** The error for the merchant, and a folded part for the developer. Nothing from the request is repeated. */
export function errorPage(page: ErrorPage): string {
  const { language, again } = page
  const words = errorWords[language]
  const { error } = page.developerPart.error
  const [what, help] = words.reasons[isPageReason(error) ? error : 'server_error']
  const body = html`<h1>${words.title}</h1>
!${problem(what)}
<p>${words.help[help]}</p>
!${when(again, () => html`<a class="button main" href="${again ?? ''}">${words.again}</a>`)}
!${developerPart(language, page.developerPart)}`
  return merchantPage(page, words.title, body)
}
