/* The settings of an app: each form is checked on its own, and says why it was not taken. */
import { checkRedirectUri, checkRegistration } from '@hufu/engine'
import { type AppView, type OwnSettings, testShopsFor } from '@hufu/accounts'
import { acts } from '@hufu/acts'
import { isDenied } from '@hufu/acts/denied'
import type { FastifyReply } from 'fastify'
import { html } from 'ghtml'
import { type Html, join, problem, warning, when } from '@hufu/web/design/components'
import type { AppVisit, Console } from '../console.ts'
import { keyCard, keyRoutes } from './keys.ts'
import { redirectText, refusalText } from '@hufu/acts/refusal-words'
import {
  type AddressTried,
  type NotTaken,
  addressCard,
  callbackCard,
  logoCard,
  nameCard,
  scopeCard,
  testShopCard,
} from './setting-cards.ts'
import { settingsWords } from './settings-words.ts'
import { consoleWords } from '../words.ts'

/** Of a picture that is too large: as much as it takes to say so on the page. */
const MOST_SENT = 1024 * 1024

/** A card's name: what its form says. */
const read: Readonly<Record<string, (form: URLSearchParams) => OwnSettings>> = {
  name: (form) => ({ name: (form.get('name') ?? '').trim() }),
  callbacks: (form) => ({ redirectUris: lines(form, 'redirectUris') }),
  scopes: (form) => ({ scopes: form.getAll('scopes') }),
  'test-shops': (form) => ({ testShops: form.getAll('testShops') }),
  addresses: (form) => ({ addresses: lines(form, 'addresses') }),
}

const lines = (form: URLSearchParams, name: string): readonly string[] => entriesOf(form.get(name) ?? '')

const entriesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

export function settingRoutes(console: Console): void {
  const show = async (visit: AppVisit, notTaken?: NotTaken): Promise<FastifyReply> => {
    const { language } = visit
    const words = settingsWords[language]
    const of = { visit, notTaken }
    const body: Html = join([
      when(notTaken, () => problem(words.failed)),
      standing(visit),
      nameCard(of),
      logoCard(of),
      callbackCard(of, addressTried(visit)),
      scopeCard(of),
      testShopCard(of, await testShopsFor(visit.app, console.runtime)),
      addressCard(of),
      keyCard(of),
    ])
    return visit.showApp({ title: consoleWords[language].tabs.settings, body, status: notTaken ? 400 : 200 })
  }
  console.appPage('/settings', (visit) => show(visit))

  for (const [card, settingsOf] of Object.entries(read)) {
    console.appAction(`/settings/${card}`, async (visit, form) => {
      const settings = settingsOf(form)
      const changed = await visit.perform(acts['app.change'], { app: visit.app.id, ...settings })
      const [name, value] = Object.entries(settings)[0] ?? ['name', '']
      if (isDenied(changed)) {
        const entered = Array.isArray(value) ? (form.get(name) ?? '') : String(value)
        return show(visit, { card, because: refusalText(visit.language, changed), entered })
      }
      return saved(visit, changed.app, name as keyof OwnSettings)
    })
  }

  console.appUpload('/settings/logo', MOST_SENT, async (visit, { file }) => {
    const { language, app } = visit
    const refuse = (because: string) => show(visit, { card: 'logo', because, entered: '' })
    if (!file) return refuse(settingsWords[language].noFile)
    const changed = await visit.perform(acts['app.logo'], { app: app.id, picture: file })
    if (isDenied(changed)) return refuse(refusalText(language, changed))
    return saved(visit, changed.app, 'logo')
  })

  keyRoutes(console, show)

  /** What is wrong with what is to be registered, while it is typed; nothing where it is fine. */
  console.appPage('/check-callback', (visit) => {
    for (const entry of entriesOf(visit.query.get('value') ?? '')) {
      const mismatch = checkRegistration(entry, visit.platform.redirects)
      if (mismatch)
        return plain(visit, `${entry.slice(0, 80)}: ${redirectText(visit.language, mismatch.why)}`)
    }
    return plain(visit, '')
  })
  /** The same of an address that a link would have, against what is registered. */
  console.appPage('/check-address', (visit) =>
    plain(visit, faultOf(visit, visit.query.get('value') ?? '') ?? ''),
  )
}

const plain = ({ reply }: AppVisit, text: string): FastifyReply =>
  reply.type('text/plain; charset=utf-8').send(text)

/** An empty field is not wrong yet. */
function faultOf({ app, platform, language }: AppVisit, address: string): string | undefined {
  const mismatch =
    address.trim() === '' ? undefined : checkRedirectUri(address.trim(), app, platform.redirects)
  return mismatch && redirectText(language, mismatch.why)
}

function addressTried(visit: AppVisit): AddressTried | undefined {
  const address = visit.query.get('address')?.slice(0, 2048)
  return address === undefined || address.trim() === ''
    ? undefined
    : { address, because: faultOf(visit, address) }
}

const saved = (
  visit: AppVisit,
  { proposed }: Pick<AppView, 'proposed'>,
  setting: keyof OwnSettings,
): FastifyReply =>
  visit.goTo(
    `${visit.appPath}/settings`,
    proposed?.settings[setting as 'name'] === undefined ? 'saved' : 'proposed',
  )

/** The context of a change of this app. */
function standing({ app, language }: AppVisit): Html {
  const words = settingsWords[language]
  const status = app.status === 'suspended' ? app.statusBefore : app.status
  if (status === 'submitted') return warning(words.reviewing)
  return status === 'online' ? html`<p class="hint">${words.online}</p>` : ''
}
