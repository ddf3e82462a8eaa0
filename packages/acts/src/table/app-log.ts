/* The developer's view of an app, for operators: its exchanges, their figures, and a test of an authorization. */
import { type OAuthError, errorReasons } from '@hufu/dialects'
import { type App, type User, exchangeSteps, issueCode } from '@hufu/engine'
import { type Refusal, possibleActions, unknown } from '@hufu/accounts'
import {
  type CheckedAuthorization,
  type Platform,
  checkUser,
  codecContext,
  readAuthorization,
  verdictOf,
} from '@hufu/server'
import { z } from 'zod'
import { change, reading, say } from '../act.ts'
import { errorReason, exchange, refusalReason, usage } from '../api/answers.ts'
import { appById, organisationOf, whichApp } from './app-parts.ts'
import { limit, wholeNumber } from './shapes.ts'
import { mapSuccess } from './map-success.ts'

const DAY = 86_400

const outcome = z.object({
  granted: z
    .object({
      code: z.string().describe('A real one: of one use, and good for as long as any'),
      location: z
        .string()
        .exactOptional()
        .describe('The redirect of the merchant’s browser; absent if the page shows the code instead'),
      scope: z.array(z.string()),
    })
    .exactOptional(),
  refusal: z
    .object({
      error: errorReason,
      hint: z.string().describe('The meaning, and what to do'),
      platformCode: z.string().describe('The platform’s error code'),
      platformMessage: z.string(),
      parameter: z.string().exactOptional().describe('The one to blame, by its name in the link'),
      problem: z.string().exactOptional(),
      detail: z.string().exactOptional(),
    })
    .exactOptional(),
})
type Denial = NonNullable<z.output<typeof outcome>['refusal']>

export const appLogActs = {
  'app.log': reading({
    title: say('查看调用日志', 'List an app’s last exchanges, the newest first', 'ดูบันทึกการเรียกของแอป'),
    permission: 'apps.read',
    http: 'GET /apps/:app/log',
    input: whichApp.extend({
      limit,
      outcome: z.enum(['accepted', 'refused']).exactOptional().describe('Only exchanges with this outcome'),
      step: z.enum(exchangeSteps).exactOptional().describe('Only exchanges of this step'),
      reason: refusalReason.exactOptional().describe('Refused for this reason only'),
      requestId: z.string().max(64).exactOptional().describe('Only the exchange of this request'),
    }),
    output: z.object({ exchanges: z.array(exchange) }),
    command: {
      columns: {
        at: 'TIME',
        step: 'STEP',
        error: 'ERROR',
        parameter: 'PARAMETER',
        detail: 'DETAIL',
        address: 'FROM',
        requestId: 'REQUEST',
      },
    },
    run: ({ app, outcome: wanted, ...asked }, context) =>
      mapSuccess(appById(app, context), async ({ id: appId }) => ({
        exchanges: await context.store.exchanges({
          appId,
          ...asked,
          ...(wanted && { refused: wanted === 'refused' }),
        }),
      })),
  }),
  'app.usage': reading({
    title: say('查看用量', 'List how often an app did each thing, day by day', 'ดูการใช้งานของแอป'),
    permission: 'apps.read',
    http: 'GET /apps/:app/usage',
    input: whichApp.extend({
      days: wholeNumber(1, 999).default(30).describe('So many days, of which today is the last'),
    }),
    output: z.object({ usage: z.array(usage), today: z.int().describe('Days since the epoch') }),
    command: { columns: { day: 'DAY', kind: 'WHAT', count: 'COUNT' } },
    run: ({ app, days }, context) =>
      mapSuccess(appById(app, context), async ({ id }) => {
        const today = Math.floor(context.store.now() / DAY)
        return { usage: await context.store.usage(id, today - days + 1, today), today }
      }),
  }),
  'app.try': change({
    title: say('试授权', 'Try an authorization of an app in test, without a browser', 'ลองการอนุญาต'),
    permission: 'apps.change',
    http: 'POST /apps/:app/try',
    input: whichApp.extend({
      query: z.string().max(8192).describe('The query of the link, without the question mark'),
      userId: z.string().max(64).describe('The user of one of the app’s test shops who consents'),
    }),
    output: outcome,
    more: 'The answer has one of the two. Exchange the code at the platform’s own token endpoint. The app’s log has the call under the answer’s `x-request-id`. The grant is like any other: it is listed, and can be ended.',
    command: false,
    async run({ app: id, query, userId }, { store, platforms, from, exchanged }) {
      const app = await store.appById(id)
      const platform = app && platforms.get(app.platform)
      if (!platform) return unknown('app', id)
      const user = await store.user(userId)
      if (user?.status !== 'active') return invalid('userId', 'the user does not exist or is disabled')
      if (!isInTest(app)) return notInTest(app)
      const asked = await readAuthorization(query, platform, codecContext(platform, from.requestId))
      if ('back' in asked && asked.app.id !== app.id) return invalid('query', 'names another app')
      const error =
        'back' in asked ? checkUser({ app, trial: true }, user) : 'page' in asked ? asked.page : asked.error
      exchanged?.(app, 'back' in asked ? 'consent' : 'authorize', error)
      const detail = { user: user.id, shop: user.shopId, outcome: error?.error ?? 'granted' }
      const granted = !error && 'back' in asked ? await grantedTo(user, asked, platform) : undefined
      return {
        answer: { ...(error && { refusal: refusalOf(error, platform) }), ...(granted && { granted }) },
        log: { subject: app.id, detail },
      }
    },
  }),
  'app.try_call': change({
    title: say('试调用', 'Record a call that a developer tried for their app', 'บันทึกการทดลองเรียก'),
    organisation: organisationOf,
    http: 'POST /apps/:app/try/call',
    input: whichApp.extend({
      step: z.enum(['token', 'refresh', 'userInfo', 'revoke']).describe('What was called'),
      refused: errorReason
        .or(z.literal('no_answer'))
        .exactOptional()
        .describe('Why it was refused; absent where it was accepted'),
    }),
    more: 'The console makes the call first, as an application would: a call is not made again where a commit is.',
    command: false,
    run: ({ app, ...detail }) => ({ answer: undefined, log: { subject: app, detail } }),
  }),
}

const invalid = (field: string, message: string): Refusal => ({
  refused: 'invalid',
  field,
  message: `${field}: ${message}`,
})

/** Before everybody may authorise it, and only its test shops may. */
const isInTest = ({ status }: App): boolean =>
  status === 'online_test' || status === 'submitted' || status === 'changes_requested'

const notInTest = ({ status }: App): Refusal => ({
  refused: 'not_possible',
  status,
  possible: possibleActions({ status }),
  message: `an app is tried while it is in test: this one is in status ${status}`,
})

function refusalOf(error: OAuthError, platform: Platform): Denial {
  const { platformCode = '', platformMessage = '', ...said } = verdictOf(error, platform)
  return {
    ...said,
    error: error.error,
    hint: errorReasons[error.error].hint,
    platformCode,
    platformMessage,
  }
}

async function grantedTo(user: User, asked: CheckedAuthorization, { grants }: Platform) {
  const { app, scope, back } = asked
  const { redirectUri } = asked.request
  const code = await issueCode({ app, user, scope, redirectUri }, grants)
  return { code, scope, ...(redirectUri !== grants.policy.outOfBand && { location: back({ code }) }) }
}
