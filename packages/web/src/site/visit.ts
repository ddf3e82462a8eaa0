/* The context of a page: the account, and functions to answer. */
import type { Digest, Session } from '@hufu/engine'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FormOptions, Html } from '../design/components.ts'
import type { Language } from '../design/language.ts'

export interface Shown {
  readonly title: string
  readonly body: Html
  /** 200 unless said otherwise, and 429 where there is a `retryAfter`. */
  readonly status?: number
  /** Too much was asked for: seconds after which it may be asked again. */
  readonly retryAfter?: number
  /** A page with one thing on it, for who is not logged in: a login, what a letter's link leads to. */
  readonly single?: true
}

/** One request of somebody, seen by a page. */
export interface Visit<Account> {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly language: Language
  readonly account: Account
  readonly session: Session
  readonly sessionId: Digest<'session'>
  /** Parameters of the path, such as `id` in `/apps/:id`. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The path, with the site's own part. */
  readonly path: string
  /** A form that posts to this path of the site, such as `/apps/app_1/submit`. */
  formToken(action: string): string
  /** A whole form that posts there. */
  form(action: string, body: Html, more?: FormOptions): Html
  show(shown: Shown): FastifyReply
  /** The page of a path that leads nowhere (404): also for what is not this visitor's to see. */
  nothingHere(): FastifyReply
  /** See other (303): after each form that was taken. `done`: what the next page says was done, a key of `words.done`. */
  goTo(path: string, done?: string): FastifyReply
}

/** A visit of somebody who need not be logged in. */
export type OpenVisit<Account> = Omit<Visit<Account>, 'account' | 'session' | 'sessionId'> & {
  readonly account?: Account
}
