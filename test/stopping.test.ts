/* What becomes of a request that is under way when the server is told to stop, and of the connection it came by. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { jdFinance, jos } from '@hufu/dialects'
import { isFailure } from '@hufu/client'
import { memoryStore } from '@hufu/store'
import { bothHalves, granted } from './both-halves.ts'

test('a request in flight is answered, and a connection that is kept alive holds nothing up', async () => {
  const halves = await bothHalves(jos, { open: (now) => memoryStore({ now }) })
  const socket = connect(Number(new URL(halves.running.url).port), '127.0.0.1')
  await once(socket, 'connect')
  const head =
    'POST /jos/oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n'
  socket.write(`${head}Content-Length: 10\r\n\r\ngrant`)
  await new Promise((resolve) => setTimeout(resolve, 50))
  const closed = halves.close()
  socket.write('_type')
  const [reply] = (await once(socket, 'data')) as [Buffer]
  assert.match(reply.toString(), /^HTTP\/1\.1 200 OK\r\n/)
  const deadline = new Promise((_, late) => setTimeout(() => late(new Error('still open')), 5000).unref())
  await Promise.race([closed, deadline])
  socket.destroy()
})

test('a client that stops sending does not delay the shutdown', async () => {
  const halves = await bothHalves(jos, { open: (now) => memoryStore({ now }) })
  const begin = 'POST /jos/oauth/token HTTP/1.1\r\nHo'
  const head = `${begin}st: x\r\nContent-Type: application/x-www-form-urlencoded\r\n`
  const sockets = await Promise.all(
    ['', begin, `${head}Content-Length: 10\r\n\r\ngrant`].map(async (text) => {
      const socket = connect(Number(new URL(halves.running.url).port), '127.0.0.1')
      socket.on('error', () => undefined)
      await once(socket, 'connect')
      socket.write(text)
      return socket
    }),
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  try {
    const deadline = new Promise((_, late) => setTimeout(() => late(new Error('still open')), 8000).unref())
    await Promise.race([halves.close(), deadline])
  } finally {
    for (const socket of sockets) socket.destroy()
  }
})

test('a request that is not HTTP is answered with a request id too', async () => {
  const halves = await bothHalves(jos, { open: (now) => memoryStore({ now }) })
  try {
    const socket = connect(Number(new URL(halves.running.url).port), '127.0.0.1')
    socket.write('GARBAGE\r\n\r\n')
    const [reply] = (await once(socket, 'data')) as [Buffer]
    const [, id = ''] = /x-request-id: ([0-9a-f]{32})\r\n/.exec(reply.toString()) ?? []
    assert.match(reply.toString(), /^HTTP\/1\.1 400 Bad Request\r\n/)
    assert.ok(id !== '' && halves.log().includes(id))
    socket.destroy()
  } finally {
    await halves.close()
  }
})

test('a token for credit information alone tells nothing of the user', async () => {
  const halves = await bothHalves(jdFinance, { open: (now) => memoryStore({ now }) })
  try {
    const { client, browser, visit } = halves
    for (const [scope, refused] of [
      ['white', true],
      ['base', false],
    ] as const) {
      const begun = await client.begin({ redirectUri: 'https://shop.example.com/callback', scope: [scope] })
      const page = await browser.submit(await visit(begun.url), { decision: 'approve' })
      const tokens = granted(
        await client.exchangeCode(granted(await client.finish(page.leftFor ?? '', begun))),
      )
      const { accessToken, openId } = tokens
      const info = await client.userInfo?.({ accessToken, ...(openId !== undefined && { openId }) })
      assert.equal(isFailure(info ?? {}), refused, scope)
    }
  } finally {
    await halves.close()
  }
})
