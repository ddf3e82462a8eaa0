/* The RSA keys of an app on a platform that seals: made here, or the developer's own. */
import { fingerprintOf, privateKeyOf } from '@hufu/crypto'
import { MOST_PUBLIC_KEYS } from '@hufu/accounts'
import { acts } from '@hufu/acts'
import { isDenied } from '@hufu/acts/denied'
import type { FastifyReply } from 'fastify'
import { html } from 'ghtml'
import {
  type Html,
  button,
  card,
  code,
  copyable,
  facts,
  field,
  hidden,
  join,
  when,
  warning,
} from '@hufu/web/design/components'
import { formKey } from '@hufu/web/forms'
import type { Console } from '../console.ts'
import { createWords } from './create-words.ts'
import { refusalText } from '@hufu/acts/refusal-words'
import type { Card, NotTaken } from './setting-cards.ts'
import { settingsWords } from './settings-words.ts'
import type { AppVisit } from '../console.ts'

export function keyCard({ visit, notTaken }: Card): Html {
  const { app, platform, appPath } = visit
  if (platform.dialect.envelope === undefined) return ''
  const words = settingsWords[visit.language]
  const held = app.publicKeys.map((key) => {
    const fingerprint = fingerprintOf(key)
    const remove = visit.form(
      `${appPath}/settings/keys/remove`,
      html`!${hidden({ fingerprint })}!${button(words.removeKey, { kind: 'danger' })}`,
    )
    return html`!${facts([[words.fingerprint, code(fingerprint)]])}!${remove}`
  })
  const wrong = notTaken?.card === 'keys' ? notTaken : undefined
  return card(
    words.keys,
    html`<p>${words.keysHint}</p>
!${held.length === 0 ? warning(words.noKeys) : join(held)}
<h3>${words.pair}</h3>
!${visit.form(
      `${appPath}/settings/key-pair`,
      html`<p class="hint">${words.pairHint}</p>
<div class="row">!${button(words.pairPem, { name: 'as', value: 'pem' })}!${button(words.pairLine, { name: 'as', value: 'line' })}</div>`,
    )}
<h3>${words.paste}</h3>
!${visit.form(
      `${appPath}/settings/keys`,
      html`!${field({ name: 'publicKey', label: words.publicKey, value: wrong?.entered ?? '', wrong: wrong?.because, hint: words.pasteHint, lines: 5, required: true })}!${button(words.addKey)}`,
    )}
!${when(platform.keys.publicKey, () => html`<h3>${words.platformKey}</h3>!${copyable(platform.keys.publicKey ?? '', createWords[visit.language])}`)}`,
  )
}

export function keyRoutes(
  console: Console,
  showSettings: (visit: AppVisit, notTaken?: NotTaken) => Promise<FastifyReply>,
): void {
  const { store } = console.runtime
  const settings = ({ appPath }: AppVisit) => `${appPath}/settings`

  console.appAction('/settings/key-pair', async (visit, form) => {
    const { app, language } = visit
    if (!(await store.once(formKey(form.get('token') ?? ''), visit.session.expiresAt)))
      return visit.goTo(settings(visit))
    const made = await visit.perform(acts['app.keys'], { app: app.id })
    if (isDenied(made))
      return showSettings(visit, { card: 'keys', because: refusalText(language, made), entered: '' })
    const { privateKey = '' } = made
    const pem = form.get('as') !== 'line'
    const file = pem ? privateKeyOf(privateKey).export({ type: 'pkcs8', format: 'pem' }) : `${privateKey}\n`
    return visit.reply
      .header('content-disposition', `attachment; filename="${app.id}-private-key.${pem ? 'pem' : 'txt'}"`)
      .type(pem ? 'application/x-pem-file' : 'text/plain; charset=utf-8')
      .send(file)
  })

  const set = async (visit: AppVisit, publicKeys: readonly string[]) => {
    const changed = await visit.perform(acts['app.keys'], { app: visit.app.id, publicKeys })
    // A text that may be a private key is not shown again.
    return isDenied(changed)
      ? showSettings(visit, { card: 'keys', because: refusalText(visit.language, changed), entered: '' })
      : visit.goTo(settings(visit), 'saved')
  }
  console.appAction('/settings/keys', (visit, form) => {
    const entered = (form.get('publicKey') ?? '').trim()
    return set(visit, [entered, ...visit.app.publicKeys].slice(0, MOST_PUBLIC_KEYS))
  })
  console.appAction('/settings/keys/remove', async (visit, form) => {
    const { publicKeys } = visit.app
    const fingerprint = form.get('fingerprint') ?? ''
    const left = publicKeys.filter((key) => fingerprintOf(key) !== fingerprint)
    return left.length < publicKeys.length ? set(visit, left) : visit.goTo(settings(visit), 'saved')
  })
}
