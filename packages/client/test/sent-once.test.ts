/* Nothing on the way sends twice: a warm connection that is closed without an answer, on each runtime that npm brought. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { bundled } from './bundled.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-once-'))
const script = join(folder, 'once.mjs')
after(() => rmSync(folder, { recursive: true, force: true }))

/** A refresh by POST and one by GET, each after a call by the runtime's own fetch has left a warm connection. */
writeFileSync(
  script,
  await bundled(
    `import { createClient } from '@hufu/client'
     import { jdFinance, oauth2 } from '@hufu/dialects'
     const baseUrl = globalThis.process.argv.at(-1)
     const said = []
     for (const dialect of [oauth2, jdFinance])
       for (const end of ['closed', 'reset']) {
         await (await fetch(baseUrl + '/warm', { method: 'POST', body: 'a' })).text()
         const path = '/' + end + '?' + dialect.id
         const client = createClient(dialect, { clientId: 'c', clientSecret: 's', baseUrl, timeoutSeconds: 20, endpoints: { refresh: path } })
         await client.exchangeCode({ code: 'c', redirectUri: 'https://isv.test/' })
         const answer = await client.refresh({ refreshToken: 'r', openId: 'o' })
         said.push(answer.outcome + ' ' + answer.error)
       }
     console.log(JSON.stringify(said))`,
  ),
)

/** Answers each request, keeps the connection, and closes it on those to /closed and /reset. Counts these. */
async function closing() {
  const counted = new Map<string, number>()
  const server = createServer((socket) => {
    let heard = ''
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      heard += bytes.toString()
      const [head = '', body] = heard.split('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (body === undefined || body.length < length) return
      heard = ''
      const [, end, dialect] = /^\w+ \/(closed|reset)\?([\w-]+)/.exec(head) ?? []
      if (end === undefined)
        return void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}')
      counted.set(`${dialect} ${end}`, (counted.get(`${dialect} ${end}`) ?? 0) + 1)
      if (end === 'closed') socket.end()
      else socket.resetAndDestroy()
    })
  })
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, counted, close: () => server.close() }
}

const bin = (name: string) => resolve(import.meta.dirname, '../../../node_modules/.bin', name)
const runtimes: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['Node', process.execPath],
  ['Bun', bin('bun')],
  ['Deno', bin('deno'), 'run', '--allow-net', '--no-config'],
]

describe('a refresh on a connection that the server closes without an answer', () => {
  for (const [name, command, ...args] of runtimes) {
    const skip = existsSync(command) ? false : `npm brought no ${name} to this machine`
    test(`${name} sends it once`, { skip }, async (t) => {
      const server = await closing()
      t.after(server.close)
      const child = spawn(command, [...args, script, server.url], { stdio: ['ignore', 'pipe', 'pipe'] })
      let [said, wrong] = ['', '']
      child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()))
      child.stderr.on('data', (bytes: Buffer) => (wrong += bytes.toString()))
      const code = await new Promise((ended) => child.once('close', ended))
      assert.equal(code, 0, wrong)
      assert.deepEqual(JSON.parse(said), Array(4).fill('ambiguous answer_lost'))
      assert.deepEqual(Object.fromEntries(server.counted), {
        'oauth2 closed': 1,
        'oauth2 reset': 1,
        'jd-finance closed': 1,
        'jd-finance reset': 1,
      })
    })
  }
})
