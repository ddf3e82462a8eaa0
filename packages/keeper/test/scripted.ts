/* A platform that answers what a test says, and a keeper of it whose clock the test turns. */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import type { Dialect } from '@hufu/dialects'
import { type KeeperOptions, type NewEvent, sqliteKeeperStore } from '@hufu/keeper'
import { keeperOf } from './browsing.ts'
import { newFile } from './kept.ts'

export interface Scripted {
  readonly status?: number
  readonly type?: string
  /** JSON where it is no text. */
  readonly body: unknown
}

/** @param answer by the parameters that came, and which call it is, from 1 on. */
export async function scripted(
  t: TestContext,
  platform: string,
  answer: (asked: Readonly<Record<string, string>>, nth: number) => Scripted,
  more: {
    readonly policy?: object
    readonly dialect?: Dialect
    readonly keeper?: Partial<KeeperOptions>
  } = {},
) {
  let calls = 0
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    let text = ''
    for await (const piece of request) text += String(piece)
    const { searchParams } = new URL(request.url ?? '', 'http://here.invalid')
    const asked = Object.fromEntries([...searchParams, ...new URLSearchParams(text)])
    const { status = 200, type = 'application/json', body } = answer(asked, ++calls)
    response.writeHead(status, { 'content-type': type })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  const server = createServer((request, response) => void respond(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const clock = { ahead: 0 }
  const store = sqliteKeeperStore(newFile(), { ahead: () => clock.ahead })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { keeper, warned } = await keeperOf(
    {
      [platform]: {
        clientId: 'APP',
        clientSecret: 'SECRET',
        baseUrl,
        ...(more.policy && { policy: more.policy }),
        ...(more.dialect && { dialect: more.dialect }),
      },
    },
    { store, maxStaleSeconds: 0, ...more.keeper },
  )
  t.after(() => keeper.close())
  const told: NewEvent[] = []
  keeper.on('*', (event) => told.push(event))
  const name = { tenant: 'acme', platform, shop: 'S1' }
  /** Seconds since the epoch, by the store. */
  const now = () => Math.floor(Date.now() / 1000) + clock.ahead
  return { keeper, store, warned, told, name, now, clock, calls: () => calls }
}
