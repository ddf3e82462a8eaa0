/* The audit log, to be searched, read and taken along. There is no way to change it. */
import { type AuditEntry, withFormerNames } from '@hufu/accounts'
import type { FastifyReply } from 'fastify'
import { html } from 'ghtml'
import {
  type Column,
  type Html,
  button,
  code,
  field,
  join,
  link,
  search,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { type Language, numberText, timeText } from '@hufu/web/design/language'
import { exported, formats } from './audit-export.ts'
import { acts } from '@hufu/acts'
import { siteWords } from '@hufu/web/site-words'
import { type AuditQuery, addressOf, auditQueryOf, filterOf, wrongDays } from './audit-filter.ts'
import { auditWords } from './audit-words.ts'
import { type OperatorConsole, type OperatorVisit, PREFIX } from '../console.ts'

const PATH = `${PREFIX}/audit`
const PAGE = 50

export function auditRoutes(console: OperatorConsole): void {
  const { store, config } = console.runtime

  console.page('/audit', acts['audit.list'], async (visit) => {
    const { language, query } = visit
    const words = auditWords[language]
    const auditQuery = auditQueryOf(query)
    if (wrongDays(auditQuery).length > 0) return showWrong(visit, auditQuery)
    const before = /^\d{1,15}$/.test(query.get('before') ?? '') ? Number(query.get('before')) : undefined
    const paged = before === undefined ? {} : { before }
    const listed = await visit.read(acts['audit.list'], {
      ...filterOf(auditQuery),
      ...paged,
      limit: PAGE + 1,
    })
    if (!listed) return visit.nothingHere()
    const found = listed.entries
    const shown = found.slice(0, PAGE)
    const last = found.length > PAGE ? shown.at(-1)?.id : undefined
    const searched = Object.values(auditQuery).some((value) => value !== '')
    const body = html`<p class="soft">${words.about(numberText(language, config.audit.keepDays))}</p>
!${search(PATH, searchFields(language, auditQuery, searched))}
!${table(words.found, columnsOf(language, auditQuery), shown, words.nothing)}
<p class="row">!${when(before !== undefined, () => link(addressOf(PATH, auditQuery), words.newest))}
!${when(last !== undefined, () => link(addressOf(PATH, auditQuery, { before: String(last) }), words.older))}</p>
!${when(
      shown.length > 0,
      () =>
        html`<p class="row">!${link(addressOf(`${PATH}.csv`, auditQuery), words.exportCsv)} !${link(addressOf(`${PATH}.jsonl`, auditQuery), words.exportLines)}</p>`,
    )}`
    return visit.show({ title: words.title, body })
  })

  for (const format of formats) {
    console.page(`/${format.file}`, 'audit.read', async (visit) => {
      const auditQuery = auditQueryOf(visit.query)
      if (wrongDays(auditQuery).length > 0) return showWrong(visit, auditQuery)
      // Leaves out the entry of this export itself.
      const [newest] = await store.auditEntries({ limit: 1 })
      const which = { ...withFormerNames(filterOf(auditQuery)), before: (newest?.id ?? 0) + 1 }
      await visit.appendAuditEntry(
        'audit.export',
        format.file,
        Object.fromEntries(Object.entries(auditQuery).filter(([, value]) => value !== '')),
      )
      return visit.reply
        .header('content-disposition', `attachment; filename="${format.file}"`)
        .type(format.type)
        .send(exported(store, which, format))
    })
  }
}

/** An invalid day lists and exports nothing: anything else would answer another question. */
const showWrong = (visit: OperatorVisit, auditQuery: AuditQuery): FastifyReply =>
  visit.show({
    title: auditWords[visit.language].title,
    body: search(PATH, searchFields(visit.language, auditQuery, true)),
    status: 400,
  })

function searchFields(language: Language, auditQuery: AuditQuery, searched: boolean): Html {
  const words = auditWords[language]
  const wrong: readonly string[] = wrongDays(auditQuery)
  const wrongOf = (name: keyof AuditQuery) =>
    wrong.includes(name) ? siteWords[language].noDay(auditQuery[name]) : undefined
  return html`<div class="fields">
!${join(
    (
      [
        ['text', words.text, 'search'],
        ['actor', words.actor, 'text'],
        ['action', words.action, 'text', words.actionHint],
        ['subject', words.subject, 'text'],
        ['from', words.from, 'date'],
        ['to', words.to, 'date'],
      ] as const
    ).map(
      ([name, label, type, hint]) =>
        html`<div>!${field({ name, label, type, value: auditQuery[name], wrong: wrongOf(name), ...(hint !== undefined && { hint }) })}</div>`,
    ),
  )}
</div>
<div class="row">!${button(words.search, { kind: 'main' })}!${when(searched, () => link(PATH, words.all))}</div>`
}

/** Who, what and to what lead to all of the same. */
function columnsOf(language: Language, auditQuery: AuditQuery): readonly Column<AuditEntry>[] {
  const words = auditWords[language]
  const same = (name: 'actor' | 'action' | 'subject', value: string): Html =>
    link(addressOf(PATH, { ...auditQuery, [name]: value }), value)
  return [
    { title: words.when, cell: ({ at }) => text(timeText(language, at)) },
    {
      title: words.who,
      cell: ({ actor }) =>
        html`!${same('actor', actor.id)} <span class="soft">${words.kinds[actor.kind]}</span>`,
    },
    { title: words.what, cell: ({ action }) => same('action', action) },
    { title: words.toWhat, cell: ({ subject }) => same('subject', subject) },
    { title: words.detail, cell: ({ detail }) => detailsOf(detail) },
    {
      title: words.where,
      cell: ({ address, requestId }) =>
        address === ''
          ? text(words.commandLine)
          : html`${address}<br><small class="soft">!${code(requestId)}</small>`,
    },
  ]
}

const detailsOf = (detail: AuditEntry['detail']): Html =>
  join(
    Object.entries(detail).map(
      ([name, value]) => html`<div><span class="soft">${name}:</span> ${value}</div>`,
    ),
  )
