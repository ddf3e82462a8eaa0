/*
 * What was typed into a form before the session ended that the form was shown in. It is kept for an hour, sealed, for this
 * browser alone, and shown again after the next login.
 */
import { type Ticket, digest, findTicket, issueTicket } from '@hufu/engine'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Runtime } from './runtime.ts'

/** A form as it was sent. */
export interface TypedForm {
  /** What it posts to. */
  readonly path: string
  /** The page that it was on. */
  readonly page: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

export interface TypedForms {
  /** False for a form with a password in it, and for one that is too large: it is not kept. */
  keep(reply: FastifyReply, form: TypedForm): Promise<boolean>
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
  { ring, store, secure }: Pick<Runtime, 'ring' | 'store' | 'secure'>,
): TypedForms {
  const name = `${secure ? '__Host-' : ''}hufu_typed${site.replaceAll('/', '_')}`
  const cookie = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const
  const formOf = ({ payload }: Ticket): TypedForm | undefined => {
    const text = ring.openText(payload['sealed'] ?? '', PLACE)
    return text === undefined ? undefined : (JSON.parse(text) as TypedForm)
  }
  return {
    async keep(reply, form) {
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
