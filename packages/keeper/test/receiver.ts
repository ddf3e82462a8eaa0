/* A receiver of webhooks, which answers as it is told. */
import assert from 'node:assert/strict'
import { type IncomingHttpHeaders, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly said: {
    readonly type: string
    readonly timestamp: string
    readonly data: Readonly<Record<string, unknown>>
  }
}

export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  /** What it answers from now on; `none` is no answer. */
  answer: { status: number; headers?: Readonly<Record<string, string>> } | 'none'
  /** Waits until so many have come. */
  until(count: number): Promise<readonly Received[]>
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const said = JSON.parse(body) as Received['said']
      received.push({ path: request.url ?? '', headers: request.headers, body, said })
      if (receiver.answer === 'none') return
      response.writeHead(receiver.answer.status, receiver.answer.headers).end('{"secret":"of the receiver"}')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    received,
    answer: { status: 204 },
    async until(count) {
      for (let looks = 0; received.length < count && looks < 500; looks++) await pause(20)
      assert.ok(received.length >= count, `${received.length} came, ${count} were awaited`)
      return received
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return receiver
}

/** Looks until it is so. */
export async function eventually(what: string, is: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 500; looks++) {
    if (await is()) return
    await pause(20)
  }
  assert.fail(`it did not come to pass: ${what}`)
}
