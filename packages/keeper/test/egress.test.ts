/* The way out of one app: its calls go through its proxy, and those of other apps do not. */
import assert from 'node:assert/strict'
import { type IncomingMessage, createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { type CallFailure, createClient, isFailure } from '@hufu/client'
import { oauth2 } from '@hufu/dialects'
import { saying } from '../../client/test/tiny-server.ts'
import { keeperOf } from './browsing.ts'
import { fetchThrough } from '../src/app/egress.ts'

/** A forward proxy that wants a user and a password. Says where it was asked to connect to. */
async function proxy(t: TestContext) {
  const asked: string[] = []
  const server = createServer((_, response) => void response.writeHead(500).end())
  server.on('connect', ({ url = '', headers }: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined)
    const isKnown = headers['proxy-authorization'] === `Basic ${btoa('user:p@ss')}`
    asked.push(`${isKnown ? 'known' : 'unknown'} ${url}`)
    if (!isKnown) return void socket.end('HTTP/1.1 407 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    const [host, port] = url.split(':')
    const onwards = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(onwards).pipe(socket)
    })
    onwards.on('error', () => socket.destroy())
  })
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { host: `127.0.0.1:${port}`, asked }
}

const clientAt = (baseUrl: string, through: string) =>
  createClient(oauth2, { clientId: 'c', clientSecret: 's', baseUrl, fetch: fetchThrough(through) })

test('a call goes through the proxy, with the credentials of its URL', async (t) => {
  const { host, asked } = await proxy(t)
  const baseUrl = await saying(t, 200, '{"access_token":"A","expires_in":60,"refresh_token":"R"}')
  const tokens = await clientAt(baseUrl, `http://user:p%40ss@${host}`).refresh({ refreshToken: 'r' })
  assert.ok(!isFailure(tokens), JSON.stringify(tokens))
  assert.equal(tokens.refreshToken, 'R')
  assert.deepEqual(asked, [`known ${new URL(baseUrl).host}`])
})

test('a proxy that refuses: nothing was sent, and no message holds its password', async (t) => {
  const { host } = await proxy(t)
  const failure = await clientAt('https://platform.test', `http://user:wr%40ng@${host}`).refresh({
    refreshToken: 'r',
  })
  const { outcome, error } = failure as CallFailure
  assert.deepEqual([outcome, error], ['not_sent', 'proxy_refused'])
  assert.doesNotMatch(JSON.stringify(failure), /wr(%40|@)ng/)
})

test('of two apps of a keeper, the calls of the one that has a proxy go through it', async (t) => {
  const { host, asked } = await proxy(t)
  const baseUrl = await saying(t, 200, '{"access_token":"A1","expires_in":60,"refresh_token":"R1"}')
  const app = { clientId: 'c', clientSecret: 's', baseUrl }
  const { keeper } = await keeperOf({
    'oauth2/through': { ...app, clientId: 'd', proxy: `http://user:p%40ss@${host}` },
    'oauth2/straight': app,
  })
  t.after(() => keeper.close())
  for (const [of, calls] of [
    ['straight', 0],
    ['through', 1],
  ] as const) {
    const name = { tenant: 'acme', platform: 'oauth2', app: of, shop: of }
    await keeper.add({
      ...name,
      accessToken: 'A0',
      refreshToken: `R0-${of}`,
      expiresAt: Math.floor(Date.now() / 1000) + 3600,
    })
    await keeper.refresh(name)
    assert.equal(asked.length, calls, of)
  }
})
