/* chainup's envelope made and opened by node-rsa alone, whose RSA is JavaScript of its own. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { NodeRSA } from 'node-rsa'
import type { DemoPlatform } from '@hufu/demo/instance'
import { withDemo } from './demo.ts'

const schemes = { encryptionScheme: 'pkcs1', signingScheme: 'pkcs1-sha256', environment: 'browser' } as const

interface Answer {
  readonly code: string
  readonly msg: string
  readonly data: string
  readonly sign: string
}

const md5Hex = (plain: string) => Buffer.from(createHash('md5').update(plain).digest('hex'))
const bytes = (base64url: string | null) => Buffer.from(base64url ?? '', 'base64url')

function merchant({ platformPublicKey, clientPrivateKey, clientId }: DemoPlatform) {
  const theirs = new NodeRSA(bytes(platformPublicKey), 'pkcs8-public-der', schemes)
  const ours = new NodeRSA(bytes(clientPrivateKey), 'pkcs8-private-der', schemes)

  function sealed(plain: string, pieceBytes: number | undefined) {
    const text = Buffer.from(plain)
    const size = pieceBytes ?? text.length // node-rsa itself cuts what is too long for one block
    const blocks: Uint8Array[] = []
    for (let at = 0; at < text.length; at += size) blocks.push(theirs.encrypt(text.subarray(at, at + size)))
    return {
      data: Buffer.concat(blocks).toString('base64url'),
      sign: Buffer.from(ours.sign(md5Hex(plain))).toString('base64url'),
    }
  }

  return {
    async ask(url: string, asked: object, pieceBytes?: number): Promise<Answer> {
      const body = { app_id: clientId, time: Date.now(), ...sealed(JSON.stringify(asked), pieceBytes) }
      const headers = { 'content-type': 'application/json' }
      const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
      assert.equal(reply.status, 200)
      return (await reply.json()) as Answer
    },
    opened({ code, msg, data, sign }: Answer): Record<string, string> {
      assert.deepEqual([code, msg], ['0', 'suc'])
      const plain = Buffer.from(ours.decrypt(bytes(data))).toString()
      assert.ok(theirs.verify(md5Hex(plain), bytes(sign)), 'the platform’s signature')
      assert.ok(!ours.verify(md5Hex(plain), bytes(sign)))
      return JSON.parse(plain) as Record<string, string>
    },
  }
}

for (const pieceBytes of [undefined, 117]) {
  const pieces = pieceBytes === undefined ? 'as long as node-rsa makes them' : `of ${pieceBytes} bytes`
  test(`node-rsa at chainup: code to token and refresh, in pieces ${pieces}`, () =>
    withDemo(async ({ platform, decided, introspect }) => {
      const chainup = platform('chainup')
      const { ask, opened } = merchant(chainup)
      const link = new URLSearchParams({
        appKey: chainup.clientId,
        redirectUrl: chainup.redirectUri,
        state: 's',
      })
      const callback = await decided(`${chainup.authorizeUrl}?${link}`)
      const code = callback.searchParams.get('code') ?? ''

      const first = opened(await ask(chainup.tokenUrl, { code }, pieceBytes))
      assert.deepEqual(Object.keys(first), ['openId', 'expireIn', 'refreshToken', 'token'])
      assert.ok(Math.abs(Number(first['expireIn']) - Date.now() / 1000 - 7200) < 10)
      assert.equal((await introspect(first['token'] ?? ''))['active'], true)

      const { openId, refreshToken, token } = first
      const second = opened(await ask(chainup.refreshUrl, { refreshToken, token, openId }, pieceBytes))
      assert.equal(second['openId'], openId)
      assert.notEqual(second['token'], token)
      assert.notEqual(second['refreshToken'], refreshToken)

      const again = await ask(chainup.tokenUrl, { code }, pieceBytes)
      assert.deepEqual([again.code, again.data, again.sign], ['60003', '', ''])
    }))
}
