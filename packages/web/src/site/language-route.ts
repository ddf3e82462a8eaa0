/* How a visitor chooses the language of pages. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { LANGUAGE_COOKIE, isLanguage } from '../design/language.ts'
import { formOf } from './forms.ts'
import { isOwnPath } from './places.ts'

/** The switch at the foot of the pages of sites. It changes words and nothing else, so it needs no token. */
export function languageRoute(app: FastifyInstance, secure: boolean): void {
  app.post('/language', async (request, reply) => {
    const sent = await formOf(request)
    const back = sent.get('back') ?? ''
    chooseLanguage(reply, sent.get('language') ?? '', secure)
    return reply.redirect(isOwnPath(back) ? back : '/', 303)
  })
}

export function chooseLanguage(reply: FastifyReply, language: string, secure: boolean): void {
  if (!isLanguage(language)) return
  reply.setCookie(LANGUAGE_COOKIE, language, {
    path: '/',
    httpOnly: true,
    secure,
    sameSite: 'lax',
    maxAge: 31_536_000,
  })
}
