/* A shop's user with a browser that knows two sites: the application that has the keeper's pages, and the platform. */
import assert from 'node:assert/strict'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Page, type Visitor, visitor } from '@hufu/demo/visitor'
import { formatKeys, generateKey } from '@hufu/crypto'
import { type Keeper, type KeeperOptions, createKeeper } from '@hufu/keeper'
import { type SandboxApp, type Shopkeeper, hufuReuse } from './sandbox.ts'
import { warningsTo } from './warnings.ts'

export const keys = formatKeys([generateKey()])
const folder = mkdtempSync(join(tmpdir(), 'hufu-connect-'))
let files = 0
/** `sqlite:` and a file of its own. */
export const newStore = (): string => `sqlite:${join(folder, `keeper-${files++}.db`)}`

export interface Listening {
  readonly origin: string
  use(handler: Parameters<typeof createServer>[1]): void
  close(): Promise<void>
}

/** Listens first, as the platform must know the address before the keeper knows the platform. */
export async function listening(): Promise<Listening> {
  const server: Server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    use: (handler) => void (handler && server.on('request', handler)),
    close: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}

/** As the keeper's `apps` take it. */
export const ofClient = ({ clientId, clientSecret, baseUrl, privateKey, platformPublicKey }: SandboxApp) => ({
  clientId,
  clientSecret,
  baseUrl,
  privateKey,
  platformPublicKey,
  policy: { reuse: hufuReuse },
})

/** A keeper of these apps, whose warnings are kept. */
export async function keeperOf(apps: KeeperOptions['apps'], more: Partial<KeeperOptions> = {}) {
  const warned: string[] = []
  const keeper: Keeper = await createKeeper({
    store: newStore(),
    keys,
    apps,
    schedule: false,
    log: warningsTo((message, about) => warned.push(`${message} ${JSON.stringify(about)}`)),
    ...more,
  })
  return { keeper, warned }
}

export interface Browser {
  readonly site: Visitor
  /** From a link of the keeper's to the callback that the platform sends the browser to. */
  decided(link: string, who: Shopkeeper, decision?: 'approve' | 'deny'): Promise<string>
  /** The whole way; the page at its end, or where the browser was sent on this site. */
  connect(link: string, who: Shopkeeper, decision?: 'approve' | 'deny'): Promise<Page>
}

export function browser(origin: string, platform: string): Browser {
  const site = visitor(origin)
  const there = visitor(new URL(platform).origin)
  async function decided(link: string, who: Shopkeeper, decision: 'approve' | 'deny' = 'approve') {
    const left = await site.open(link)
    assert.ok(left.leftFor, left.html)
    const { username, password } = who
    const login = await there.open(left.leftFor)
    const consent =
      login.leftFor === undefined && hasPassword(login)
        ? await there.submit(login, { username, password })
        : login
    const done = await there.submit(consent, { decision })
    assert.ok(done.leftFor, done.html)
    return done.leftFor
  }
  return {
    site,
    decided,
    connect: async (link, who, decision) => site.open(await decided(link, who, decision)),
  }
}

const hasPassword = ({ forms }: Page) => forms.some(({ fields }) => 'password' in fields)
