/* Shops, and the users who log in for them. */
import type { User } from '@hufu/engine'
import {
  changeUser,
  createShop,
  createUser,
  disableUser,
  enableUser,
  eraseUser,
  inviteUser,
  isRefusal,
  oneTimePassword,
  personalDataOf,
  setPassword,
  thawAccount,
  userAccount,
  userView,
} from '@hufu/accounts'
import { z } from 'zod'
import { tellFormerAddress, tellOwner } from '../letters/new-password.ts'
import { sendInvitation } from '../letters/reset-links.ts'
import { userChanged, userCreated } from '../audit-details.ts'
import { HOUSE_LANGUAGE, languages } from '@hufu/web/design/language'
import { noted } from './allowed.ts'
import { answer, answerList, known } from '@hufu/web/api/answer'
import { auditEntry, grantView, login, session, shopView, userView as shownUser } from './answers.ts'
import type { AdminContext } from './context.ts'
import type { Api } from '@hufu/web/api/route'
import { byId, texts } from '@hufu/web/api/shapes'

const newShop = z.strictObject({ name: z.string() })
const settings = {
  displayName: z.string().exactOptional(),
  mayAuthorise: z.boolean().exactOptional().describe('Whether he may authorise apps for the shop'),
  addresses: texts.exactOptional().describe('That he may log in from; empty for any'),
  avatarUrl: z.string().nullable().exactOptional(),
  email: z.string().nullable().exactOptional(),
}
const newUser = z.strictObject({
  ...settings,
  shopId: z.string(),
  username: z.string(),
  password: z.string().exactOptional().describe('Without one he chooses it himself, by an invitation'),
})
const inLanguage = z.strictObject({ language: z.enum(languages).default(HOUSE_LANGUAGE) })
const changes = z.strictObject(settings)
const filter = z.strictObject({ shopId: z.string().exactOptional() })
const newPassword = z.strictObject({ password: z.string() })
const oneShop = z.object({ shop: shopView })
const oneUser = z.object({ user: shownUser })
const invitation = z.object({
  user: shownUser,
  sent: z.boolean().describe('Whether a letter is on its way'),
  link: z.string().exactOptional().describe('To be passed on, where no letter can be sent; told this once'),
})
const personalData = z.object({
  user: shownUser,
  shop: shopView.exactOptional(),
  authorizations: z.array(grantView.extend({ app: z.string() })),
  logins: z.array(login),
  sessions: z.array(session),
  audit: z.array(auditEntry),
})

const MOST_ENTRIES = 10_000

export function merchantRoutes(api: Api, context: AdminContext): void {
  const { store } = context
  const shown = (user: User) => ({ user: userView(user) })
  const userById = async (id: string) => known(await store.user(id), 'user', id)

  api.get(
    '/shops',
    { summary: 'Shops', permission: 'merchants.read', answer: z.object({ shops: z.array(shopView) }) },
    ({ reply }) =>
      answerList(
        reply,
        'shops',
        (part) => store.shops(part),
        (shop) => shop,
      ),
  )
  api.post(
    '/shops',
    {
      summary: 'Make a shop, under a new number',
      permission: 'merchants.change',
      action: 'shop.create',
      body: newShop,
      answer: oneShop,
      status: 201,
    },
    async ({ body: { name }, request }) =>
      answer(await createShop(name, context), (shop) => {
        noted(request, { subject: shop.id, name })
        return { shop }
      }),
  )
  api.get(
    '/shops/:id',
    { summary: 'One shop', permission: 'merchants.read', params: byId, answer: oneShop },
    async ({ params: { id } }) => answer(known(await store.shop(id), 'shop', id), (shop) => ({ shop })),
  )

  api.get(
    '/users',
    {
      summary: 'Users of shops',
      permission: 'merchants.read',
      query: filter,
      answer: z.object({ users: z.array(shownUser) }),
    },
    ({ query, reply }) => answerList(reply, 'users', (part) => store.users(query, part), userView),
  )
  api.post(
    '/users',
    {
      summary: 'Make a user of a shop',
      permission: 'merchants.change',
      action: 'user.create',
      body: newUser,
      answer: oneUser,
      status: 201,
    },
    async ({ body, request }) =>
      answer(await createUser({ password: oneTimePassword(), ...body }, context), (user) => {
        noted(request, { ...userCreated(body), subject: user.id })
        return shown(user)
      }),
  )
  api.get(
    '/users/:id',
    { summary: 'One user', permission: 'merchants.read', params: byId, answer: oneUser },
    async ({ params }) => answer(await userById(params.id), shown),
  )
  api.patch(
    '/users/:id',
    {
      summary: 'Change his settings: all that are given, or none',
      permission: 'merchants.change',
      action: 'user.change',
      params: byId,
      body: changes,
      answer: oneUser,
    },
    async ({ params, body, request }) => {
      const before = await store.user(params.id)
      return answer(await changeUser(params.id, body, context), async (user) => {
        if (before) {
          noted(request, userChanged(before, user))
          await tellFormerAddress(before, user, HOUSE_LANGUAGE, context)
        }
        return shown(user)
      })
    },
  )
  api.put(
    '/users/:id/password',
    {
      summary: 'Set his password; his sessions end, and his grants where the platform says so',
      permission: 'merchants.change',
      action: 'user.password',
      params: byId,
      body: newPassword,
      answer: oneUser,
    },
    async ({ params, body: { password } }) =>
      answer(await setPassword(params.id, password, context), async (user) => {
        await tellOwner(user, HOUSE_LANGUAGE, context)
        return shown(user)
      }),
  )
  api.post(
    '/users/:id/invitation',
    {
      summary: 'Send him a link by which he chooses his password',
      more: 'By mail, good once, for three days. Where no letter can be sent the link is told here: who sees it could use it himself.',
      permission: 'merchants.change',
      action: 'user.invite',
      params: byId,
      body: inLanguage,
      answer: invitation,
      status: 201,
    },
    async ({ params, body: { language } }) =>
      answer(await inviteUser(params.id, store), (invited) => sendInvitation(invited, language, context)),
  )
  for (const [action, summary, verb] of [
    ['disable', 'Shut him out, and stop what he has authorised', disableUser],
    ['enable', 'Let him in again', enableUser],
  ] as const) {
    api.post(
      `/users/:id/${action}`,
      {
        summary,
        permission: 'merchants.change',
        action: `user.${action}`,
        params: byId,
        answer: oneUser,
      },
      async ({ params }) => answer(await verb(params.id, context), shown),
    )
  }
  for (const [path, summary, action, act] of [
    [
      'thaw',
      'Let every network try passwords again',
      'user.thaw',
      (id: string) => thawAccount(userAccount(id), store),
    ],
    ['end-sessions', 'Log him out everywhere', 'user.end_sessions', (id: string) => store.endSessions(id)],
  ] as const) {
    api.post(
      `/users/:id/${path}`,
      { summary, permission: 'merchants.change', action, params: byId, answer: oneUser },
      async ({ params }) => {
        const user = await userById(params.id)
        if (!isRefusal(user)) await act(user.id)
        return answer(user, shown)
      },
    )
  }

  api.get(
    '/users/:id/personal-data',
    {
      summary: 'All that is kept about him',
      permission: 'merchants.change',
      action: 'user.export',
      params: byId,
      answer: personalData,
    },
    async ({ params }) =>
      answer(await userById(params.id), async (user) => ({
        ...(await personalDataOf(user, store)),
        audit: await store.audited({ subject: user.id, limit: MOST_ENTRIES }),
      })),
  )
  api.delete(
    '/users/:id',
    {
      summary: 'Delete his account and what is kept about him; all that he authorised ends',
      permission: 'merchants.change',
      action: 'user.erase',
      params: byId,
      answer: z.object({ erased: z.string() }),
    },
    async ({ params }) => eraseUser(params.id, context),
  )
}
