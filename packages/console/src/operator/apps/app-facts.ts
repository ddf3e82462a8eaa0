/* The settings of an app, as a reviewer reads them. */
import { fingerprintOf, publicKeyOf } from '@hufu/crypto'
import type { App } from '@hufu/engine'
import type { SettingChange } from '@hufu/accounts'
import { html } from 'ghtml'
import {
  type Html,
  type Tone,
  badge,
  code,
  facts,
  join,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import type { Language } from '@hufu/web/design/language'
import { logoPath } from '@hufu/server'
import type { Platform } from '@hufu/server'
import { checkWords } from '@hufu/acts/review/check-words'
import type { Check, Verdict } from '@hufu/acts/review/checks'
import { settingWords } from '@hufu/acts/review/deed-words'
import { appWords } from './app-words.ts'

const list = (entries: readonly Html[], none: string): Html =>
  entries.length === 0 ? text(none) : html`<ul>!${join(entries.map((each) => html`<li>!${each}</li>`))}</ul>`

/** All that is judged of it. */
export function askedOf(language: Language, app: App, { grants: { policy } }: Platform): Html {
  const words = appWords[language]
  const settings = settingWords[language]
  const scopes = app.scopes.map((scope) => {
    const said = policy.scopeWords[scope]?.[language]
    return html`!${when(said, () => html`${said ?? ''} `)}!${code(scope)}`
  })
  return facts([
    [
      settings.logo,
      app.logo === undefined
        ? text(words.none)
        : html`<img class="logo" src="${logoPath(app, app.logo)}" alt="${settings.logo}" width="56" height="56">`,
    ],
    [settings.name, text(app.name)],
    [settings.redirectUris, list(app.redirectUris.map(code), words.none)],
    [settings.scopes, list(scopes, words.none)],
    [settings.addresses, list(app.addresses.map(code), words.anyAddress)],
    [settings.testShops, list(app.testShops.map(code), words.none)],
    ...(policy.refreshTokenGranted === 'by-right'
      ? [[settings.mayRefresh, text(app.mayRefresh ? words.yes : words.no)] as const]
      : []),
    ...(app.publicKeys.length > 0
      ? [
          [
            settings.publicKeys,
            list(
              app.publicKeys.map((key) => code(fingerprintOf(publicKeyOf(key)))),
              words.none,
            ),
          ] as const,
        ]
      : []),
  ])
}

/** `changes`: undefined where there was no review before. */
export function changesOf(language: Language, changes: readonly SettingChange[] | undefined): Html {
  const words = appWords[language]
  if (!changes) return html`<p>${words.changesFirst}</p>`
  const lines = (value: string): Html =>
    list(
      value
        .split('\n')
        .filter((each) => each !== '')
        .map(code),
      words.none,
    )
  return table(
    words.changes,
    [
      { title: words.setting, cell: ({ setting }) => text(settingWords[language][setting]) },
      { title: words.before, cell: ({ from }) => lines(from) },
      { title: words.now, cell: ({ to }) => lines(to) },
    ],
    changes,
    words.changesNone,
  )
}

const tones: Readonly<Record<Verdict, Tone>> = { good: 'good', look: 'wait', bad: 'bad' }

export function checksTable(language: Language, checks: readonly Check[]): Html {
  const words = checkWords[language]
  return table(
    appWords[language].checks,
    [
      { title: appWords[language].checked, cell: ({ check }) => text(words.checks[check]) },
      {
        title: appWords[language].result,
        cell: ({ verdict }) => badge(words.verdicts[verdict], tones[verdict]),
      },
      {
        title: appWords[language].reason,
        cell: ({ check, finding, about }) => {
          const said: Readonly<Record<string, string>> = words.findings[check]
          return html`${said[finding] ?? finding}!${when(about.length > 0, () => list(about.map(code), ''))}`
        },
      },
    ],
    checks,
    '',
  )
}
