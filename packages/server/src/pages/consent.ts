import type { PlainWords } from '@hufu/dialects'
import { isEndless } from '@hufu/engine'
import { html } from 'ghtml'
import {
  type Html,
  badge,
  button,
  code,
  facts,
  hidden,
  join,
  link,
  text,
  warning,
  when,
} from '@hufu/web/design/components'
import { type Language, dateText } from '@hufu/web/design/language'
import { consentWords } from './consent-words.ts'
import { type Place, merchantPage } from './place.ts'
import type { Asker } from './asker.ts'

export interface ConsentShop {
  readonly id: string
  readonly name: string
  readonly region?: string
}

export interface ConsentPage extends Place {
  readonly query: string
  readonly formToken: string
  readonly app: Asker
  readonly scope: readonly string[]
  readonly scopeWords: Readonly<Record<string, PlainWords>>
  readonly shops: readonly ConsentShop[]
  readonly user: string
  /** Seconds since the epoch: when the authorization ends if nobody renews it; `isEndless` where it does not. */
  readonly until: number
  /** Whether the app can renew it without asking again. */
  readonly renewable: boolean
}

function lasting({ language, until, renewable }: ConsentPage): string {
  const words = consentWords[language]
  if (isEndless(until)) return words.endless
  return renewable ? words.renewable(dateText(language, until)) : words.until(dateText(language, until))
}

export function consentPage(page: ConsentPage): string {
  const { language, base, query, formToken, app, shops, user } = page
  const words = consentWords[language]
  const title = words.asks(app.name)
  const fields = hidden({ request: query, token: formToken })
  const body = html`!${askerHead(app, title, language)}
!${when(app.inTest, () => warning(words.inTest))}
!${scopeList(page)}
!${facts([
    [words.shop, join(shops.map(shopLine))],
    [words.account, text(user)],
    [words.lasts, text(lasting(page))],
  ])}
<form method="post" action="${base}/consent">
!${fields}
<div class="choice">
!${button(words.deny, { name: 'decision', value: 'deny' })}
!${button(words.approve, { kind: 'main', name: 'decision', value: 'approve' })}
</div>
</form>
<p class="note beside">${words.endAnyTime} !${link(page.account('/account'), words.myAuthorizations)}</p>
<form class="beside" method="post" action="${base}/logout">
!${fields}
!${button(words.notYou, { kind: 'link' })}
</form>`
  return merchantPage(page, title, body)
}

const shopLine = ({ id, name, region }: ConsentShop): Html =>
  html`<div>${name} <small class="soft">${id}${region === undefined ? '' : ` · ${region}`}</small></div>`

function askerHead({ name, developer, logo, standing }: Asker, title: string, language: Language): Html {
  const words = consentWords[language]
  const tones = { verified: 'good', unverified: 'wait', registered: 'plain' } as const
  return html`<div class="asker">
!${appLogo(name, logo)}
<div>
<h1>${title}</h1>
<p class="row"><span>${words.by(developer)}</span> !${badge(words.standings[standing], tones[standing])}</p>
</div>
</div>`
}

/** The picture of an app, or its initial. The name stands beside it. */
export const appLogo = (name: string, logo?: string): Html =>
  logo === undefined
    ? html`<span class="logo initial" aria-hidden="true">${initialOf(name)}</span>`
    : html`<img class="logo" src="${logo}" alt="" width="56" height="56">`

const initialOf = (name: string): string => {
  const [first] = new Intl.Segmenter().segment(name.trim())
  return first?.segment.toLocaleUpperCase('en') ?? ''
}

function scopeList({ language, scope, scopeWords }: ConsentPage): Html {
  const words = consentWords[language]
  if (scope.length === 0) return html`<p>${words.noScopes}</p>`
  const lines = scope.map((each) => {
    const plain = Object.hasOwn(scopeWords, each) ? scopeWords[each]?.[language] : undefined
    return plain === undefined
      ? html`<li>!${code(each)}</li>`
      : html`<li>${plain} <small>!${code(each)}</small></li>`
  })
  return html`<h2>${words.scopes}</h2>
<ul class="scopes">
!${join(lines)}
</ul>`
}
