/* Pages that lead nowhere else: a code to copy, a denial, an error. */
import type { OAuthError } from '@hufu/dialects'
import { html } from 'ghtml'
import { singlePage } from '../design/document.ts'
import type { Language } from '../design/language.ts'
import { messages } from './messages.ts'

interface Place {
  readonly language: Language
  readonly base: string
  readonly platform: string
}

export function codePage(
  place: Place & { readonly app: string; readonly code: string; readonly seconds: number },
): string {
  const { language, base, platform, app, code, seconds } = place
  const words = messages[language]
  const body = html`<h1>${words.codeTitle}</h1>
<output id="code">${code}</output>
<p>${words.codeHelp(app, Math.floor(seconds / 60))}</p>`
  return singlePage({ language, base, title: words.codeTitle, platform }, body)
}

export function deniedPage({ language, base, platform, app }: Place & { readonly app: string }): string {
  const words = messages[language]
  const body = html`<h1>${words.deniedTitle}</h1>
<p>${words.denied(app)}</p>`
  return singlePage({ language, base, title: words.deniedTitle, platform }, body)
}

export interface ErrorPage extends Place {
  readonly error: OAuthError
  readonly platformCode: string | number
  readonly platformMessage: string
  readonly requestId: string
  /** The shop whose user may not authorise, with what lets him log out. */
  readonly notPermitted?: { readonly shop: string; readonly query: string; readonly formToken: string }
}

/** In the merchant's words, and, folded, in the developer's. Nothing that came with the request is repeated. */
export function errorPage(page: ErrorPage): string {
  const { language, base, platform, error, platformCode, platformMessage, requestId, notPermitted } = page
  const words = messages[language]
  const blame =
    error.parameter === undefined
      ? ''
      : html`<dt>${words.parameter}</dt><dd><code>${error.parameter}</code></dd>`
  const again = notPermitted
    ? html`<form method="post" action="${base}/logout">
<input type="hidden" name="request" value="${notPermitted.query}"><input type="hidden" name="token" value="${notPermitted.formToken}">
<button class="main">${words.notYou}</button></form>`
    : ''
  const body = html`<h1>${words.errorTitle}</h1>
<p class="problem" role="alert">${platformMessage}</p>
<p>${notPermitted ? words.notPermitted(notPermitted.shop) : words.errorHelp}</p>
!${again}
<details><summary>${words.forDevelopers}</summary>
<dl>
<dt>${words.platformCode}</dt><dd><code>${platformCode}</code> ${platformMessage}</dd>
<dt>${words.reason}</dt><dd><code>${error.error}</code></dd>
!${blame}
<dt>${words.requestId}</dt><dd><code>${requestId}</code></dd>
</dl></details>`
  return singlePage({ language, base, title: words.errorTitle, platform }, body)
}
