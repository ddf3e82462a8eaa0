/* The life of an app: its steps, its review, its suspension. */
import type { App } from '@hufu/engine'
import {
  type AppStep,
  type AppVerdict,
  type Permission,
  type Refusal,
  appApprovals,
  appSteps,
  appVerdicts,
  appView as view,
  withdrawChanges,
} from '@hufu/accounts'
import { z } from 'zod'
import { type ActContext, type Titles, change, reading, say } from '../act.ts'
import { appView, settingChange } from '../api/answers.ts'
import { type Check, type Finding, findings } from '../review/checks.ts'
import { changedSince, reviewChecks, waitingApps } from '../review/review.ts'
import { appById, issued, issuedApp, oneApp, organisationOf, shownApp, whichApp } from './app-parts.ts'
import { mapSuccess } from './map-success.ts'

const MOST_EVENTS = 200

const waitingApp = z
  .object({
    app: appView,
    since: z.int().describe('Seconds since the epoch'),
    what: z
      .enum(['first', 'again', 'changes'])
      .describe('`changes`: it is online, and would like to be otherwise'),
  })
  .meta({ id: 'WaitingApp' })

const check = z
  .object({
    check: z.enum(Object.keys(findings) as Check['check'][]),
    verdict: z.enum(['good', 'look', 'bad']),
    finding: z
      .enum(Object.values(findings).flatMap((each) => Object.keys(each) as Finding[]))
      .describe('The finding of the check'),
    about: z.array(z.string()).describe('The hosts, scopes or names that it is about'),
  })
  .meta({ id: 'Check' })

const judged = whichApp.extend({
  version: z
    .number()
    .describe('The one that was looked at: where the app has changed since, nothing is approved'),
})
const command = { options: { version: '--reviewed-version' } } as const

/** The audit log says what became of it, and what its developer is told. */
const moved = (app: App, reason?: string) => ({ subject: app.id, detail: { status: app.status, reason } })

export const appReviewActs = {
  'app.test': step('test', say('开始测试', 'Let an app’s test shops authorise it', 'เริ่มทดสอบแอป')),
  'app.submit': step('submit', say('提交审核', 'Submit an app for review', 'ส่งแอปเข้าตรวจ')),
  'app.withdraw': step('withdraw', say('撤回审核', 'Withdraw an app from review', 'ถอนแอปจากการตรวจ')),
  'app.withdraw_changes': change({
    title: say('撤回更改', 'Withdraw the changes of an app that wait for review', 'ถอนการแก้ไขแอป'),
    organisation: organisationOf,
    http: 'POST /apps/:app/changes/withdraw',
    input: whichApp,
    output: oneApp,
    run: ({ app }, context) => told(withdrawChanges(app, context), context),
  }),
  'app.approve': change({
    title: say('批准应用', 'Approve an app: every merchant may authorise it', 'อนุมัติแอป'),
    permission: 'apps.review',
    http: 'POST /apps/:app/approve',
    input: judged,
    output: issuedApp,
    command,
    run: ({ app, version }, context) =>
      mapSuccess(appApprovals.approve(app, version, context), (made) => ({
        answer: issued(made, context),
        log: moved(made.app),
      })),
  }),
  'app.approve_changes': change({
    title: say('批准更改', 'Approve the changes of an app that is online', 'อนุมัติการแก้ไขแอป'),
    permission: 'apps.review',
    http: 'POST /apps/:app/changes/approve',
    input: judged,
    output: oneApp,
    command,
    run: ({ app, version }, context) => told(appApprovals.approve_changes(app, version, context), context),
  }),
  'app.ask_changes': verdict(
    'ask_changes',
    'POST /apps/:app/ask-changes',
    say('要求修改', 'Send an app back to be changed', 'ขอให้แก้ไขแอป'),
  ),
  'app.reject': verdict('reject', 'POST /apps/:app/reject', say('拒绝应用', 'Reject an app', 'ปฏิเสธแอป')),
  'app.reject_changes': verdict(
    'reject_changes',
    'POST /apps/:app/changes/reject',
    say('拒绝更改', 'Reject the changes of an app that is online', 'ปฏิเสธการแก้ไขแอป'),
  ),
  'app.suspend': verdict(
    'suspend',
    'POST /apps/:app/suspend',
    say('暂停应用', 'Suspend an app and all its tokens', 'ระงับแอป'),
    'apps.suspend',
  ),
  'app.lift': step('lift', say('解除暂停', 'Lift an app’s suspension', 'ยกเลิกการระงับแอป'), 'apps.suspend'),
}

export const reviewActs = {
  'review.list': reading({
    title: say('查看待审核应用', 'List the apps that wait for review, the longest first', 'ดูแอปที่รอตรวจ'),
    permission: 'apps.read',
    http: 'GET /review',
    input: z.strictObject({}),
    output: z.object({ waiting: z.array(waitingApp) }),
    command: {
      columns: {
        since: 'SINCE',
        what: 'WHAT',
        'app.id': 'ID',
        'app.platform': 'PLATFORM',
        'app.name': 'NAME',
        'app.developer': 'DEVELOPER',
      },
    },
    run: async (_, { store }) => ({
      waiting: (await waitingApps(store)).map(({ app, ...why }) => ({ ...why, app: view(app, store.now()) })),
    }),
  }),
  'app.review': reading({
    title: say('检查应用', 'Check an app, and show what changed since its last review', 'ตรวจสอบแอป'),
    permission: 'apps.read',
    http: 'GET /apps/:app/review',
    input: whichApp,
    output: z.object({
      app: appView,
      checks: z.array(check),
      changes: z.array(settingChange).exactOptional().describe('Absent where it was never judged'),
    }),
    more: 'Hosts are looked up in the domain name system; nothing is fetched from them.',
    run: ({ app: id }, context) =>
      mapSuccess(appById(id, context), async (app) => {
        const changes = changedSince(await context.store.appHistory(id, MOST_EVENTS))
        return {
          ...shownApp(app, context),
          checks: await reviewChecks(app, context),
          ...(changes && { changes }),
        }
      }),
  }),
}

const told = (result: Promise<App | Refusal>, context: ActContext, reason?: string) =>
  mapSuccess(result, (app) => ({ answer: shownApp(app, context), log: moved(app, reason) }))

/** Its developers take each but the end of a suspension. */
function step(name: AppStep, title: Titles, permission: Permission = 'apps.change') {
  return change({
    title,
    permission,
    ...(permission === 'apps.change' && { organisation: organisationOf }),
    http: `POST /apps/:app/${name}`,
    input: whichApp,
    output: oneApp,
    run: ({ app }, context) => told(appSteps[name](app, context), context),
  })
}

function verdict(
  name: AppVerdict,
  http: `POST /${string}`,
  title: Titles,
  permission: Permission = 'apps.review',
) {
  return change({
    title,
    permission,
    http,
    input: whichApp.extend({ reason: z.string().describe('For the developer') }),
    output: oneApp,
    run: ({ app, reason }, context) => told(appVerdicts[name](app, reason, context), context, reason),
  })
}
