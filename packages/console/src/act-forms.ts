/* Acts of the table on the pages of a console: performed on behalf of whoever is logged in. */
import type { Refusal } from '@hufu/accounts'
import type { FastifyReply } from 'fastify'
import { type Act, type Answer, type By, others } from '@hufu/acts/act'
import type { AdminContext } from '@hufu/acts/api/context'
import { type Denied, isDenied } from '@hufu/acts/denied'
import { perform } from '@hufu/acts/perform'
import { type ConfirmationPrompt, questionOf } from '@hufu/acts/question'
import { membersOf, readForm } from '@hufu/web/api/members'
import { type InOnePiece, inOnePiece } from '@hufu/web/json-pieces'
import type { OpenVisit } from '@hufu/web/site'

export interface Performing {
  /** Performs an act on behalf of whoever is logged in. */
  perform<Performed extends Act>(
    act: Performed,
    members: Readonly<Record<string, unknown>>,
  ): Promise<Answer<Performed> | Denied>
  /** What an act shows, its lists in one piece. Nothing where the role does not allow it, or there is no such thing. */
  read<Performed extends Act>(
    act: Performed,
    members?: Readonly<Record<string, unknown>>,
  ): Promise<InOnePiece<Answer<Performed>> | undefined>
  /** The confirmation before an act. */
  question(act: Act, members: Readonly<Record<string, unknown>>): Promise<ConfirmationPrompt | undefined>
}

export function performing(
  by: By,
  { request, language }: Pick<OpenVisit<unknown>, 'request' | 'language'>,
  administration: AdminContext,
): Performing {
  const surroundings = { ...administration, by, from: { address: request.ip, requestId: request.id } }
  return {
    perform: (act, members) => perform(act, members, surroundings),
    async read<Performed extends Act>(act: Performed, members = {}) {
      const answer: object | undefined = await perform<Act>(act, members, surroundings)
      if (!answer || isDenied(answer)) return undefined
      return (await inOnePiece(answer)) as InOnePiece<Answer<Performed>>
    },
    question: (act, members) => questionOf(act, members, language, surroundings),
  }
}

/** The pages after a form that performs an act. */
export interface AfterForm<Visiting, Performed extends Act> {
  /** The members of the act's input, if they are not the form's fields. */
  members?(form: URLSearchParams): Readonly<Record<string, unknown>>
  done(
    visit: Visiting,
    answer: Answer<Performed>,
    form: URLSearchParams,
  ): Promise<FastifyReply> | FastifyReply
  /** Shows the page of the form again. */
  refused(visit: Visiting, refusal: Refusal, form: URLSearchParams): Promise<FastifyReply> | FastifyReply
}

type FormVisit = Performing & { readonly params: Readonly<Record<string, string>> }

/** Reads a form as an act, whose members are those of the path and of the form. */
export function formOf<Visiting extends FormVisit, Performed extends Act>(
  act: Performed,
  { members: membersIn, done, refused }: AfterForm<Visiting, Performed>,
  notAllowed: (visit: Visiting) => FastifyReply,
): (visit: Visiting, form: URLSearchParams) => Promise<FastifyReply> {
  const members = membersOf(act.input, others(act))
  return async (visit, form) => {
    const result = await visit.perform(act, {
      ...(membersIn ? membersIn(form) : readForm(members, form)),
      ...visit.params,
    })
    if (!isDenied(result)) return done(visit, result, form)
    return result.refused === 'not_allowed' ? notAllowed(visit) : refused(visit, result, form)
  }
}

/** Reads only some of the act's members: a checkbox that the form does not have is not an unticked one. */
export const fieldsOf =
  ({ input }: Act, names: readonly string[]) =>
  (form: URLSearchParams): Readonly<Record<string, unknown>> =>
    readForm(membersOf(input, names), form)
