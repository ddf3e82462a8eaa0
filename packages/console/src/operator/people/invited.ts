import type { Answer } from '@hufu/acts/act'
import type { acts } from '@hufu/acts'
import { html } from 'ghtml'
import type { FastifyReply } from 'fastify'
import { copyable, link } from '@hufu/web/design/components'
import { type OperatorVisit, PREFIX } from '../console.ts'
import { wordsOf } from './merchant-words.ts'
import { operatorWords } from './operator-words.ts'

/** After a user was invited: where no letter could be sent, the link is shown this once. */
export function showInvited(
  visit: OperatorVisit,
  { user, link: once }: Answer<(typeof acts)['user.invite']>,
): FastifyReply {
  const path = `/merchants/${user.id}`
  if (once === undefined) return visit.goTo(path, 'sent')
  const words = wordsOf(visit.language)
  const body = html`<p>${words.passOn}</p>!${copyable(once, operatorWords[visit.language])}<p>!${link(PREFIX + path, words.back)}</p>`
  return visit.show({ title: user.username, body })
}
