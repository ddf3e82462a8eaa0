/* Apps: which there are, and their settings. */
import { fingerprintOf } from '@hufu/crypto'
import {
  type Issued,
  type ListPart,
  type NewApp,
  appView as view,
  changeApp,
  changeOwnApp,
  createApp,
  isRefusal,
  startOnlineTest,
} from '@hufu/accounts'
import { partsOf, shownParts } from '@hufu/web/json-pieces'
import { z } from 'zod'
import { type ActContext, change, reading, say } from '../act.ts'
import { appEvent, appStatus, appView } from '../api/answers.ts'
import {
  appById,
  isDeveloper,
  issued,
  issuedApp,
  oneApp,
  organisationOf,
  shownApp,
  whichApp,
} from './app-parts.ts'
import { limit, texts } from './shapes.ts'
import { mapSuccess } from './map-success.ts'

const text = z.string()
const settings = {
  name: text.exactOptional().describe('The name that merchants see'),
  developer: text.exactOptional().describe('The developer’s name that merchants see'),
  redirectUris: texts
    .exactOptional()
    .describe('The redirect URIs, or the hosts if the platform registers hosts'),
  scopes: texts.exactOptional().describe('The scopes that it may request'),
  addresses: texts.exactOptional().describe('The addresses from which its server calls; empty for any'),
  testShops: texts.exactOptional().describe('Shops that may authorise it before it is online'),
  mayRefresh: z
    .boolean()
    .exactOptional()
    .describe('Whether it gets refresh tokens where the platform makes that a right'),
}
const newApp = z.strictObject({
  platform: text.describe('The id of its platform'),
  ...settings,
  name: text.describe('The name that merchants see'),
  developer: text.describe('The developer’s name that merchants see'),
  organisationId: text.exactOptional().describe('The organisation whose developers manage the app'),
  publicKeys: texts.exactOptional().describe('Its own RSA public keys, PEM or one line of Base64 each'),
})

const options = {
  redirectUris: '--redirect-uri',
  scopes: '--scope',
  addresses: '--address',
  testShops: '--test-shop',
} as const

export const appActs = {
  'app.list': reading({
    title: say('查看应用', 'List the apps, the oldest first', 'ดูแอป'),
    permission: 'apps.read',
    http: 'GET /apps',
    input: z.strictObject({
      platform: text.exactOptional().describe('Only apps of this platform'),
      status: appStatus.exactOptional().describe('Only apps in this status'),
      developer: text.exactOptional().describe('Only apps of this developer'),
      organisationId: text.exactOptional().describe('Only apps of this organisation'),
    }),
    output: z.object({ apps: z.array(appView) }),
    command: {
      options: { organisationId: '--organisation' },
      columns: {
        id: 'ID',
        platform: 'PLATFORM',
        status: 'STATUS',
        name: 'NAME',
        developer: 'DEVELOPER',
        clientId: 'APPKEY',
      },
    },
    async run({ developer, ...which }, { store }) {
      const list = (part: ListPart) => store.apps(which, part)
      if (developer === undefined) return { apps: await shownParts(list, (app) => view(app, store.now())) }
      const apps = []
      for await (const part of partsOf(list))
        for (const app of part) if (app.developer === developer) apps.push(view(app, store.now()))
      return { apps }
    },
  }),
  'app.show': reading({
    title: say('查看应用详情', 'Show an app', 'ดูรายละเอียดแอป'),
    permission: 'apps.read',
    http: 'GET /apps/:app',
    input: whichApp,
    output: oneApp,
    run: ({ app }, context) => mapSuccess(appById(app, context), (found) => shownApp(found, context)),
  }),
  'app.history': reading({
    title: say('查看应用历史', 'List the history of an app, the newest first', 'ดูประวัติของแอป'),
    permission: 'apps.read',
    http: 'GET /apps/:app/history',
    input: whichApp.extend({ limit }),
    output: z.object({ history: z.array(appEvent) }),
    command: {
      columns: {
        at: 'TIME',
        actor: 'BY',
        deed: 'WHAT',
        to: 'STATUS',
        'changes.setting': 'SETTINGS',
        reason: 'REASON',
      },
    },
    run: ({ app, limit: most }, context) =>
      mapSuccess(appById(app, context), async ({ id }) => ({
        history: await context.store.appHistory(id, most),
      })),
  }),
  'app.create': change({
    title: say('创建应用', 'Create an app: a draft', 'สร้างแอป'),
    permission: 'apps.change',
    organisation: async (_, { by }) => (by.kind === 'developer' ? by.account.organisationId : undefined),
    http: 'POST /apps',
    input: newApp,
    output: issuedApp,
    creates: true,
    command: {
      options: { ...options, organisationId: '--organisation', publicKeys: '--public-key' },
      files: ['publicKeys'],
    },
    async run(input, context) {
      const asked = await askedOf(input, context)
      if (asked === undefined)
        return {
          refused: 'invalid',
          field: 'organisationId',
          message: 'organisationId: the organisation does not exist',
        }
      return mapSuccess(createApp(asked, context), async (made) => {
        const tested = await testable(made, context)
        if (isRefusal(tested)) return tested
        const { publicKeys, ...detail } = asked
        return {
          answer: issued(tested, context),
          log: {
            subject: made.app.id,
            detail: {
              ...detail,
              ...(publicKeys && { fingerprints: made.app.publicKeys.map(fingerprintOf) }),
            },
          },
        }
      })
    },
  }),
  'app.change': change({
    title: say('修改应用', 'Change an app’s settings: all that are given, or none', 'แก้ไขแอป'),
    permission: 'apps.change',
    organisation: organisationOf,
    http: 'PATCH /apps/:app',
    input: whichApp.extend(settings),
    output: oneApp,
    more: 'Its keys are set by themselves: `/apps/{app}/keys`.',
    command: { options },
    run({ app, ...changes }, context) {
      const { developer: _, mayRefresh: _right, ...own } = changes
      const [detail, changed] = isDeveloper(context.actor)
        ? [own, changeOwnApp(app, own, context)]
        : [changes, changeApp(app, changes, context)]
      return mapSuccess(changed, (after) => ({
        answer: shownApp(after, context),
        log: { subject: app, detail },
      }))
    },
  }),
}

/** Developers say platform and name of an app of their own organisation. Undefined: there is no such organisation. */
async function askedOf(input: NewApp, { by, store }: ActContext): Promise<NewApp | undefined> {
  const organisationId = by.kind === 'developer' ? by.account.organisationId : input.organisationId
  if (organisationId === undefined) return input
  const organisation = await store.organisation(organisationId)
  if (!organisation || by.kind !== 'developer') return organisation && input
  return { platform: input.platform, name: input.name, developer: organisation.name, organisationId }
}

/** An app with an AppKey can be tested at once by its own test shops. */
async function testable(made: Issued, context: ActContext) {
  if (!isDeveloper(context.actor) || made.app.clientId === undefined) return made
  return mapSuccess(startOnlineTest(made.app.id, context), (app) => ({ ...made, app }))
}
