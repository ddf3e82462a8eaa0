import { type LoginFailure, type LoginReason, loginMessage } from '@hufu/dialects'
import { html } from 'ghtml'
import {
  button,
  currentPassword,
  field,
  hidden,
  type Html,
  link,
  problem,
  when,
} from '@hufu/web/design/components'
import { type Language, timeText } from '@hufu/web/design/language'
import { loginWords } from './login-words.ts'
import { type Place, merchantPage } from './place.ts'

/** The contents of the login page, for every way that leads to it. */
export interface LoginForm {
  readonly language: Language
  /** The target of the form, and its hidden fields. */
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
  /** The app that asks, if the request can be granted. */
  readonly app?: string
  readonly username?: string
  readonly failure?: LoginFailure
  /** Whether the browser sent no cookie at all: why the form was none that it had been shown. */
  readonly cookieless?: boolean
  /** Seconds since the epoch. */
  readonly now: number
  /** The link to reset a forgotten password by mail. */
  readonly forgotten?: string
  /** The operator's OpenID provider, where there is one. */
  readonly provider?: { readonly name: string; readonly href: string }
}

export interface LoginPage extends Place, Omit<LoginForm, 'language' | 'action' | 'fields' | 'forgotten'> {
  /** The authorization request as it came, to go on with afterwards. */
  readonly query: string
  readonly formToken: string
  /** Whether a forgotten password can be replaced by mail. */
  readonly forgotten: boolean
}

const fieldOf: Partial<Record<LoginReason, 'username' | 'password'>> = {
  username_missing: 'username',
  username_unknown: 'username',
  password_missing: 'password',
  password_wrong: 'password',
}

export function loginPage(page: LoginPage): string {
  const { language, base, query, formToken, forgotten, ...rest } = page
  const title = loginWords[language].logIn
  const body = loginForm({
    ...rest,
    language,
    action: `${base}/login`,
    fields: { request: query, token: formToken },
    ...(forgotten && { forgotten: page.account('/account/forgot') }),
  })
  return merchantPage(page, title, html`<h1>${title}</h1>!${body}`)
}

export function loginForm(shown: LoginForm): Html {
  const { language, action, fields, app, username = '', failure, provider, forgotten } = shown
  const words = loginWords[language]
  const said = failure && sayFailure(shown, failure)
  const at = failure && fieldOf[failure.reason]
  const atPassword = at === 'password' || (at === undefined && username !== '')
  return html`!${when(app, () => html`<p class="soft">${words.toConnect(app ?? '')}</p>`)}
!${said === undefined || at !== undefined ? '' : problem(said)}
<form method="post" action="${action}">
!${hidden(fields)}
!${field({
    name: 'username',
    label: words.username,
    value: username,
    autocomplete: 'username',
    required: true,
    autofocus: !atPassword,
    wrong: at === 'username' ? said : undefined,
  })}
!${currentPassword('password', words.password, {
    autofocus: atPassword,
    wrong: at === 'password' ? said : undefined,
  })}
!${button(words.logIn, { kind: 'main' })}
</form>
!${provider ? html`<a class="button" href="${provider.href}">${words.logInWith(provider.name)}</a>` : ''}
!${when(forgotten, () => html`<p class="beside">!${link(forgotten ?? '', words.forgotten)}</p>`)}
<p class="note">${words.never}</p>
!${failure ? html`<p class="note">${words.code} ${platformWords(shown, failure)}</p>` : ''}`
}

/** The refusal in the merchant's words. */
export function sayFailure(
  { language, now, cookieless }: Pick<LoginForm, 'language' | 'now' | 'cookieless'>,
  { reason, triesLeft = 0, until }: LoginFailure,
): string {
  const words = loginWords[language]
  if (reason === 'form_forged' && cookieless === true) return words.noCookies
  if (reason === 'password_wrong') return words.wrong(triesLeft)
  if (reason === 'account_frozen') {
    if (until === undefined) return words.frozenAWhile
    return words.frozen(timeText(language, until), Math.max(1, Math.ceil((until - now) / 60)))
  }
  return words.failures[reason]
}

/** The documents write Chinese; who reads another language has the number alone, to tell the support. */
function platformWords({ language }: LoginForm, failure: LoginFailure): string {
  const [code, message] = loginMessage(failure)
  return language === 'zh-CN' ? `${code} ${message}` : String(code)
}
