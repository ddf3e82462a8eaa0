/* Every platform's whole flow over real HTTP, without a browser's window, on a clock that can be turned. */
import { type Client, isFailure } from '@hufu/client'
import { type Dialect, type EarlyRefresh, type Policy, facesOf } from '@hufu/dialects'
import { demoClient } from './clients.ts'
import { describe, granted, must, never, refusedAs } from './expecting.ts'
import type { Demo, DemoPlatform } from './instance.ts'
import { type Page, visitor } from './visitor.ts'

export interface Step {
  readonly platform: string
  readonly step: string
  readonly ok: boolean
  readonly said: string
}

interface Clock {
  now(): number
  turn(seconds: number): void
}

/** Tells each step as it is done. All of them good: the demo works. */
export async function checkDemo(
  { document, dialects }: Demo,
  clock: Clock,
  tell: (step: Step) => void,
): Promise<boolean> {
  let good = true
  for (const dialect of dialects) {
    const platform = document.platforms.find(({ id }) => id === dialect.id)
    if (!platform) continue
    for (const [step, act] of steps(dialect, platform, { document, clock })) {
      const result = await act().then(
        (said) => ({ ok: true, said }),
        (error: unknown) => ({ ok: false, said: error instanceof Error ? error.message : String(error) }),
      )
      tell({ platform: dialect.id, step, ...result })
      good &&= result.ok
      if (!result.ok) break // The later steps depend on this one.
    }
  }
  return good
}

type Tokens = { readonly accessToken: string; readonly refreshToken?: string; readonly openId?: string }

// oxlint-disable-next-line max-lines-per-function -- the steps of one visit, in order
function steps(
  dialect: Dialect,
  platform: DemoPlatform,
  { document, clock }: { readonly document: Demo['document']; readonly clock: Clock },
): readonly (readonly [step: string, act: () => Promise<string>])[] {
  const client: Client = demoClient(dialect, platform, { now: clock.now })
  const { policy } = dialect
  const { origin } = new URL(platform.baseUrl)
  const browser = visitor(origin)
  let link = { url: '', binding: '' }
  let page: Page
  let callback = ''
  let code = ''
  let tokens: Tokens
  let spent: Tokens

  const introspected = async (token: string): Promise<{ active?: boolean; platform?: string }> => {
    const { url, clientId, clientSecret } = document.introspection
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ token }),
    })
    return (await response.json()) as { active?: boolean; platform?: string }
  }
  const decided = async (decision: 'approve' | 'deny', redirectUri = platform.redirectUri): Promise<Page> => {
    link = await client.begin({ redirectUri })
    const asked = await browser.open(link.url)
    const form =
      'password' in (asked.forms[0]?.fields ?? {}) ? await browser.submit(asked, document.merchant) : asked
    return browser.submit(form, { decision })
  }
  const authorized = async (): Promise<Tokens> => {
    const answer = await client.finish((await decided('approve')).leftFor ?? '', link)
    must(!isFailure(answer), 'no code came back')
    return isFailure(answer) ? never() : granted(await client.exchangeCode(answer))
  }

  return [
    [
      'authorize',
      async () => {
        link = await client.begin({ redirectUri: platform.redirectUri })
        page = await browser.open(link.url)
        must(
          page.status === 200 && 'password' in (page.forms[0]?.fields ?? {}),
          `no login page: status ${page.status}`,
        )
        return 'login page'
      },
    ],
    [
      'login',
      async () => {
        const wrong = await browser.submit(page, { ...document.merchant, password: 'wrong' })
        must(wrong.html.includes('206'), 'a wrong password is not answered by 206')
        page = await browser.submit(wrong, document.merchant)
        must(
          page.forms.some(({ fields }) => 'decision' in fields),
          `no consent page: status ${page.status}`,
        )
        return '206 for a wrong password, then consent'
      },
    ],
    [
      'consent',
      async () => {
        const after = await browser.submit(page, { decision: 'approve' })
        callback = after.leftFor ?? ''
        must(
          callback.startsWith(platform.redirectUri),
          `not sent back to the application: status ${after.status}`,
        )
        const again = await browser.submit(page, { decision: 'approve' })
        must(again.leftFor === callback, 'the same form again had another answer')
        const otherwise = await browser.submit(page, { decision: 'deny' })
        must(otherwise.leftFor === undefined, 'the same form was decided twice')
        return 'back to the application; the form is decided once'
      },
    ],
    [
      'callback',
      async () => {
        const answer = await client.finish(callback, link)
        must(!isFailure(answer), describe(answer))
        if (!isFailure(answer)) code = answer.code
        must(isFailure(await client.finish(callback, link)), 'a state was taken twice')
        return 'code, and state good once'
      },
    ],
    [
      'token',
      async () => {
        tokens = granted(await client.exchangeCode({ code, redirectUri: platform.redirectUri }))
        return `access token${tokens.refreshToken === undefined ? '' : ' and refresh token'}`
      },
    ],
    [
      'introspect',
      async () => {
        const { active, platform: of } = await introspected(tokens.accessToken)
        must(active === true && of === dialect.id, 'the access token is not active')
        return 'active'
      },
    ],
    [
      'user info',
      async () => {
        if (!client.userInfo) return 'not offered'
        const { accessToken, openId } = tokens
        const info = granted(await client.userInfo({ accessToken, ...(openId !== undefined && { openId }) }))
        must(info.nickname === document.merchant.username, 'another user')
        return info.nickname ?? ''
      },
    ],
    [
      'refresh',
      async () => {
        const { earlyRefresh = [] } = policy
        const refreshed = async (rule: EarlyRefresh | Policy['refresh']): Promise<string> => {
          spent = tokens
          tokens = granted(await client.refresh(tokens))
          return (['accessToken', 'refreshToken'] as const)
            .map((key) => {
              const [said, wanted] = [tokens[key] === spent[key], rule[key] !== 'new']
              const name = key === 'accessToken' ? 'access token' : 'refresh token'
              must(said === wanted, `the ${name} is ${said ? 'the same' : 'new'}`)
              return `${wanted ? 'same' : 'new'} ${name}`
            })
            .join(', ')
        }
        const [first] = earlyRefresh
        const early = first === undefined ? '' : `${await refreshed(first)}; later `
        const { whileLeft = 0 } = earlyRefresh.at(-1) ?? {}
        const { expiresAt = clock.now() } = tokens as { readonly expiresAt?: number }
        if (first) clock.turn(expiresAt - clock.now() - whileLeft + 1)
        return `${early}${await refreshed(policy.refresh)}`
      },
    ],
    [
      'rotated token again',
      async () => {
        if (policy.refresh.refreshToken === 'same') {
          granted(await client.refresh(tokens))
          return 'not rotated: the same one works again'
        }
        const { replaySeconds, then } = policy.reuse
        if (replaySeconds > 0) {
          const replayed = granted(await client.refresh(spent))
          must(replayed.refreshToken === tokens.refreshToken, 'a lost answer is not repeated')
          clock.turn(replaySeconds + 1)
        }
        const error = refusedAs(await client.refresh(spent), [
          'refresh_token_unknown',
          'refresh_token_used',
          'refresh_token_expired',
        ])
        const goesOn = then === 'reject'
        must(
          (await introspected(tokens.accessToken)).active === goesOn,
          goesOn ? 'the authorization ended' : 'the authorization goes on',
        )
        const first = replaySeconds > 0 ? `repeated within ${replaySeconds} s, then ` : ''
        return `${first}refused (${error}); the authorization ${goesOn ? 'goes on' : 'ended'}`
      },
    ],
    [
      'code twice',
      async () => {
        const answer = await client.finish((await decided('approve')).leftFor ?? '', link)
        if (isFailure(answer)) return never(describe(answer))
        const first = granted(await client.exchangeCode(answer))
        const { replaySeconds, then } = policy.codeReuse ?? { replaySeconds: 0, then: 'revoke-family' }
        if (replaySeconds > 0) {
          const again = granted(await client.exchangeCode(answer))
          must(again.accessToken === first.accessToken, 'the answer is not repeated')
          clock.turn(replaySeconds + 1)
        }
        const error = refusedAs(await client.exchangeCode(answer), [
          'code_unknown',
          'code_used',
          'code_expired',
        ])
        const goesOn = then === 'reject'
        must(
          (await introspected(first.accessToken)).active === goesOn,
          goesOn ? 'the first tokens ended' : 'the first tokens live on',
        )
        const before = replaySeconds > 0 ? `repeated within ${replaySeconds} s, then ` : ''
        return `${before}refused (${error}); its tokens ${goesOn ? 'live on' : 'ended'}`
      },
    ],
    [
      'denial',
      async () => {
        const denied = await client.finish((await decided('deny')).leftFor ?? '', link)
        return `told as ${refusedAs(denied, ['access_denied'])}`
      },
    ],
    [
      'out of band',
      async () => {
        if (policy.outOfBand === undefined) return 'not offered'
        const shown = await decided('approve', policy.outOfBand)
        const [, text = ''] = /<output[^>]*>([^<]+)</.exec(shown.html) ?? []
        granted(await client.exchangeCode({ code: text, redirectUri: policy.outOfBand }))
        return 'the code is shown, and good'
      },
    ],
    [
      'other faces',
      async () => {
        const others = facesOf(dialect).slice(1)
        for (const face of others) {
          const speaking: Client = demoClient(face, platform, { now: clock.now })
          const answer = await client.finish((await decided('approve')).leftFor ?? '', link)
          if (isFailure(answer)) return never(describe(answer))
          const first = granted(await speaking.exchangeCode(answer))
          must(
            (await introspected(first.accessToken)).platform === dialect.id,
            'the access token is not active',
          )
          refusedAs(await speaking.exchangeCode({ ...answer, code: 'no code' }), [
            'code_unknown',
            'code_used',
          ])
          // One grant: what one face gave, each refreshes.
          granted(await client.refresh(granted(await speaking.refresh(first))))
        }
        return others.length === 0 ? 'none' : `${others.length}, each with the same grants`
      },
    ],
    [
      'revoke',
      async () => {
        const last = await authorized()
        granted(await client.revoke(last.refreshToken ?? last.accessToken))
        must((await introspected(last.accessToken)).active === false, 'the access token lives on')
        refusedAs(await client.refresh(last), [
          'refresh_token_unknown',
          'refresh_token_expired',
          'refresh_token_used',
        ])
        return 'inactive at once, refresh refused'
      },
    ],
  ]
}
