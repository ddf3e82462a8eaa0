/* The settings of an app: one card each, with its own form. */
import type { OwnSettings } from '@hufu/accounts'
import { html } from 'ghtml'
import {
  type Html,
  button,
  card,
  checkboxes,
  field,
  fileField,
  join,
  problem,
  warning,
  when,
} from '@hufu/web/design/components'
import { logoPath } from '@hufu/server'
import type { AppVisit } from '../console.ts'
import { settingsWords } from './settings-words.ts'

/** The refused value, and the reason. */
export interface NotTaken {
  readonly card: string
  readonly because: string
  readonly entered: string
}

export interface Card {
  readonly visit: AppVisit
  readonly notTaken?: NotTaken | undefined
}

/** What is in force, what waits for review, what was just sent: the last of them is what one goes on typing. */
function shown({ visit: { app }, notTaken }: Card, name: string, setting: keyof OwnSettings) {
  const waits = app.proposed?.settings[setting as 'name']
  const texts = (value: string | readonly string[] | undefined): string =>
    typeof value === 'string' ? value : (value ?? []).join('\n')
  const wrong = notTaken?.card === name ? notTaken.because : undefined
  return {
    waits: waits === undefined ? undefined : texts(waits),
    value: wrong === undefined ? texts(waits ?? app[setting]) : (notTaken?.entered ?? ''),
    wrong,
  }
}

const waiting = ({ visit }: Card, waits: string | undefined): Html =>
  when(waits !== undefined, () => warning(settingsWords[visit.language].waiting(waits || '-')))

/** The form of a card, whose path is the card's name. */
const formOf = ({ visit }: Card, name: string, body: Html): Html =>
  visit.form(
    `${visit.appPath}/settings/${name}`,
    html`!${body}!${button(settingsWords[visit.language].save, { kind: 'main' })}`,
  )

export function nameCard(of: Card): Html {
  const words = settingsWords[of.visit.language]
  const { waits, value, wrong } = shown(of, 'name', 'name')
  const input = field({ name: 'name', label: words.name, value, wrong, hint: words.nameHint, required: true })
  return card(words.name, html`!${waiting(of, waits)}!${formOf(of, 'name', input)}`)
}

export function logoCard(of: Card): Html {
  const { visit, notTaken } = of
  const { app } = visit
  const words = settingsWords[visit.language]
  const picture = (version: string): Html =>
    html`<img class="logo" src="${logoPath(app, version)}" width="56" height="56" alt="${words.logoNow(app.name)}">`
  const waits = app.proposed?.settings.logo
  const input = fileField({
    name: 'logo',
    label: words.logoFile,
    accept: 'image/png,image/jpeg,image/webp',
    hint: words.logoHint,
    wrong: notTaken?.card === 'logo' ? notTaken.because : undefined,
  })
  return card(
    words.logo,
    html`!${app.logo === undefined ? '' : picture(app.logo)}
!${when(waits, () => html`!${warning(words.logoWaits)}!${picture(waits ?? '')}`)}
!${visit.form(`${visit.appPath}/settings/logo`, html`!${input}!${button(words.upload, { kind: 'main' })}`, { file: true })}`,
  )
}

export interface AddressTried {
  readonly address: string
  /** Undefined where it is accepted. */
  readonly because: string | undefined
}

export function callbackCard(of: Card, tried: AddressTried | undefined): Html {
  const { visit } = of
  const { app, platform, appPath } = visit
  const { policy } = platform.grants
  const words = settingsWords[visit.language]
  const { waits, value, wrong } = shown(of, 'callbacks', 'redirectUris')
  const base = `/developer${appPath}`
  const registered = field({
    name: 'redirectUris',
    label: words.callbackField,
    value,
    wrong,
    hint: words.perLine,
    lines: 3,
    check: `${base}/check-callback`,
  })
  const address = field({
    name: 'address',
    label: words.tryAddress,
    value: tried?.address ?? '',
    wrong: tried?.because,
    hint: words.tryAddressHint,
    check: `${base}/check-address`,
  })
  return card(
    words.callbacks,
    html`<p>!${join([
      html`${words.rules[policy.redirectUri]}`,
      policy.httpsOnly ? html` ${words.httpsOnly}` : '',
      policy.outOfBand === undefined ? '' : html` ${words.outOfBand(policy.outOfBand)}`,
    ])}</p>
!${waiting(of, waits)}
!${formOf(of, 'callbacks', registered)}
!${when(
      app.redirectUris.length > 0,
      () => html`<form method="get" action="${base}/settings">
!${address}
!${when(tried && tried.because === undefined, () => html`<p class="hint" role="status">${words.addressFits}</p>`)}
!${button(words.check)}
</form>`,
    )}`,
  )
}

/** None for a platform without scopes. */
export function scopeCard(of: Card): Html {
  const { language, app, platform } = of.visit
  const { scopes, scopeWords } = platform.grants.policy
  if (scopes.length === 0) return ''
  const words = settingsWords[language]
  const { waits, wrong } = shown(of, 'scopes', 'scopes')
  const choices = scopes.map((scope) => {
    const said = scopeWords[scope]?.[language]
    return { value: scope, label: said === undefined ? scope : `${said} (${scope})` }
  })
  const boxes = checkboxes('scopes', words.scopesHint, choices, app.proposed?.settings.scopes ?? app.scopes)
  return card(
    words.scopes,
    html`!${waiting(of, waits)}!${when(wrong, () => problem(wrong ?? ''))}!${formOf(of, 'scopes', boxes)}`,
  )
}

/** `shops`: those that the developer may choose from. */
export function testShopCard(of: Card, shops: readonly string[]): Html {
  const words = settingsWords[of.visit.language]
  const { wrong } = shown(of, 'test-shops', 'testShops')
  const choices = shops.map((each) => ({ value: each, label: each }))
  const boxes = checkboxes('testShops', words.testShopsHint, choices, of.visit.app.testShops)
  return card(
    words.testShops,
    html`!${when(wrong, () => problem(wrong ?? ''))}!${
      shops.length === 0 ? html`<p class="note">${words.noTestShops}</p>` : formOf(of, 'test-shops', boxes)
    }`,
  )
}

export function addressCard(of: Card): Html {
  const words = settingsWords[of.visit.language]
  const { value, wrong } = shown(of, 'addresses', 'addresses')
  return card(
    words.addresses,
    formOf(
      of,
      'addresses',
      field({
        name: 'addresses',
        label: words.addressesField,
        value,
        wrong,
        hint: words.addressesHint,
        lines: 3,
      }),
    ),
  )
}
