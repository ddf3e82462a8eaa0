/* The overview for the person on call. */
import { type FrozenAccount, type Permission, frozenAccounts } from '@hufu/accounts'
import { html } from 'ghtml'
import {
  type Html,
  badge,
  card,
  code,
  facts,
  join,
  link,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { type Language, dateText, numberText, timeText } from '@hufu/web/design/language'
import { acts } from '@hufu/acts'
import type { Runtime } from '@hufu/server'
import type { LastHour } from '@hufu/server'
import { type OperatorConsole, type OperatorVisit, PREFIX } from '../console.ts'
import { placeText } from '../people/account-parts.ts'
import { dashboardWords } from './dashboard-words.ts'
import { healthOf, processFacts } from './health.ts'
import { loginWords } from '../people/login-words.ts'

const MOST_ROWS = 20
const MOST_FROZEN = 1000
const SOON = 7 * 86_400
const MEGABYTE = 1024 * 1024

export function dashboardRoutes({ page, runtime }: OperatorConsole): void {
  const { store, traffic } = runtime
  const health = healthOf(runtime)

  page('', 'overview.read', async (visit) => {
    const { language } = visit
    const words = dashboardWords[language]
    const [states, review, frozen, ends, keys] = await Promise.all([
      health(),
      visit.read(acts['review.list']),
      frozenAccounts(store, MOST_FROZEN),
      endingSoon(visit, store.now()),
      platformKeys(runtime),
    ])
    const hour = traffic.lastHour()
    const figure = (title: string, count: number, href?: string): Html =>
      html`<div class="card"><span class="soft">${title}</span>
<strong class="figure">!${href === undefined ? text(numberText(language, count)) : link(href, numberText(language, count))}</strong></div>`
    const figures = [
      when(review, () => figure(words.waiting, review?.waiting.length ?? 0, `${PREFIX}/review`)),
      figure(words.frozen, frozen.length),
      figure(words.answered, hour.answered),
      figure(words.refused, hour.refused),
    ]
    const body = html`<p class="soft">${words.live}</p>
<div data-live="${PREFIX}">
!${card(
      words.health,
      facts(
        states.map(({ of, state }) => [words.healthOf[of], badge(words.states[of][state], state)] as const),
      ),
    )}
<div class="grid figures">!${join(figures)}</div>
!${card(words.reasons, reasonTable(language, hour))}
!${card(words.frozenNow, frozenTable(visit, frozen.slice(0, MOST_ROWS)))}
!${card(words.expiring, ends)}
!${card(words.platformKeys, keyTable(language, keys))}
!${card(words.server, serverFacts(language, runtime))}
</div>
<p>!${link(`${PREFIX}/password`, loginWords[language].change)}</p>`
    return visit.show({ title: words.title, body })
  })
}

function reasonTable(language: Language, { reasons }: LastHour): Html {
  const words = dashboardWords[language]
  const list = table(
    words.reasons,
    [
      { title: words.reason, cell: ([reason]) => code(reason) },
      { title: words.count, number: true, cell: ([, count]) => text(numberText(language, count)) },
    ],
    reasons.slice(0, MOST_ROWS),
    words.noRefusals,
  )
  return html`!${list}<p class="note">${words.thisProcess}</p>`
}

/** The names of accounts are for those who may read accounts of that kind; how many are frozen is for everybody. */
function frozenTable(visit: OperatorVisit, frozen: Awaited<ReturnType<typeof frozenAccounts>>): Html {
  const { language } = visit
  const words = dashboardWords[language]
  const isNamed = ({ account }: FrozenAccount) => visit.may(readersOf(account))
  return table(
    words.frozenNow,
    [
      {
        title: words.account,
        cell: (each) => code(isNamed(each) ? each.account : kindOf(each.account)),
      },
      {
        title: words.network,
        cell: (each) => (isNamed(each) ? code(placeText(language, each.network ?? '')) : text('')),
      },
      { title: words.until, cell: ({ until }) => text(timeText(language, until)) },
    ],
    frozen,
    words.nobodyFrozen,
  )
}

/** The kind of an account, as its guesses are counted. */
const kindOf = (account: string): string => account.split(' ', 1)[0] ?? ''

const readersOf = (account: string): Permission => {
  const kind = kindOf(account)
  return kind === 'user' ? 'merchants.read' : kind === 'operator' ? 'operators.read' : 'developers.read'
}

/** Secrets on their way out, and passwords that nobody has come to use; each for those who may read such. */
async function endingSoon(visit: OperatorVisit, now: number): Promise<Html> {
  const { language } = visit
  const words = dashboardWords[language]
  const listed = await visit.read(acts['app.list'])
  const secrets = (listed?.apps ?? []).flatMap(({ name, formerSecretEndsAt: until }) =>
    until !== undefined && until < now + SOON ? [{ what: words.formerSecret(name), until }] : [],
  )
  const unused = ((await visit.read(acts['operator.list']))?.operators ?? [])
    .filter(({ oneTime, status }) => oneTime && status === 'active')
    .map(({ username }) => ({ what: words.oneTime(username), until: undefined }))
  return table(
    words.expiring,
    [
      { title: words.what, cell: ({ what }) => text(what) },
      {
        title: words.until,
        cell: ({ until }) => text(until === undefined ? words.notUsed : timeText(language, until)),
      },
    ],
    [...secrets.toSorted((a, b) => a.until - b.until), ...unused].slice(0, MOST_ROWS),
    words.nothingExpires,
  )
}

interface PlatformKey {
  readonly title: string
  /** As far as the audit log reaches. */
  readonly replacedAt?: number
}

const platformKeys = ({ platforms, store }: Runtime): Promise<readonly PlatformKey[]> =>
  Promise.all(
    [...platforms.values()]
      .filter(({ dialect }) => dialect.envelope !== undefined)
      .map(async ({ dialect: { id, title } }) => {
        const [last] = await store.auditEntries({ subject: id, action: 'platform.rotate_key', limit: 1 })
        return { title, ...(last && { replacedAt: last.at }) }
      }),
  )

function keyTable(language: Language, keys: readonly PlatformKey[]): Html {
  const words = dashboardWords[language]
  return table(
    words.platformKeys,
    [
      { title: words.platform, cell: ({ title }) => text(title) },
      {
        title: words.rotated,
        cell: ({ replacedAt }) =>
          text(replacedAt === undefined ? words.neverRotated : dateText(language, replacedAt)),
      },
    ],
    keys,
    words.noPlatformKeys,
  )
}

function serverFacts(language: Language, { config }: Runtime): Html {
  const words = dashboardWords[language]
  const { version, node, uptimeSeconds, memoryBytes } = processFacts()
  return facts([
    [words.version, text(`Hufu ${version}, Node ${node}`)],
    [words.uptime, text(timeText(language, Date.now() / 1000 - uptimeSeconds))],
    [words.memory, text(words.megabytes(numberText(language, Math.round(memoryBytes / MEGABYTE))))],
    [words.mode, text(config.mode)],
  ])
}
