/*
 * What was typed into a form before the session ended that the form was shown in. It is kept for an hour, sealed, for this
 * browser alone, and shown again after the next login of the same account.
 */
import type { KeyRing } from '@hufu/crypto'
import { type Session, digest } from '@hufu/engine'
import { type Store, type Ticket, findTicket, issueTicket } from '@hufu/accounts'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A form as it was sent. */
export interface TypedForm {
  /** The path that the form posts to. */
  readonly path: string
  /** The page that it was on. */
  readonly page: string
  /** Names the account that it was shown to. */
  readonly by: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** A hidden field of each form: `typedBy` of whoever it was shown to. */
export const TYPED_BY = 'typed-by'

/** Names the account of a session, and says nothing else of it. */
export const typedBy = ({ accountId }: Pick<Session, 'accountId'>): string =>
  digest('once', `typed by ${accountId}`)

export interface TypedForms {
  /** False for a form with a password in it, and for one that is too large: it is not kept. */
  keep(
    reply: FastifyReply,
    form: Pick<TypedForm, 'path' | 'page'> & { readonly sent: URLSearchParams },
  ): Promise<boolean>
  kept(request: FastifyRequest): Promise<TypedForm | undefined>
}

const SECONDS = 3600
const LARGEST = 16 * 1024
const PLACE = 'form that was typed'

/** Fields that hold a secret, on whichever page. */
const secretFields = new Set([
  'password',
  'now',
  'present',
  'fresh',
  'again',
  'code',
  'codesPassword',
  'recovery',
  'removeCode',
  'secret',
  'clientSecret',
  'privateKey',
])

/** `site`: its prefix. Browsers keep the ticket in a cookie: a link to somebody else's form would be a forgery. */
export function typedForms(
  site: string,
  { ring, store, secure }: { readonly ring: KeyRing; readonly store: Store; readonly secure: boolean },
): TypedForms {
  const name = `${secure ? '__Host-' : ''}hufu_typed${site.replaceAll('/', '_')}`
  const cookie = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const
  const formOf = ({ payload }: Ticket): TypedForm | undefined => {
    const text = ring.openText(payload['sealed'] ?? '', PLACE)
    return text === undefined ? undefined : (JSON.parse(text) as TypedForm)
  }
  return {
    async keep(reply, { path, page, sent }) {
      const fields = [...sent].filter(([field]) => field !== 'token' && field !== TYPED_BY)
      const form: TypedForm = { path, page, by: sent.get(TYPED_BY) ?? '', fields }
      const text = JSON.stringify(form)
      if (
        text.length > LARGEST ||
        form.fields.some(([field, value]) => secretFields.has(field) && value !== '')
      )
        return false
      const secret = await issueTicket(
        {
          purpose: 'typed_form',
          subject: digest('once', text),
          payload: { sealed: ring.seal(text, PLACE) },
          seconds: SECONDS,
        },
        store,
      )
      reply.setCookie(name, secret, { ...cookie, maxAge: SECONDS })
      return true
    },
    async kept(request) {
      const ticket = await findTicket(request.cookies[name] ?? '', 'typed_form', store)
      return ticket && formOf(ticket)
    },
  }
}
