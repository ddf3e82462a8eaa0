/* A page that asks what an act asks before it is done, and the form on it that does it. */
import type { Permission } from '@hufu/accounts'
import type { Act, Answer } from '@hufu/acts/act'
import { isDenied } from '@hufu/acts/denied'
import { problemAtHead, problemOf } from '@hufu/acts/refusal-words'
import type { FastifyReply } from 'fastify'
import { button, field, join, problem, warning, when } from '@hufu/web/design/components'
import type { Shown } from '@hufu/web/site'
import { accountWords } from './people/account-words.ts'
import { type OperatorVisit, PREFIX } from './console.ts'

export type Reply = Promise<FastifyReply> | FastifyReply

/** The console, or one of its topics. */
export interface Pages<Visited> {
  page(path: string, permission: Permission | Act, show: (visit: Visited) => Reply): void
  action(
    path: string,
    permission: Permission,
    act: (visit: Visited, form: URLSearchParams) => Promise<FastifyReply>,
  ): void
}

interface Asking<Visited, Performed extends Act> {
  /** The members that name the thing. */
  input(visit: Visited): Readonly<Record<string, string>>
  /** Puts the question into its page. */
  show(visit: Visited, asked: Pick<Shown, 'body' | 'status'>): Reply
  done(visit: Visited, answer: Answer<Performed>): Reply
}

export function askBefore<Visited extends OperatorVisit, Performed extends Act>(
  { page, action }: Pages<Visited>,
  path: string,
  act: Performed,
  { input, show, done }: Asking<Visited, Performed>,
): void {
  const { permission } = act
  if (permission === undefined) throw new Error(`no operator may perform ${act.name}`)

  async function ask(visit: Visited, wrong?: { readonly text?: string; readonly head?: string }) {
    const { warning: effect = '', typed } = (await visit.question(act, input(visit))) ?? {}
    const sure = accountWords[visit.language].sure
    const body = join([
      when(wrong?.head, () => problem(wrong?.head ?? '')),
      warning(effect),
      visit.form(
        visit.path.slice(PREFIX.length),
        when(typed, () =>
          field({
            name: 'sure',
            label: sure,
            hint: typed ?? '',
            required: true,
            autocomplete: 'off',
            wrong: wrong?.text,
          }),
        ) + button(act.title[visit.language], { kind: 'danger' }),
      ),
    ])
    return show(visit, { body, status: wrong ? 400 : 200 })
  }

  page(path, act, (visit) => ask(visit))
  action(path, permission, async (visit, form) => {
    const { typed } = (await visit.question(act, input(visit))) ?? {}
    if (typed !== undefined && (form.get('sure') ?? '').trim().toLowerCase() !== typed.toLowerCase())
      return ask(visit, { text: accountWords[visit.language].sure })
    const result = await visit.perform(act, input(visit))
    if (!isDenied(result)) return done(visit, result)
    const { language } = visit
    return ask(
      visit,
      result.refused === 'not_allowed' ? problemAtHead(result.message) : problemOf(language, result, []),
    )
  })
}
