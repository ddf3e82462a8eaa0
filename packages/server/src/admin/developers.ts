/* Organisations and their developers, as an operator sees to them. */
import {
  type Developer,
  INVITATION_DAYS,
  type Organisation,
  changeOrganisation,
  developerView,
  inviteOrganisation,
  isRefusal,
  organisationView,
  resetSecondFactor,
  setDeveloperStatus,
} from '@hufu/engine'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { happenedLetter, lettersIn } from '../console/letters.ts'
import { languages } from '../design/language.ts'
import { changes, noted, reads } from './allowed.ts'
import { answer, say } from './answer.ts'
import type { AdminContext } from './context.ts'
import { bodyOf, parametersOf, read } from './input.ts'
import { byId, nothing } from './shapes.ts'

/** Of the letter that is sent. */
const language = z.enum(languages).default('zh-CN')
const newInvitation = z.strictObject({ email: z.string(), organisation: z.string(), language })
const inLanguage = z.strictObject({ language })
const filter = z.strictObject({ organisationId: z.string().exactOptional() })
const change = z.strictObject({ name: z.string().exactOptional(), verified: z.boolean().exactOptional() })

export function developerRoutes(app: FastifyInstance, context: AdminContext): void {
  const { store, mail, linkTo } = context
  const shown = (developer: Developer) => ({ developer: developerView(developer) })
  const shownOrganisation = (organisation: Organisation) => ({ organisation: organisationView(organisation) })

  app.get('/organisations', reads('developers.read'), async (_request, reply) =>
    reply.send({ organisations: (await store.organisations()).map(organisationView) }),
  )
  app.patch(
    '/organisations/:id',
    changes('developers.change', 'organisation.change'),
    async (request, reply) => {
      const asked = read(change, bodyOf(request))
      noted(request, asked)
      const changed = await changeOrganisation(read(byId, request.params).id, asked, context)
      return answer(reply, changed, shownOrganisation)
    },
  )

  app.get('/developers', reads('developers.read'), async (request, reply) => {
    const which = read(filter, parametersOf(request))
    return reply.send({ developers: (await store.developers(which)).map(developerView) })
  })
  app.get('/developers/:id', reads('developers.read'), async (request, reply) => {
    const { id } = read(byId, request.params)
    const found = await store.developer(id)
    return found ? reply.send(shown(found)) : say(reply, 404, 'unknown', `there is no developer ${id}`)
  })
  // The link is told where no letter can carry it; who sees it could take the invitation himself.
  app.post(
    '/developers/invitations',
    changes('developers.change', 'developer.invite'),
    async (request, reply) => {
      const asked = read(newInvitation, bodyOf(request))
      const invited = await inviteOrganisation(asked, context)
      if (!isRefusal(invited)) noted(request, { subject: invited.email, organisation: invited.organisation })
      return answer(
        reply,
        invited,
        ({ email, organisation, secret }) => {
          const link = linkTo(`/developer/welcome?ticket=${secret}`)
          const letter = lettersIn(asked.language).invited(organisation, link, INVITATION_DAYS)
          const sent = mail.send({ to: email, ...letter })
          return { email, organisation, sent, ...(!sent && { link }) }
        },
        201,
      )
    },
  )
  app.post(
    '/developers/:id/second-factor/reset',
    changes('developers.change', 'developer.reset_second_factor'),
    async (request, reply) => {
      const asked = read(inLanguage, bodyOf(request))
      const reset = await resetSecondFactor(read(byId, request.params).id, context)
      if (!isRefusal(reset)) mail.send({ to: reset.email, ...happenedLetter(asked.language, 'factorReset') })
      return answer(reply, reset, shown)
    },
  )
  for (const [action, status] of [
    ['disable', 'disabled'],
    ['enable', 'active'],
  ] as const) {
    app.post(
      `/developers/:id/${action}`,
      changes('developers.change', `developer.${action}`),
      async (request, reply) => {
        read(nothing, bodyOf(request))
        return answer(reply, await setDeveloperStatus(read(byId, request.params).id, status, context), shown)
      },
    )
  }
}
