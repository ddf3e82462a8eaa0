/* Grants of apps and users: to list, and to end. */
import { type Refusal, grantView, unknown } from '@hufu/accounts'
import { STALE_SECONDS } from '@hufu/engine'
import { type InEveryLanguage, type Language, counted, numberText } from '@hufu/web/design/language'
import { z } from 'zod'
import { type ActContext, change, reading, say } from '../act.ts'
import { grantView as shownGrant } from '../api/answers.ts'
import { idOf, limit, wholeNumber } from './shapes.ts'
import { mapSuccess } from './map-success.ts'

const listed = z.object({ grants: z.array(shownGrant) })
const howManyEnded = z.object({ revoked: z.int().describe('How many') })
const app = idOf('app')
const user = idOf('user')
const ofApp = app.exactOptional().describe('Only grants to this app')

const command = {
  columns: {
    id: 'ID',
    platform: 'PLATFORM',
    appId: 'APP',
    userId: 'USER',
    shopId: 'SHOP',
    scope: 'SCOPE',
    createdAt: 'SINCE',
    accessExpiresAt: 'ACCESS UNTIL',
    'revoked.because': 'ENDED BY',
  },
}

/** Live grants that are counted one by one. */
const MOST_COUNTED = 20_000

const warning = {
  'zh-CN': (said: string) =>
    `将结束 ${said} 个有效授权及其所有令牌，最迟 ${STALE_SECONDS} 秒后在所有服务器上失效。此操作无法撤销，商家必须重新授权。`,
  en: (said: string, count: number) =>
    `This ends ${said} ${counted('en', count, { one: 'active grant and its', other: 'active grants and their' })} tokens, on every server within ${STALE_SECONDS} seconds. This cannot be undone: merchants have to authorise again.`,
  th: (said: string) =>
    `จะสิ้นสุดการอนุญาต ${said} รายการพร้อมโทเค็นทั้งหมด มีผลทุกที่ภายใน ${STALE_SECONDS} วินาที และย้อนกลับไม่ได้ ร้านค้าต้องอนุญาตใหม่`,
} satisfies InEveryLanguage<(said: string, count: number) => string>

const atLeast = {
  'zh-CN': (said: string) => `至少 ${said}`,
  en: (said: string) => `at least ${said}`,
  th: (said: string) => `อย่างน้อย ${said}`,
} satisfies InEveryLanguage<(said: string) => string>

/** How many grants end: at least so many, where no more were counted. */
const inWords = (language: Language) => (count: number) => {
  const said = numberText(language, count)
  return warning[language](count < MOST_COUNTED ? said : atLeast[language](said), count)
}
const warnings = { 'zh-CN': inWords('zh-CN'), en: inWords('en'), th: inWords('th') }

/** The grants of a user; with `app`, only those to this app. */
const whichOf = ({ user: userId, app: appId }: { readonly user: string; readonly app?: string }) => ({
  userId,
  ...(appId !== undefined && { appId }),
})

/** Refuses an unknown user or app. */
async function checked(
  { user: userId, app: appId }: { readonly user?: string; readonly app?: string },
  { store }: Pick<ActContext, 'store'>,
): Promise<object | Refusal> {
  if (userId !== undefined && !(await store.user(userId))) return unknown('user', userId)
  if (appId !== undefined && !(await store.appById(appId))) return unknown('app', appId)
  return {}
}

export const grantActs = {
  'app.grants': reading({
    title: say('查看应用的授权', 'List the grants of an app', 'ดูการอนุญาตของแอป'),
    more: 'The newest first.',
    permission: 'grants.read',
    http: 'GET /apps/:app/grants',
    input: z.strictObject({ app, limit }),
    output: listed,
    command,
    run: (input, context) =>
      mapSuccess(checked(input, context), async () => {
        const grants = await context.store.grants({ appId: input.app, limit: input.limit })
        return { grants: grants.map(grantView) }
      }),
  }),
  'app.revoke': change({
    title: say('撤销应用的全部授权', 'Revoke all grants of an app', 'เพิกถอนการอนุญาตทั้งหมดของแอป'),
    more: 'Their tokens end at once.',
    permission: 'grants.revoke',
    http: 'DELETE /apps/:app/grants',
    input: z.strictObject({ app }),
    output: howManyEnded,
    question: {
      warning: warnings,
      count: async (input, { store }) =>
        (await store.liveGrantDays(input.app, store.now(), MOST_COUNTED)).reduce(
          (sum, { count }) => sum + count,
          0,
        ),
    },
    run: (input, context) =>
      mapSuccess(checked(input, context), async () => {
        const { store } = context
        const revoked = await store.revokeGrants({ appId: input.app }, store.now(), 'operator')
        return { answer: { revoked }, log: { subject: input.app, detail: { revoked } } }
      }),
  }),
  'user.grants': reading({
    title: say('查看用户的授权', 'List the grants of a user', 'ดูการอนุญาตของผู้ใช้'),
    more: 'The newest first.',
    permission: 'grants.read',
    http: 'GET /users/:user/grants',
    input: z.strictObject({ user, app: ofApp, limit }),
    output: listed,
    command,
    run: (input, context) =>
      mapSuccess(checked(input, context), async () => {
        const grants = await context.store.grants({ ...whichOf(input), limit: input.limit })
        return { grants: grants.map(grantView) }
      }),
  }),
  'user.revoke': change({
    title: say('撤销用户的全部授权', 'Revoke all grants of a user', 'เพิกถอนการอนุญาตทั้งหมดของผู้ใช้'),
    more: 'With `app`, only the grants to this app. Their tokens end at once.',
    permission: 'grants.revoke',
    http: 'DELETE /users/:user/grants',
    input: z.strictObject({ user, app: ofApp }),
    output: howManyEnded,
    question: {
      warning: warnings,
      count: async (input, { store }) =>
        (await store.grants({ ...whichOf(input), aliveAt: store.now(), limit: MOST_COUNTED })).length,
    },
    run: (input, context) =>
      mapSuccess(checked(input, context), async () => {
        const { store } = context
        const revoked = await store.revokeGrants(whichOf(input), store.now(), 'operator')
        return { answer: { revoked }, log: { subject: input.user, detail: { app: input.app, revoked } } }
      }),
  }),
  'grant.revoke': change({
    title: say('撤销授权', 'Revoke a grant', 'เพิกถอนการอนุญาต'),
    more: 'Its tokens end at once. A grant that does not exist, or has ended, is `unknown`.',
    permission: 'grants.revoke',
    http: 'DELETE /grants/:grant',
    input: z.strictObject({
      grant: wholeNumber(0, 1e15 - 1, 'is no number of a grant').describe('The number of the grant'),
    }),
    output: howManyEnded,
    run: async ({ grant }, { store }) => {
      const found = await store.grantById(grant)
      if (!found || found.revoked) return unknown('live grant', String(grant))
      await store.revokeGrant(grant, store.now(), 'operator')
      return { answer: { revoked: 1 }, log: { subject: String(grant) } }
    },
  }),
}
