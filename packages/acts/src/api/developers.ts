/* Organisations and their developers, as an operator sees to them. */
import {
  type Developer,
  type Organisation,
  changeOrganisation,
  createOrganisation,
  developerData,
  developerView,
  endAll,
  eraseDeveloper,
  isRefusal,
  organisationView,
  setDeveloperStatus,
  thawDeveloper,
} from '@hufu/accounts'
import { z } from 'zod'
import { developerInvited } from '../audit-details.ts'
import { HOUSE_LANGUAGE, languages } from '@hufu/web/design/language'
import { sendInvitation, takeLostFactor } from '../developer-help.ts'
import { noted } from './allowed.ts'
import { answer, answerList, known } from '@hufu/web/api/answer'
import {
  auditEntry,
  developerView as shownDeveloper,
  organisationView as shownOrganisation,
  session,
} from './answers.ts'
import type { AdminContext } from './context.ts'
import type { Api } from '@hufu/web/api/route'
import { byId } from '@hufu/web/api/shapes'

const language = z.enum(languages).default(HOUSE_LANGUAGE).describe('Of the letter that is sent')
const newOrganisation = z.strictObject({ name: z.string(), verified: z.boolean().default(false) })
const newInvitation = z.strictObject({
  email: z.string(),
  organisation: z.string().exactOptional().describe('The name of a new one'),
  organisationId: z.string().exactOptional().describe('Instead: one that there is'),
  language,
})
const inLanguage = z.strictObject({ language })
const filter = z.strictObject({ organisationId: z.string().exactOptional() })
const change = z.strictObject({
  name: z.string().exactOptional(),
  verified: z.boolean().exactOptional(),
  testShops: z
    .array(z.string())
    .exactOptional()
    .describe('Shops that its developers may test their apps in: ask whose they are before'),
})
const oneOrganisation = z.object({ organisation: shownOrganisation })
const oneDeveloper = z.object({ developer: shownDeveloper })
const invitation = z.object({
  email: z.string(),
  organisation: z.string(),
  sent: z.boolean().describe('Whether a letter is on its way'),
  link: z.string().exactOptional().describe('To be passed on, where no letter can be sent; told this once'),
})
const personalData = z.object({
  developer: shownDeveloper,
  organisation: shownOrganisation.exactOptional(),
  sessions: z.array(session),
  audit: z.array(auditEntry),
})

export function developerRoutes(api: Api, context: AdminContext): void {
  const { store } = context
  const shown = (developer: Developer) => ({ developer: developerView(developer) })
  const shownOne = (organisation: Organisation) => ({ organisation: organisationView(organisation) })
  const developerById = async (id: string) => known(await store.developer(id), 'developer', id)

  api.get(
    '/organisations',
    {
      summary: 'Organisations, the oldest first',
      permission: 'developers.read',
      answer: z.object({ organisations: z.array(shownOrganisation) }),
    },
    ({ reply }) => answerList(reply, 'organisations', (part) => store.organisations(part), organisationView),
  )
  api.post(
    '/organisations',
    {
      summary: 'Make an organisation, to invite developers into',
      permission: 'developers.change',
      action: 'organisation.create',
      body: newOrganisation,
      answer: oneOrganisation,
      status: 201,
    },
    async ({ body, request }) =>
      answer(await createOrganisation(body, context), (made) => {
        noted(request, { ...body, subject: made.id })
        return shownOne(made)
      }),
  )
  api.get(
    '/organisations/:id',
    { summary: 'One organisation', permission: 'developers.read', params: byId, answer: oneOrganisation },
    async ({ params: { id } }) => answer(known(await store.organisation(id), 'organisation', id), shownOne),
  )
  api.patch(
    '/organisations/:id',
    {
      summary: 'Rename it, say whether it was looked at who it is, or where its developers may test',
      more: 'Merchants are shown whether an organisation is verified. Under a new name it is not, unless that is said too.',
      permission: 'developers.change',
      action: 'organisation.change',
      params: byId,
      body: change,
      answer: oneOrganisation,
    },
    async ({ params, body, request }) => {
      noted(request, body)
      return answer(await changeOrganisation(params.id, body, context), shownOne)
    },
  )

  api.get(
    '/developers',
    {
      summary: 'Developers, the oldest first',
      permission: 'developers.read',
      query: filter,
      answer: z.object({ developers: z.array(shownDeveloper) }),
    },
    ({ query, reply }) =>
      answerList(reply, 'developers', (part) => store.developers(query, part), developerView),
  )
  api.get(
    '/developers/:id',
    { summary: 'One developer', permission: 'developers.read', params: byId, answer: oneDeveloper },
    async ({ params }) => answer(await developerById(params.id), shown),
  )
  api.post(
    '/developers/invitations',
    {
      summary: 'Invite a developer, by a link to his address',
      permission: 'developers.change',
      action: 'developer.invite',
      body: newInvitation,
      answer: invitation,
      status: 201,
    },
    async ({ body, request }) =>
      answer(await sendInvitation(body, body.language, context), (invited) => {
        noted(request, { ...developerInvited(invited), subject: invited.email })
        return invited
      }),
  )
  api.post(
    '/developers/:id/second-factor/reset',
    {
      summary: 'Take away a second factor that he has lost; his sessions end, and he is told by mail',
      permission: 'developers.change',
      action: 'developer.reset_second_factor',
      params: byId,
      body: inLanguage,
      answer: oneDeveloper,
    },
    async ({ params, body }) => answer(await takeLostFactor(params.id, body.language, context), shown),
  )
  for (const [action, summary, status] of [
    ['disable', 'Shut him out; his sessions end', 'disabled'],
    ['enable', 'Let him in again', 'active'],
  ] as const) {
    api.post(
      `/developers/:id/${action}`,
      {
        summary,
        permission: 'developers.change',
        action: `developer.${action}`,
        params: byId,
        answer: oneDeveloper,
      },
      async ({ params }) => answer(await setDeveloperStatus(params.id, status, context), shown),
    )
  }
  for (const [path, summary, action, act] of [
    ['thaw', 'Let every network try passwords and codes again', 'developer.thaw', thawDeveloper],
    ['end-sessions', 'Log him out everywhere', 'developer.end_sessions', endAll],
  ] as const) {
    api.post(
      `/developers/:id/${path}`,
      { summary, permission: 'developers.change', action, params: byId, answer: oneDeveloper },
      async ({ params }) => {
        const developer = await developerById(params.id)
        if (!isRefusal(developer)) await act(developer, context)
        return answer(developer, shown)
      },
    )
  }

  api.get(
    '/developers/:id/personal-data',
    {
      summary: 'All that is kept about him',
      permission: 'developers.change',
      action: 'developer.export',
      params: byId,
      answer: personalData,
    },
    async ({ params }) =>
      answer(await developerById(params.id), (developer) => developerData(developer, store)),
  )
  api.delete(
    '/developers/:id',
    {
      summary: 'Delete his account and what is kept about him; his organisation and its apps stay',
      permission: 'developers.change',
      action: 'developer.erase',
      params: byId,
      answer: z.object({ erased: z.string() }),
    },
    async ({ params }) => eraseDeveloper(params.id, context),
  )
}
