/* The core needs what the web standards offer and nothing else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createContext, runInContext } from 'node:vm'
import { bundled } from './bundled.ts'

interface Whole {
  readonly url: string
  readonly tokens: { readonly accessToken?: string; readonly outcome?: string; readonly error?: string }
  readonly refreshed: { readonly refreshToken?: string }
  readonly revoked: { readonly error?: string }
}

const code = await bundled(
  `import { createClient } from '@hufu/client'
   import { jdCentral } from '@hufu/dialects'
   const client = createClient(jdCentral, { clientId: 'KEY', clientSecret: 'secret' })
   globalThis.whole = async () => {
     const begun = await client.begin({ redirectUri: 'https://isv.test/cb' })
     const answer = await client.finish('/cb?code=c&state=' + begun.state, begun)
     const tokens = await client.exchangeCode(answer)
     const refreshed = await client.refresh(tokens)
     return { url: begun.url, tokens, refreshed, revoked: await client.revoke('t') }
   }`,
  'iife',
)

/** The code in a world of its own: no `process`, `Buffer`, `require`, `setTimeout` or `console`. */
function whole(fetch: (url: string) => Promise<Response>): Promise<Whole> {
  const world = createContext({ crypto, URL, TextEncoder, TextDecoder, AbortSignal, fetch })
  runInContext(code, world)
  return runInContext('whole()', world) as Promise<Whole>
}

test('a whole exchange where there is no Node', async () => {
  const asked: string[] = []
  const { url, tokens, refreshed, revoked } = await whole((url) => {
    asked.push(url)
    return Promise.resolve(
      new Response('{"access_token":"A","expires_in":60,"refresh_token":"R","open_id":"O"}'),
    )
  })
  assert.match(url, /^https:\/\/oauth\.jd\.co\.th\/oauth2\/to_login\?app_key=KEY&/)
  assert.equal(tokens.accessToken, 'A')
  assert.equal(refreshed.refreshToken, 'R')
  assert.equal(revoked.error, 'not_offered')
  assert.equal(asked.length, 2)
})

test("errors of another realm's network are understood too", async () => {
  const cause = Object.assign(new Error(''), { code: 'ECONNREFUSED' })
  const { tokens } = await whole(() => Promise.reject(new TypeError('fetch failed', { cause })))
  assert.deepEqual([tokens.outcome, tokens.error], ['not_sent', 'unreachable'])
})
