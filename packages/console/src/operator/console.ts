/* The operator console: who may see which of its pages, and do what there. */
import { type Operator, type Permission, may, operatorAccount } from '@hufu/accounts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Act } from '@hufu/acts/act'
import { isOffered } from '@hufu/acts/perform'
import type { AdminContext } from '@hufu/acts/api/context'
import { appendAuditEntry } from '@hufu/acts/auditing'
import { problem } from '@hufu/web/design/components'
import type { Runtime } from '@hufu/server'
import { type SessionKind, type Sessions, sessions } from '@hufu/web/sessions'
import { type Site, type Visit, site } from '@hufu/web/site'
import { typedForms } from '@hufu/web/typed-forms'
import { type AfterForm, type Performing, formOf, performing } from '../act-forms.ts'
import { sectionsOf } from './sections.ts'
import { consoleWords } from './words.ts'

export const PREFIX = '/operator'
const OPERATOR_SESSION_SECONDS = 8 * 3600
const IDLE_SECONDS = 3600

/** A visit of an operator whose role allows this page. */
export interface OperatorVisit extends Visit<Operator>, Performing {
  /** The page offers nothing that the role does not allow. */
  may(permission: Permission): boolean
  /** Appends what the operator has just done to the audit log. `detail`: never a secret. */
  appendAuditEntry(action: string, subject: string, detail?: Readonly<Record<string, unknown>>): Promise<void>
}

export interface OperatorConsole {
  /** For pages that need no permission: the login. */
  readonly site: Site<Operator>
  readonly sessions: Sessions<Operator>
  readonly runtime: Runtime
  readonly administration: AdminContext
  /** A page for those whose role has this permission, or may perform this act. */
  page(
    path: string,
    permission: Permission | Act,
    show: (visit: OperatorVisit) => Promise<FastifyReply> | FastifyReply,
  ): void
  /** The handler of a form on such a page. */
  action(
    path: string,
    permission: Permission,
    act: (visit: OperatorVisit, form: URLSearchParams) => Promise<FastifyReply>,
  ): void
  /** A form that is read as an act: the members of the path and of the form are the act's. */
  form<Performed extends Act>(path: string, act: Performed, after: AfterForm<OperatorVisit, Performed>): void
}

export function operatorConsole(
  app: FastifyInstance,
  runtime: Runtime,
  administration: AdminContext,
): OperatorConsole {
  const { store, formKey, secure } = runtime
  const held = sessions(operators(runtime), store, formKey, secure)
  const frame = site<Operator>(app, {
    commits: runtime,
    prefix: PREFIX,
    sessions: held,
    loginPath: '/login',
    typed: typedForms(PREFIX, runtime),
    words: consoleWords,
    nameOf: ({ username }) => username,
    // An operator who still has to choose a password can open no other page.
    sections: (language, operator) => (operator.oneTime ? [] : sectionsOf(language, operator)),
  })

  const visitOf = (visit: Visit<Operator>): OperatorVisit => ({
    ...visit,
    may: (permission) => may(visit.account, permission),
    ...performing({ kind: 'operator', account: visit.account }, visit, administration),
    appendAuditEntry: (action, subject, detail) =>
      appendAuditEntry(
        visit.request,
        store,
        { kind: 'operator', id: visit.account.username },
        action,
        subject,
        detail,
      ),
  })

  /** The page instead, if the role does not allow the requested one. */
  function kept(visit: Visit<Operator>, needed: Permission | Act): FastifyReply | undefined {
    const { account } = visit
    if (account.oneTime) return visit.goTo('/password')
    const isAllowed =
      typeof needed === 'string' ? may(account, needed) : isOffered(needed, { kind: 'operator', account })
    return isAllowed ? undefined : notAllowed(visit)
  }

  function notAllowed(visit: Visit<Operator>): FastifyReply {
    const words = consoleWords[visit.language]
    return visit.show({ title: words.notAllowedTitle, body: problem(words.notAllowed), status: 403 })
  }

  return {
    site: frame,
    sessions: held,
    runtime,
    administration,
    page(path, permission, show) {
      frame.page(path, (visit) => kept(visit, permission) ?? show(visitOf(visit)))
    },
    action(path, permission, act) {
      frame.action(path, async (visit, form) => kept(visit, permission) ?? act(visitOf(visit), form))
    },
    form(path, act, after) {
      const read = formOf(act, after, notAllowed)
      frame.action(path, async (visit, form) =>
        visit.account.oneTime ? visit.goTo('/password') : read(visitOf(visit), form),
      )
    },
  }
}

const operators = ({ store }: Runtime): SessionKind<Operator> => ({
  kind: 'operator',
  cookies: { session: 'hufu_operator', form: 'hufu_operator_form', known: 'hufu_operator_known' },
  seconds: OPERATOR_SESSION_SECONDS,
  idleSeconds: IDLE_SECONDS,
  idOf: ({ username }) => operatorAccount(username),
  async accountOf(id) {
    const operator = await store.operator(id.slice(operatorAccount('').length))
    return operator?.status === 'active' ? operator : undefined
  },
})
