/* The operators' page: create, change the role, disable. Nobody can change their own account, so one admin always remains. */
import { type OperatorView, type Refusal, operatorAccount, roles } from '@hufu/accounts'
import { html } from 'ghtml'
import type { Answer } from '@hufu/acts/act'
import { acts } from '@hufu/acts'
import {
  badge,
  button,
  card,
  copyable,
  field,
  join,
  link,
  problem,
  select,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { dateText } from '@hufu/web/design/language'
import { type FormProblem, problemOf } from '@hufu/acts/refusal-words'
import { frozenBadge, frozenKeys, freezesShown } from './account-parts.ts'
import { accountWords } from './account-words.ts'
import type { OperatorConsole, OperatorVisit } from '../console.ts'
import { operatorWords } from './operator-words.ts'

// oxlint-disable-next-line max-lines-per-function -- one route after the other
export function operatorRoutes({ page, form, runtime }: OperatorConsole): void {
  const { store } = runtime
  const choices = (visit: OperatorVisit) =>
    roles.map((role) => ({ value: role, label: operatorWords[visit.language].roles[role] }))

  async function showList(visit: OperatorVisit, wrong?: FormProblem, sent = '') {
    const { language } = visit
    const words = operatorWords[language]
    const frozen = await frozenKeys(store, 'operator')
    const listed = await visit.read(acts['operator.list'])
    if (!listed) return visit.nothingHere()
    const state = ({ username, status, oneTime }: OperatorView) =>
      join([
        status === 'active' ? badge(words.active, 'good') : badge(words.disabled, 'bad'),
        when(frozen.has(operatorAccount(username)), () => frozenBadge(language)),
        when(oneTime, () => badge(words.oneTime, 'wait')),
        when(username === visit.account.username, () => badge(words.you)),
      ])
    const list = table(
      words.title,
      [
        {
          title: words.username,
          cell: ({ username }) =>
            visit.may('operators.change') && username !== visit.account.username
              ? link(`/operator/operators/${encodeURIComponent(username)}`, username)
              : text(username),
        },
        { title: words.role, cell: ({ role }) => text(words.roles[role]) },
        { title: words.status, cell: state },
        { title: words.since, cell: ({ createdAt }) => text(dateText(language, createdAt)) },
      ],
      listed.operators,
      words.none,
    )
    const add = () =>
      card(
        words.add,
        visit.form(
          '/operators',
          join([
            field({
              name: 'username',
              label: words.username,
              value: sent,
              hint: words.addHint,
              wrong: wrong?.at('username'),
              required: true,
            }),
            select('role', words.role, choices(visit), 'reviewer'),
            button(words.add, { kind: 'main' }),
          ]),
        ),
      )
    const body = join([
      when(wrong?.head, () => problem(wrong?.head ?? '')),
      list,
      when(visit.may('operators.change'), add),
    ])
    return visit.show({ title: words.title, body, status: wrong === undefined ? 200 : 400 })
  }

  /** The answer to the form itself: it is shown this once. */
  function showPassword(
    visit: OperatorVisit,
    { operator, oneTimePassword }: Answer<(typeof acts)['operator.reset']>,
  ) {
    const words = operatorWords[visit.language]
    const body = join([
      html`<p>${words.passwordHelp(operator.username)}</p>`,
      copyable(oneTimePassword, words),
      html`<p>!${link('/operator/operators', words.back)}</p>`,
    ])
    return visit.show({ title: words.passwordTitle, body })
  }

  page('/operators', acts['operator.list'], (visit) => showList(visit))
  form('/operators', acts['operator.create'], {
    done: showPassword,
    refused: (visit, refusal, sent) =>
      showList(visit, problemOf(visit.language, refusal, ['username']), sent.get('username') ?? ''),
  })

  page('/operators/:username', 'operators.change', async (visit) => {
    const words = operatorWords[visit.language]
    const listed = await visit.read(acts['operator.list'])
    const operator = listed?.operators.find(({ username }) => username === visit.params['username'])
    if (!operator || operator.username === visit.account.username) return visit.nothingHere()
    const path = `/operators/${encodeURIComponent(operator.username)}`
    const { thaw, thawEffect } = accountWords[visit.language]
    const off = operator.status === 'disabled'
    const body = join([
      card(
        words.role,
        visit.form(
          `${path}/role`,
          join([
            select('role', words.role, choices(visit), operator.role),
            html`<p class="hint">${words.roleEffect}</p>`,
            button(words.save, { kind: 'main' }),
          ]),
        ),
      ),
      card(
        words.status,
        join([
          (await freezesShown(visit, [operatorAccount(operator.username)], store)).lines,
          visit.form(
            `${path}/${off ? 'enable' : 'disable'}`,
            button(off ? words.enable : words.disable, { kind: off ? 'plain' : 'danger' }),
          ),
          html`<p class="note">${thawEffect}</p>`,
          visit.form(`${path}/thaw`, button(thaw)),
          visit.form(`${path}/end-sessions`, button(words.endSessions)),
          html`<p class="note">${words.resetEffect}</p>`,
          visit.form(`${path}/reset`, button(words.reset)),
        ]),
      ),
    ])
    return visit.show({ title: operator.username, body })
  })

  const refused = (visit: OperatorVisit, refusal: Refusal) =>
    showList(visit, problemOf(visit.language, refusal, []))
  const saved = (visit: OperatorVisit) => visit.goTo('/operators', 'saved')
  for (const [below, act] of [
    ['role', acts['operator.role']],
    ['disable', acts['operator.disable']],
    ['enable', acts['operator.enable']],
    ['thaw', acts['operator.thaw']],
    ['end-sessions', acts['operator.end_sessions']],
  ] as const)
    form(`/operators/:username/${below}`, act, { done: saved, refused })
  form('/operators/:username/reset', acts['operator.reset'], { done: showPassword, refused })
}
