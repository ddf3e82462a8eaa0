import { html } from 'ghtml'
import { singlePage } from '../design/document.ts'
import type { Language } from '../design/language.ts'
import { messages } from './messages.ts'

export interface ConsentPage {
  readonly language: Language
  readonly base: string
  readonly platform: string
  readonly query: string
  readonly formToken: string
  readonly app: { readonly name: string; readonly developer: string }
  readonly scope: readonly string[]
  readonly shop: string
  readonly username: string
  /** Seconds since the epoch: when the shop will be asked again at the latest. */
  readonly until: number
}

export function consentPage(page: ConsentPage): string {
  const { language, base, platform, query, formToken, app, scope, shop, username, until } = page
  const words = messages[language]
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(until * 1000)
  const hidden = html`<input type="hidden" name="request" value="${query}"><input type="hidden" name="token" value="${formToken}">`
  const scopes = scope.map((word) => html`<li><code>${word}</code></li>`).join('')
  const body = html`<h1>${words.asks(app.name)}</h1>
<dl>
<dt>${words.developer}</dt><dd>${app.developer}</dd>
<dt>${words.shop}</dt><dd>${shop} (${username})</dd>
!${scopes === '' ? '' : html`<dt>${words.scopes}</dt><dd><ul>!${scopes}</ul></dd>`}
</dl>
<p>${words.until(date)}</p>
<form method="post" action="${base}/consent">
!${hidden}
<div class="choice">
<button class="other" name="decision" value="deny">${words.deny}</button>
<button class="main" name="decision" value="approve">${words.approve}</button>
</div>
</form>
<form method="post" action="${base}/logout">
!${hidden}
<button class="link">${words.notYou}</button>
</form>`
  return singlePage({ language, base, title: words.asks(app.name), platform }, body)
}
