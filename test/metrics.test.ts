/* What Prometheus reads of the platform half. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { isFailure } from '@hufu/client'
import { jos2 } from '@hufu/dialects'
import { memoryStore, sqliteStore } from '@hufu/store'
import { type Halves, bothHalves } from './both-halves.ts'

const token = randomBytes(32).toString('hex')
const tokenSha256 = createHash('sha256').update(token).digest('hex')

const shown = (halves: Halves, authorization?: string): Promise<Response> =>
  fetch(
    new URL('/metrics', halves.running.url),
    authorization === undefined ? {} : { headers: { authorization } },
  )

describe('metrics of the platform half', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-metrics-'))
  let halves: Halves
  before(async () => {
    halves = await bothHalves(jos2, {
      open: (now) => sqliteStore(join(folder, 'hufu.db'), { now }),
      config: { metrics: { tokenSha256 } },
    })
  })
  after(async () => {
    await halves.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('metrics are shown only to the bearer of the token', async () => {
    for (const authorization of [undefined, 'Bearer', 'Bearer wrong', `Basic ${token}`, `Bearer ${token}x`]) {
      const answer = await shown(halves, authorization)
      assert.equal(answer.status, 401, authorization)
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
      assert.doesNotMatch(await answer.text(), /hufu_/)
    }
    const answer = await shown(halves, `Bearer ${token}`)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
  })

  test('count requests by platform and step, refusals by reason, commits, the janitor and the event loop', async () => {
    const { client, tokens, running } = halves
    const { accessToken } = await tokens()
    const introspect = { method: 'POST', body: new URLSearchParams({ token: accessToken }) }
    assert.equal((await fetch(new URL('/introspect', running.url), introspect)).status, 401)
    assert.ok(isFailure(await client.refresh({ refreshToken: 'nobody’s' })))
    halves.later(90)
    const text = await (await shown(halves, `Bearer ${token}`)).text()
    const value = (name: string): number =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.slice(name.length),
      )
    const requests = (platform: string, step: string) =>
      value(`hufu_request_duration_seconds_count{platform="${platform}",step="${step}"}`)
    assert.equal(requests(jos2.id, 'token'), 1)
    assert.equal(requests(jos2.id, 'refresh'), 1)
    assert.equal(requests('', 'introspection'), 1)
    assert.match(text, /hufu_refusals_total\{platform="jos2",step="refresh",reason="[a-z_]+"\} 1\n/)
    assert.ok(value('hufu_commit_changes_count') >= 1)
    assert.ok(value('hufu_commit_changes_sum') >= value('hufu_commit_changes_count'))
    assert.equal(value('hufu_janitor_lag_seconds'), 90)
    assert.ok(value('nodejs_eventloop_lag_p99_seconds') > 0)
    assert.doesNotMatch(text, new RegExp(`KEY-app|demo|${accessToken}`))
  })
})

test('there is no /metrics without a token in the configuration', async () => {
  const halves = await bothHalves(jos2, { open: (now) => memoryStore({ now }) })
  try {
    assert.equal((await shown(halves, 'Bearer x')).status, 404)
  } finally {
    await halves.close()
  }
})
