/* An authorization without a browser: judged as every link is, and agreed to in the name of one of the app's test merchants. */
import { type OAuthError, errorReasons } from '@hufu/dialects'
import { type App, type User, issueCode } from '@hufu/engine'
import { unknown } from '@hufu/accounts'
import { z } from 'zod'
import { type Asked, checkUser, readAuthorization } from '@hufu/server'
import { verdictOf } from '@hufu/server'
import { note } from '@hufu/server'
import { type Platform, codecContext } from '@hufu/server'
import { noted } from './allowed.ts'
import { say } from '@hufu/web/api/answer'
import { errorReason } from './answers.ts'
import type { AdminContext } from './context.ts'
import type { Api } from '@hufu/web/api/route'
import { byId } from '@hufu/web/api/shapes'

const link = z.strictObject({
  query: z.string().max(8192).describe('Of the link, as it would stand behind the question mark'),
  userId: z.string().max(64).describe('A user of one of the app’s test shops, who would agree'),
})
const outcome = z.object({
  granted: z
    .object({
      code: z.string().describe('A real one: of one use, and good for as long as any'),
      location: z
        .string()
        .exactOptional()
        .describe('Where his browser would be led; absent where the merchant is shown the code instead'),
      scope: z.array(z.string()),
    })
    .exactOptional(),
  refusal: z
    .object({
      error: errorReason,
      hint: z.string().describe('What it means, and what to do'),
      platformCode: z.string().describe('What the platform calls it'),
      platformMessage: z.string(),
      parameter: z.string().exactOptional().describe('The one to blame, by its name in the link'),
      problem: z.string().exactOptional(),
      detail: z.string().exactOptional(),
    })
    .exactOptional(),
})
type Denial = NonNullable<z.output<typeof outcome>['refusal']>

/** Before everybody may authorise it, and only its test shops may. */
const isInTest = ({ status }: App): boolean =>
  status === 'online_test' || status === 'submitted' || status === 'changes_requested'

export function tryRoutes(api: Api, { store, platforms }: AdminContext): void {
  api.post(
    '/apps/:id/try',
    {
      summary: 'Try an authorization of an app in test, without a browser',
      more: 'What comes of it is one of the two. The code is exchanged at the platform’s own token endpoint. It is in the app’s log under the answer’s `x-request-id`, and what is granted is a grant like any other: to be seen, and ended.',
      permission: 'apps.change',
      action: 'app.try',
      params: byId,
      body: link,
      answer: outcome,
    },
    async ({ params, body: { query, userId }, request, reply }) => {
      const app = await store.appById(params.id)
      const platform = app && platforms.get(app.platform)
      if (!platform) return unknown('app', params.id)
      const user = await store.user(userId)
      if (user?.status !== 'active')
        return say(reply, 400, 'invalid', 'userId: there is no such user, or he is disabled')
      if (!isInTest(app))
        return say(
          reply,
          409,
          'not_possible',
          `an app is tried while it is in test: this one is in status ${app.status}`,
        )
      const asked = await readAuthorization(query, platform, codecContext(platform, request.id))
      if ('back' in asked && asked.app.id !== app.id)
        return say(reply, 400, 'invalid', 'query: names another app')
      const error =
        'back' in asked ? checkUser({ app, trial: true }, user) : 'page' in asked ? asked.page : asked.error
      note(request, app.platform, 'back' in asked ? 'consent' : 'authorize', error)
      request.appId = app.id
      noted(request, { user: user.id, shop: user.shopId, outcome: error?.error ?? 'granted' })
      if (error) return { refusal: refusalOf(error, platform) }
      return 'back' in asked ? { granted: await grantedTo(user, asked, platform) } : {}
    },
  )
}

function refusalOf(error: OAuthError, { dialect }: Platform): Denial {
  const { platformCode = '', platformMessage = '', ...said } = verdictOf(error, dialect)
  return {
    ...said,
    error: error.error,
    hint: errorReasons[error.error].hint,
    platformCode,
    platformMessage,
  }
}

async function grantedTo(user: User, asked: Asked, { grants }: Platform) {
  const { app, scope, back } = asked
  const { redirectUri } = asked.request
  const code = await issueCode({ app, user, scope, redirectUri }, grants)
  return { code, scope, ...(redirectUri !== grants.policy.outOfBand && { location: back({ code }) }) }
}
