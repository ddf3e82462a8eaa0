import type { App } from '@hufu/engine'
import {
  type AppView,
  type ListPart,
  type AppContext,
  type Issued,
  appView,
  type AppStep,
  type AppVerdict,
  type Refusal,
  appApprovals,
  appSteps,
  appVerdicts,
  changeApp,
  createApp,
  isRefusal,
  issueKeyPair,
  rotateSecret,
  setLogo,
} from '@hufu/accounts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { noted } from './allowed.ts'
import { partsOf } from '@hufu/web/json-pieces'
import { steps, verdicts } from './app-steps.ts'
import { answer, answerList, known, refuse } from '@hufu/web/api/answer'
import { appEvent, appStatus, appView as shownApp, issuedApp, oneApp } from './answers.ts'
import type { AdminContext } from './context.ts'
import { type Api, PICTURE } from '@hufu/web/api/route'
import { byId, howMany, texts } from '@hufu/web/api/shapes'
import * as details from '../audit-details.ts'

const settings = {
  name: z.string().exactOptional(),
  developer: z.string().exactOptional(),
  redirectUris: texts.exactOptional(),
  scopes: texts.exactOptional(),
  addresses: texts.exactOptional().describe('That its server calls from; empty for any'),
  testShops: texts.exactOptional().describe('Shops that may authorise it before it is online'),
  mayRefresh: z
    .boolean()
    .exactOptional()
    .describe('Whether it gets refresh tokens where the platform makes that a right'),
}
const changes = z.strictObject(settings)
const newApp = z.strictObject({
  ...settings,
  publicKeys: texts.exactOptional(),
  platform: z.string(),
  name: z.string(),
  developer: z.string(),
  organisationId: z.string().exactOptional().describe('Whose developers see to it'),
})
const filter = z.strictObject({
  platform: z.string().exactOptional(),
  status: appStatus.exactOptional(),
  developer: z.string().exactOptional(),
  organisationId: z.string().exactOptional(),
})
const because = z.strictObject({ reason: z.string().describe('For the developer') })
const judged = z.strictObject({
  version: z
    .number()
    .describe('The one that was looked at: where the app has changed since, nothing is approved'),
})
const rotation = z.strictObject({
  overlapSeconds: z
    .number()
    .default(86_400)
    .describe('How long the one before stays good; 0 ends it at once'),
})
const keys = z.strictObject({ publicKeys: texts })
const eventList = z.object({ history: z.array(appEvent) })

/** The app's history says which operator it was. */
const actorOf = ({ operator }: FastifyRequest): AppContext['actor'] => ({
  kind: 'operator',
  id: operator?.username ?? '',
})

export function appRoutes(api: Api, context: AdminContext): void {
  const { store } = context
  const by = (request: FastifyRequest): AppContext & AdminContext => ({ ...context, actor: actorOf(request) })
  const shown = (each: App) => ({ app: appView(each, store.now()) })
  const issued = ({ app: each, clientSecret }: Issued) => ({
    ...shown(each),
    ...(clientSecret !== undefined && { clientSecret }),
  })
  const appById = async (id: string) => known(await store.appById(id), 'app', id)

  api.get(
    '/apps',
    {
      summary: 'Apps, the oldest first',
      permission: 'apps.read',
      query: filter,
      answer: z.object({ apps: z.array(shownApp) }),
    },
    async ({ query: { developer, ...which }, reply }) => {
      const list = (part: ListPart) => store.apps(which, part)
      if (developer === undefined)
        return answerList(reply, 'apps', list, (each) => appView(each, store.now()))
      const apps: AppView[] = []
      for await (const part of partsOf(list))
        for (const each of part) if (each.developer === developer) apps.push(appView(each, store.now()))
      return { apps }
    },
  )
  api.post(
    '/apps',
    {
      summary: 'Make an app: a draft',
      permission: 'apps.change',
      action: 'app.create',
      body: newApp,
      answer: issuedApp,
      status: 201,
    },
    async ({ body, request, reply }) => {
      const { organisationId } = body
      const owner = organisationId === undefined ? undefined : await store.organisation(organisationId)
      if (organisationId !== undefined && !owner)
        return refuse(reply, {
          refused: 'invalid',
          field: 'organisationId',
          message: 'organisationId: there is none',
        })
      const made = await createApp(body, by(request))
      if (!isRefusal(made)) noted(request, { ...details.appCreated(made.app, body), subject: made.app.id })
      return answer(made, issued)
    },
  )
  api.get(
    '/apps/:id',
    { summary: 'One app', permission: 'apps.read', params: byId, answer: oneApp },
    async ({ params }) => answer(await appById(params.id), shown),
  )
  api.patch(
    '/apps/:id',
    {
      summary: 'Change its settings: all that are given, or none',
      more: 'Its keys are set by themselves: `/apps/{id}/keys`.',
      permission: 'apps.change',
      action: 'app.change',
      params: byId,
      body: changes,
      answer: oneApp,
    },
    async ({ params, body, request }) => {
      noted(request, details.appChanged(body))
      return answer(await changeApp(params.id, body, by(request)), shown)
    },
  )

  const moved = <Moved extends App | Issued, Shown>(
    request: FastifyRequest,
    result: Moved | Refusal,
    show: (result: Moved) => Shown,
    reason?: string,
  ) => {
    if (!isRefusal(result)) noted(request, details.appMoved('app' in result ? result.app : result, reason))
    return answer(result, show)
  }
  for (const step of Object.keys(steps) as readonly AppStep[]) {
    const { summary, permission } = steps[step]
    api.post(
      `/apps/:id/${step}`,
      { summary, permission, action: `app.${step}`, params: byId, answer: oneApp },
      async ({ params, request }) => moved(request, await appSteps[step](params.id, by(request)), shown),
    )
  }
  for (const verdict of Object.keys(verdicts) as readonly AppVerdict[]) {
    const { path, summary, permission } = verdicts[verdict]
    api.post(
      `/apps/:id/${path}`,
      { summary, permission, action: `app.${verdict}`, params: byId, body: because, answer: oneApp },
      async ({ params, body: { reason }, request }) =>
        moved(request, await appVerdicts[verdict](params.id, reason, by(request)), shown, reason),
    )
  }
  api.get(
    '/apps/:id/history',
    {
      summary: 'What was done to it, the newest first',
      permission: 'apps.read',
      params: byId,
      query: howMany,
      answer: eventList,
    },
    async ({ params: { id }, query: { limit } }) => {
      const app = await appById(id)
      return isRefusal(app) ? app : { history: await store.appHistory(id, limit) }
    },
  )
  api.post(
    '/apps/:id/approve',
    {
      summary: 'Put it online: every merchant may authorise it',
      permission: 'apps.review',
      action: 'app.approve',
      params: byId,
      body: judged,
      answer: issuedApp,
    },
    async ({ params, body: { version }, request }) =>
      moved(request, await appApprovals.approve(params.id, version, by(request)), issued),
  )
  api.post(
    '/apps/:id/changes/approve',
    {
      summary: 'Put in force what an online app asks to have changed',
      permission: 'apps.review',
      action: 'app.approve_changes',
      params: byId,
      body: judged,
      answer: oneApp,
    },
    async ({ params, body: { version }, request }) =>
      moved(request, await appApprovals.approve_changes(params.id, version, by(request)), shown),
  )

  api.post(
    '/apps/:id/secret',
    {
      summary: 'A new AppSecret, told this once',
      permission: 'apps.change',
      action: 'app.secret',
      params: byId,
      body: rotation,
      answer: issuedApp,
    },
    async ({ params, body: { overlapSeconds }, request }) => {
      noted(request, details.appSecretReplaced(overlapSeconds))
      return answer(await rotateSecret(params.id, overlapSeconds, by(request)), issued)
    },
  )
  api.post(
    '/apps/:id/keys',
    {
      summary: 'A new RSA pair, whose private half is told this once',
      permission: 'apps.change',
      action: 'app.keys',
      params: byId,
      answer: oneApp.extend({ privateKey: z.string() }),
    },
    async ({ params, request }) =>
      answer(await issueKeyPair(params.id, by(request)), ({ app, privateKey }) => {
        noted(request, details.appKeysChanged(app))
        return { ...shown(app), privateKey }
      }),
  )
  api.put(
    '/apps/:id/keys',
    {
      summary: 'Set its public keys',
      permission: 'apps.change',
      action: 'app.keys',
      params: byId,
      body: keys,
      answer: oneApp,
    },
    async ({ params, body: { publicKeys }, request }) =>
      answer(await changeApp(params.id, { publicKeys }, by(request)), (app) => {
        noted(request, details.appKeysChanged(app))
        return shown(app)
      }),
  )

  api.get(
    '/apps/:id/logo',
    { summary: 'Its logo', permission: 'apps.read', params: byId, answer: PICTURE },
    async ({ params: { id }, reply }) => {
      const held = await store.appById(id)
      const logo = held?.logo === undefined ? undefined : await store.logo(id, held.logo)
      return answer(known(logo, 'logo of an app', id), ({ type, bytes }) =>
        reply.type(type).send(Buffer.from(bytes)),
      )
    },
  )
  api.put(
    '/apps/:id/logo',
    {
      summary: 'Set its logo: PNG, JPEG or WebP',
      permission: 'apps.change',
      action: 'app.logo',
      params: byId,
      body: PICTURE,
      answer: oneApp,
    },
    async ({ params, body, request }) =>
      answer(await setLogo(params.id, body, by(request), changeApp), (app) => {
        noted(request, details.appLogoSet(app))
        return shown(app)
      }),
  )
}
