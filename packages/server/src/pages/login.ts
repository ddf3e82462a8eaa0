import { type LoginFailure, type LoginReason, loginMessage } from '@hufu/dialects'
import { html } from 'ghtml'
import { button, field, hidden, link, problem, when } from '../design/components.ts'
import { timeText } from '../design/language.ts'
import { loginWords } from './login-words.ts'
import { type Place, merchantPage } from './place.ts'

export interface LoginPage extends Place {
  /** The authorization request as it came, to go on with afterwards. */
  readonly query: string
  readonly formToken: string
  /** Who asks, where the request is one that can be granted. */
  readonly app?: string
  readonly username?: string
  readonly failure?: LoginFailure
  /** Seconds since the epoch. */
  readonly now: number
  /** Whether a forgotten password can be replaced by mail. */
  readonly forgotten: boolean
  /** The operator's OpenID provider, where merchants may come from. */
  readonly provider?: { readonly name: string; readonly href: string }
}

const fieldOf: Partial<Record<LoginReason, 'username' | 'password'>> = {
  username_missing: 'username',
  username_unknown: 'username',
  password_missing: 'password',
  password_wrong: 'password',
}

export function loginPage(page: LoginPage): string {
  const { language, base, query, formToken, app, username = '', failure, provider } = page
  const words = loginWords[language]
  const said = failure && sayFailure(page, failure)
  const at = failure && fieldOf[failure.reason]
  const atPassword = at === 'password' || (at === undefined && username !== '')
  const body = html`<h1>${words.logIn}</h1>
!${when(app, () => html`<p class="soft">${words.toConnect(app ?? '')}</p>`)}
!${said === undefined || at !== undefined ? '' : problem(said)}
<form method="post" action="${base}/login">
!${hidden({ request: query, token: formToken })}
!${field({
    name: 'username',
    label: words.username,
    value: username,
    autocomplete: 'username',
    required: true,
    autofocus: !atPassword,
    wrong: at === 'username' ? said : undefined,
  })}
!${field({
    name: 'password',
    label: words.password,
    type: 'password',
    autocomplete: 'current-password',
    required: true,
    autofocus: atPassword,
    wrong: at === 'password' ? said : undefined,
  })}
!${button(words.logIn, { kind: 'main' })}
</form>
!${provider ? html`<a class="button" href="${provider.href}">${words.logInWith(provider.name)}</a>` : ''}
!${when(page.forgotten, () => html`<p class="beside">!${link(page.account('/account/forgot'), words.forgotten)}</p>`)}
<p class="note">${words.never}</p>
!${failure ? html`<p class="note">${words.code} ${platformWords(page, failure)}</p>` : ''}`
  return merchantPage(page, words.logIn, body)
}

function sayFailure({ language, now }: LoginPage, { reason, triesLeft = 0, until }: LoginFailure): string {
  const words = loginWords[language]
  if (reason === 'password_wrong') return words.wrong(triesLeft)
  if (reason === 'account_frozen') {
    if (until === undefined) return words.frozenAWhile
    return words.frozen(timeText(language, until), Math.max(1, Math.ceil((until - now) / 60)))
  }
  return words.failures[reason]
}

/** The documents write Chinese; who reads another language has the number alone, to tell the support. */
function platformWords({ language }: LoginPage, failure: LoginFailure): string {
  const [code, message] = loginMessage(failure)
  return language === 'zh-CN' ? `${code} ${message}` : String(code)
}
