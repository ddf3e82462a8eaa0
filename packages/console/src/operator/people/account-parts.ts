/* Parts that the pages of merchants and developers share. */
import { BROWSER, type FrozenAccount, freezesOf, frozenAccounts } from '@hufu/accounts'
import type { Session } from '@hufu/engine'
import { html } from 'ghtml'
import type { FastifyReply } from 'fastify'
import {
  type Html,
  badge,
  button,
  card,
  join,
  link,
  table,
  text,
  warning,
  when,
} from '@hufu/web/design/components'
import { type Language, timeText } from '@hufu/web/design/language'
import { accountWords } from './account-words.ts'
import { type OperatorVisit, PREFIX } from '../console.ts'

export const statusBadge = (
  language: Language,
  { status }: { readonly status: 'active' | 'disabled' },
): Html => {
  const words = accountWords[language]
  return status === 'active' ? badge(words.active, 'good') : badge(words.disabled, 'bad')
}

export const frozenBadge = (language: Language): Html => badge(accountWords[language].frozen, 'bad')

const MOST_FROZEN = 1000

/** The keys of the accounts of one kind that are frozen for some network: `user`, `developer`, `operator`. */
export const frozenKeys = async (
  store: Parameters<typeof frozenAccounts>[0],
  kind: 'user' | 'developer' | 'operator',
): Promise<ReadonlySet<string>> =>
  new Set((await frozenAccounts(store, MOST_FROZEN, kind)).map(({ account }) => account))

/** A network as it is; a browser has no name that people know. */
export const placeText = (language: Language, network: string): string =>
  network.startsWith(BROWSER) ? accountWords[language].knownBrowser : network

/** At most so many networks are named; a thaw ends the freeze of all. */
const MOST_FREEZES = 20

/** Says for whom an account is frozen, and until when: the account is counted under each of these keys. */
export async function freezesShown(
  { language }: OperatorVisit,
  accounts: readonly string[],
  store: Parameters<typeof freezesOf>[1],
): Promise<{ readonly mark: Html; readonly lines: Html }> {
  const words = accountWords[language]
  const found = await Promise.all(accounts.map((account) => freezesOf(account, store, MOST_FREEZES)))
  const line = ({ network, until }: FrozenAccount): Html => {
    const end = timeText(language, until)
    return warning(
      network === undefined ? words.frozenForNew(end) : words.frozenFor(placeText(language, network), end),
    )
  }
  const freezes = found.flat()
  return { mark: when(freezes.length > 0, () => frozenBadge(language)), lines: join(freezes.map(line)) }
}

/** `path`: of the account, below the console; false for one who may end none of them. */
export function sessionsCard(visit: OperatorVisit, sessions: readonly Session[], path: string | false): Html {
  const { language } = visit
  const words = accountWords[language]
  const list = table(
    words.sessions,
    [
      { title: words.began, cell: ({ createdAt }) => text(timeText(language, createdAt)) },
      { title: words.ends, cell: ({ expiresAt }) => text(timeText(language, expiresAt)) },
    ],
    sessions,
    words.noSessions,
  )
  const end = when(path !== false && sessions.length > 0, () =>
    visit.form(`${String(path)}/end-sessions`, button(words.endSessions)),
  )
  return card(words.sessions, list + end)
}

export function personalDataCard({ language }: OperatorVisit, path: string): Html {
  const words = accountWords[language]
  return card(
    words.personalData,
    html`<p class="note">${words.personalHelp}</p><p class="row">!${link(`${PREFIX}${path}/export.json`, words.export)} !${link(`${PREFIX}${path}/erase`, words.erase)}</p>`,
  )
}

/** A download. */
export const sendData = ({ reply }: OperatorVisit, name: string, data: object): FastifyReply =>
  reply
    .header('content-disposition', `attachment; filename="${name}.json"`)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(data, undefined, 2))
