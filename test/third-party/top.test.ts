/*
 * A client of Taobao's gateway from npm, unmodified: it signs with MD5, by POST of a form and by GET. Its tokens are refreshed at
 * the plain endpoint as JustAuth does, with all in the query of a POST.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import topClient from 'node-taobao-topclient'
import type { DemoPlatform } from '@hufu/demo/instance'
import { type StartedDemo, withDemo } from './demo.ts'

// The client writes the time of its machine, and the platform reads the time of Beijing.
process.env['TZ'] = 'Asia/Shanghai'

type Answer = Readonly<Record<string, unknown>>

async function codeFrom(
  { decided }: StartedDemo,
  { authorizeUrl, clientId, redirectUri }: DemoPlatform,
): Promise<string> {
  const back = await decided(
    `${authorizeUrl}?response_type=code&client_id=${clientId}&redirect_uri=${encodeURIComponent(redirectUri)}&state=versionNo:1;itemCode:x&view=web`,
  )
  assert.equal(back.searchParams.get('state'), 'versionNo:1;itemCode:x')
  return back.searchParams.get('code') ?? ''
}

const recordIn = (answer: Answer | null): Answer => {
  assert.ok(typeof answer?.['token_result'] === 'string', 'a JSON text')
  return JSON.parse(answer['token_result']) as Answer
}

for (const by of ['POST', 'GET'] as const)
  test(`node-taobao-topclient, by ${by}: code, tokens, refresh at either face, and refusals`, () =>
    withDemo(async (demo) => {
      const platform = demo.platform('top')
      const { baseUrl, tokenUrl, clientId, clientSecret } = platform
      const of = (appsecret: string) =>
        new topClient.default({ appkey: clientId, appsecret, REST_URL: `${baseUrl}/router/rest` })
      const client = of(clientSecret)
      const code = await codeFrom(demo, platform)

      const first = recordIn(await client.execute('taobao.top.auth.token.create', { code }, by))
      assert.equal(first['taobao_user_id'], '2000000001')
      assert.equal(first['r1_expires_in'], first['expires_in'])
      assert.equal((await demo.introspect(String(first['access_token'])))['platform'], 'top')
      const again = { refresh_token: first['refresh_token'] }
      const second = recordIn(await client.execute('taobao.top.auth.token.refresh', again, by))
      assert.notEqual(second['refresh_token'], first['refresh_token'])

      const asked = new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: String(second['refresh_token']),
        client_id: clientId,
        client_secret: clientSecret,
      })
      const reply = await fetch(`${tokenUrl}?${asked.toString()}`, { method: 'POST' })
      const third = (await reply.json()) as Answer
      assert.equal((await demo.introspect(String(third['access_token'])))['active'], true)

      const refusedAs = (number: number) => (error: unknown) => (error as { code?: unknown }).code === number
      await assert.rejects(
        client.execute('taobao.top.auth.token.create', { code: 'made-up' }, by),
        refusedAs(15),
      )
      await assert.rejects(of('wrong').execute('taobao.top.auth.token.create', { code }, by), refusedAs(25))
      await assert.rejects(client.execute('taobao.item.seller.get', { num_iid: '1' }, by), refusedAs(22))
    }))
