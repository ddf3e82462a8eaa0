import { type LoginFailure, loginMessage } from '@hufu/dialects'
import { html } from 'ghtml'
import { singlePage } from '../design/document.ts'
import type { Language } from '../design/language.ts'
import { messages } from './messages.ts'

export interface LoginPage {
  readonly language: Language
  readonly base: string
  readonly platform: string
  /** The authorization request as it came, to go on with afterwards. */
  readonly query: string
  readonly formToken: string
  readonly username?: string
  readonly failure?: LoginFailure
}

export function loginPage({
  language,
  base,
  platform,
  query,
  formToken,
  username,
  failure,
}: LoginPage): string {
  const words = messages[language]
  const [code, message] = failure ? loginMessage(failure) : []
  const problem = failure
    ? html`<p class="problem" role="alert">${words.login[failure.reason](failure.triesLeft ?? 0)}<small>${code} ${message}</small></p>`
    : ''
  const body = html`<h1>${words.logIn}</h1>
!${problem}
<form method="post" action="${base}/login">
<input type="hidden" name="request" value="${query}">
<input type="hidden" name="token" value="${formToken}">
<label for="username">${words.username}</label>
<input id="username" name="username" value="${username ?? ''}" autocomplete="username" autocapitalize="none" spellcheck="false" required!${username ? '' : ' autofocus'}>
<label for="password">${words.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required!${username ? ' autofocus' : ''}>
<button class="main">${words.logIn}</button>
</form>
<p class="note">${words.never}</p>`
  return singlePage({ language, base, title: words.logIn, platform }, body)
}
