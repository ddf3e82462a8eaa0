/* What both halves say to each other in the demo, recorded: the browser's leg, tokens, user, refresh, refusal, revocation. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type RecordedExchange, isFailure, recordingFetch } from '@hufu/client'
import { demoClient } from '../../demo/src/clients.ts'
import { type Demo, type DemoPlatform, startDemo } from '@hufu/demo/instance'
import { visitor } from '@hufu/demo/visitor'
import { type Dialect, builtInPlatforms } from '@hufu/dialects'

/** Nothing listens there: the browser is told to go, and does not. */
const APPLICATION = 'http://127.0.0.1:9'
const folder = mkdtempSync(join(tmpdir(), 'hufu-recordings-'))
let started: Promise<Demo> | undefined

/** One for this file's tests, stopped after them. */
export const theDemo = (): Promise<Demo> =>
  (started ??= startDemo({ port: 0, data: folder, application: APPLICATION, registry: builtInPlatforms }))
after(async () => {
  await (await started)?.running.close()
  rmSync(folder, { recursive: true, force: true })
})

export async function platformOf({ id }: Dialect): Promise<DemoPlatform> {
  const platform = (await theDemo()).document.platforms.find((each) => each.id === id)
  assert.ok(platform)
  return platform
}

/** A merchant's whole visit, exchange by exchange. */
export async function recordedDemo(dialect: Dialect): Promise<readonly RecordedExchange[]> {
  const { document } = await theDemo()
  const platform = await platformOf(dialect)
  const exchanges: RecordedExchange[] = []
  const fetch = recordingFetch({ record: (exchange) => exchanges.push(exchange) })
  const client = demoClient(dialect, platform, { fetch })
  const { origin } = new URL(platform.baseUrl)

  const visit = async (decision: 'approve' | 'deny') => {
    const browser = visitor(origin, (url, init) =>
      fetch(url instanceof Request ? url.url : String(url), init ?? {}),
    )
    const begun = await client.begin({ redirectUri: platform.redirectUri })
    const consent = await browser.submit(await browser.open(begun.url), document.merchant)
    const { leftFor = '' } = await browser.submit(consent, { decision })
    return client.finish(leftFor, begun)
  }
  assert.ok(isFailure(await visit('deny')))
  const authorized = await visit('approve')
  assert.ok(!isFailure(authorized), JSON.stringify(authorized))
  const tokens = await client.exchangeCode(authorized)
  assert.ok(!isFailure(tokens), JSON.stringify(tokens))
  const { accessToken, openId } = tokens
  const info = await client.userInfo?.({ accessToken, ...(openId !== undefined && { openId }) })
  assert.ok(!info || !isFailure(info), JSON.stringify(info))
  const refreshed = await client.refresh(tokens)
  assert.ok(!isFailure(refreshed), JSON.stringify(refreshed))
  assert.ok(isFailure(await client.exchangeCode({ ...authorized, code: 'invented-by-the-test' })))
  assert.ok(!isFailure(await client.revoke(refreshed.accessToken)))
  return exchanges
}

/** As `hufu demo --json` says them. */
export const keysOf = ({ clientSecret, clientPrivateKey, platformPublicKey }: DemoPlatform) => ({
  clientSecret,
  ...(clientPrivateKey !== null && { clientPrivateKey }),
  ...(platformPublicKey !== null && { platformPublicKey }),
})

export const linesOf = (exchanges: readonly RecordedExchange[]): string =>
  exchanges.map((each) => `${JSON.stringify(each)}\n`).join('')
