/*
 * A site of many pages for one kind of people: the merchant's account, the developer's and the operator's console. What
 * they share is here: who is logged in, forms that cannot be forged, languages, where a visitor goes on to after the login.
 */
import type { Session } from '@hufu/engine'
import { type Together, isRefusal } from '@hufu/accounts'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from 'ghtml'
import { asOne } from '../as-one.ts'
import { type FormOptions, type Html, button, form, hidden, notice, problem } from '../design/components.ts'
import { type Section, isForScript, shellWords, singlePage, sitePage } from '../design/document.ts'
import { type InEveryLanguage, type Language, languageFor } from '../design/language.ts'
import { failureOf, retryLater } from '../http/failed.ts'
import { formOf } from './forms.ts'
import { heldReply } from './held-reply.ts'
import { pageHeaders } from '../http/page-headers.ts'
import { places } from './places.ts'
import { type Sessions, sendsNoCookies } from './sessions.ts'
import { type Uploaded, uploadOf } from '../http/uploads.ts'
import { siteWords } from './site-words.ts'
import { TYPED_BY, type TypedForms, typedBy } from './typed-forms.ts'
import { typedPage } from './typed-page.ts'
import { queryOf } from '../http/wire.ts'
import type { Shown, Visit, OpenVisit } from './visit.ts'

export { formKey, formOf } from './forms.ts'
export { chooseLanguage, languageRoute } from './language-route.ts'
export { isOwnPath } from './places.ts'
export type { Sessions } from './sessions.ts'
export type { OpenVisit, Shown, Visit } from './visit.ts'

export interface SiteOf<Account> {
  /** The path of the site, such as `/developer`. */
  readonly prefix: string
  readonly sessions: Sessions<Account>
  /** Page of the login, below the prefix. */
  readonly loginPath: string
  readonly words: InEveryLanguage<{
    readonly brand: string
    /** Confirmations by key, for the page after a form. */
    readonly done: Readonly<Record<string, string>>
  }>
  /** Stores the forms whose session ended before they were sent; absent if they are not stored. */
  readonly typed?: TypedForms
  nameOf(account: Account): string
  /** If present, all changes of a form are one commit before the answer; otherwise each change is its own. */
  readonly commits?: Together
  /** Whether an error that a page threw says that a store is away, beside this server's own: answered with 503. */
  isBusy?(error: unknown): boolean
  sections(language: Language, account: Account): readonly Section[]
}

export interface Site<Account> {
  /** The page after a login: `next`, if it is a page of this site. */
  placeToGo(next: string): string | undefined
  /** A page for those who are logged in; others are led to the login, and back. */
  page(path: string, show: (visit: Visit<Account>) => Promise<FastifyReply> | FastifyReply): void
  /** The handler of a form on one of those pages; its token has been checked. */
  action(path: string, act: (visit: Visit<Account>, form: URLSearchParams) => Promise<FastifyReply>): void
  /** The same, with a file in the form of at most so many bytes; who is not logged in sends none. */
  upload(
    path: string,
    most: number,
    act: (visit: Visit<Account>, sent: Uploaded) => Promise<FastifyReply>,
  ): void
  /** A page for anybody. */
  openPage(path: string, show: (visit: OpenVisit<Account>) => Promise<FastifyReply> | FastifyReply): void
  /** The handler of a form on a public page; its token has been checked. */
  openAction(
    path: string,
    act: (visit: OpenVisit<Account>, form: URLSearchParams) => Promise<FastifyReply>,
  ): void
}

/** Shows what was typed before the session ended. */
const TYPED_PATH = '/typed'

/** Call it once per site, on its own instance (`app.register`): it sets the site's own error pages. */
// oxlint-disable-next-line max-lines-per-function -- what one visit is, in closures over one site
export function site<Account>(app: FastifyInstance, of: SiteOf<Account>): Site<Account> {
  const { prefix, sessions, loginPath, typed } = of
  const pages = places(prefix, loginPath)
  const purpose = (path: string) => `${prefix}${path}`

  function openVisit(
    request: FastifyRequest,
    reply: FastifyReply,
    account?: Account,
    session?: Session,
  ): OpenVisit<Account> {
    const language = languageFor(request)
    const words = of.words[language]
    const query = new URLSearchParams(queryOf(request))
    const path = (request.raw.url ?? '').split('?', 1)[0] ?? ''
    const formToken = (action: string) => sessions.formToken(request, reply, purpose(action))
    const formTo = (action: string, body: Html, more?: FormOptions) =>
      form(`${prefix}${action}`, formToken(action), ofAccount + body, more)
    // The form's contents are shown again only to this account.
    const ofAccount = typed && session ? hidden({ [TYPED_BY]: typedBy(session) }) : ''
    const show = ({ title, body, retryAfter, single, ...shown }: Shown): FastifyReply => {
      const { status = retryAfter === undefined ? 200 : 429 } = shown
      const key = query.get('done') ?? ''
      const done = Object.hasOwn(words.done, key) ? words.done[key] : undefined
      const whole = `${done === undefined ? '' : notice(done)}${body}`
      const scripted = isForScript(whole)
      const languageSwitch = { action: '/language', fields: { back: pages.pageOf(request) } }
      const page = single
        ? singlePage(
            { language, base: '', title, platform: words.brand, languageSwitch, scripted },
            html`<h1>${title}</h1>!${whole}`,
          )
        : sitePage(
            {
              language,
              title,
              brand: { href: prefix, title: words.brand },
              sections: account ? of.sections(language, account) : [],
              path,
              ...(account && {
                account: {
                  name: of.nameOf(account),
                  logOut: formTo('/logout', button(shellWords[language].logOut, { kind: 'link' })),
                },
              }),
              languageSwitch,
              scripted,
            },
            whole,
          )
      return retryLater(reply, status, retryAfter)
        .code(status)
        .headers(pageHeaders(undefined, scripted))
        .type('text/html; charset=utf-8')
        .send(page)
    }
    return {
      request,
      reply,
      language,
      query,
      path,
      ...(account && { account }),
      params: request.params as Readonly<Record<string, string>>,
      formToken,
      form: formTo,
      show,
      nothingHere() {
        const { nothingHere: title } = siteWords[language]
        return show({ title, body: problem(title), status: 404 })
      },
      goTo: (to, done) =>
        reply.redirect(
          `${prefix}${to}${done === undefined ? '' : `${to.includes('?') ? '&' : '?'}done=${done}`}`,
          303,
        ),
    }
  }

  async function visitOf(request: FastifyRequest, reply: FastifyReply): Promise<Visit<Account> | undefined> {
    const current = await sessions.current(request)
    if (!current) return undefined
    const { account, session, id } = current
    return { ...openVisit(request, reply, account, session), account, session, sessionId: id }
  }

  const toLogin = (request: FastifyRequest, reply: FastifyReply, next = pages.pageOf(request)) =>
    reply.redirect(`${prefix}${loginPath}?next=${encodeURIComponent(next)}`, 303)

  /** After a form whose session has ended: what was typed is shown again. */
  async function toLoginWith(request: FastifyRequest, reply: FastifyReply, sent: URLSearchParams) {
    const page = pages.pageOf(request)
    // A form that this browser was not shown is kept nowhere.
    if (!typed || !tokenFits(request, sent)) return toLogin(request, reply, page)
    const path = (request.raw.url ?? '').split('?', 1)[0] ?? ''
    const isKept = await typed.keep(reply, { path: path.slice(prefix.length), page, sent })
    return toLogin(request, reply, isKept ? `${prefix}${TYPED_PATH}` : page)
  }

  /** The commit precedes the answer. A refused form (4xx) has changed nothing. */
  async function acted<Of extends OpenVisit<Account> & { readonly session?: Session }>(
    visit: Of,
    act: (visit: Of) => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    if (!of.commits) return act(visit)
    const { request, account, session } = visit
    const result = await asOne(
      of.commits,
      async () => {
        const held = heldReply(visit.reply)
        await act({ ...visit, ...openVisit(request, held.reply, account, session) })
        return held
      },
      (held) => held.status() < 400,
    )
    if (!isRefusal(result)) return result.release()
    const { failed, overtaken } = siteWords[visit.language]
    return visit.show({ title: failed, body: problem(overtaken), status: 409 })
  }

  const tooOld = (visit: OpenVisit<Account>) => {
    const words = siteWords[visit.language]
    const [title, said] = sendsNoCookies(visit.request)
      ? [words.noCookiesTitle, words.noCookies]
      : [words.tooOldTitle, words.tooOld]
    return visit.show({ title, body: problem(said), status: 403 })
  }

  /** A form's action names its path with the parameters filled in: `/apps/app_1/submit`. */
  const tokenFits = (request: FastifyRequest, sent: URLSearchParams) => {
    const path = (request.raw.url ?? '').split('?', 1)[0] ?? ''
    return sessions.isFormToken(request, path, sent.get('token') ?? '')
  }

  const nothingHere = async (request: FastifyRequest, reply: FastifyReply) => {
    const visit = (await visitOf(request, reply)) ?? openVisit(request, reply)
    return visit.nothingHere()
  }
  // Below the prefix alone: the root has words of its own.
  app.register((own, _options, done) => done(void own.setNotFoundHandler(nothingHere)), { prefix })
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { status } = of.isBusy?.(error) ? { status: 503 } : failureOf(error, request)
    const visit = openVisit(request, reply)
    const words = siteWords[visit.language]
    const said =
      status === 503
        ? words.busy
        : status >= 500
          ? words.ourFault(request.id)
          : status === 413
            ? words.tooLarge
            : words.unreadable
    return visit.show({ title: words.failed, body: problem(said), status })
  })
  app.post(`${prefix}/logout`, async (request, reply) => {
    const visit = openVisit(request, reply)
    if (!tokenFits(request, await formOf(request))) return tooOld(visit)
    await sessions.end(request, reply)
    return visit.goTo(loginPath)
  })

  const page: Site<Account>['page'] = (path, show) => {
    pages.add(path)
    app.get(purpose(path), async (request, reply) => {
      const visit = await visitOf(request, reply)
      return visit ? show(visit) : toLogin(request, reply)
    })
  }
  if (typed)
    page(TYPED_PATH, async (visit) => {
      const form = await typed.kept(visit.request)
      return form?.by === typedBy(visit.session) ? typedPage(visit, form) : visit.goTo('')
    })

  return {
    placeToGo: pages.placeToGo,
    page,
    action(path, act) {
      app.post(purpose(path), async (request, reply) => {
        const sent = await formOf(request)
        const visit = await visitOf(request, reply)
        if (!visit) return toLoginWith(request, reply, sent)
        if (!tokenFits(request, sent)) return tooOld(visit)
        return acted(visit, (held) => act(held, sent))
      })
    },
    upload(path, most, act) {
      app.post(
        purpose(path),
        {
          // The form around the file.
          bodyLimit: most + 4096,
          async onRequest(request, reply) {
            if (!(await sessions.current(request))) return toLogin(request, reply)
          },
        },
        async (request, reply) => {
          const sent = await uploadOf(request)
          const visit = await visitOf(request, reply)
          if (!visit) return toLogin(request, reply)
          if (!tokenFits(request, sent.form)) return tooOld(visit)
          return acted(visit, (held) => act(held, sent))
        },
      )
    },
    openPage(path, show) {
      pages.add(path)
      app.get(purpose(path), async (request, reply) =>
        show((await visitOf(request, reply)) ?? openVisit(request, reply)),
      )
    },
    openAction(path, act) {
      app.post(purpose(path), async (request, reply) => {
        const sent = await formOf(request)
        const visit = (await visitOf(request, reply)) ?? openVisit(request, reply)
        if (!tokenFits(request, sent)) return tooOld(visit)
        return acted(visit, (held) => act(held, sent))
      })
    },
  }
}
