/* The platforms' pages for the browser tests: one server, the applications' callbacks, and a merchant with every right. */
import assert from 'node:assert/strict'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Dialect } from '@hufu/dialects'
import type { App } from '@hufu/engine'
import type { Page } from 'playwright-core'
import { newPage } from './chromium.ts'
import { type Target, PASSWORD, SHOP, target } from '../security/target.ts'

export { PASSWORD }

export interface MerchantServer {
  readonly target: Target
  /** Where every application wants its merchants back. */
  readonly callback: string
  /** What has been asked since the last look, `GET /path`: first of the server, then of the application. */
  asked(): readonly string[]
  close(): Promise<void>
  link(dialect: Dialect, changes?: Readonly<Record<string, unknown>>): string
}

/** Every application is `Order Desk`, of a developer without an account. */
export async function merchantServer(): Promise<MerchantServer> {
  const back: string[] = []
  let read = 0
  const application: Server = createServer((request, response) => {
    if (request.url !== '/favicon.ico') back.push(`${request.method} ${request.url?.split('?', 1)[0]}`)
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Back</title><h1>Back</h1>')
  })
  await new Promise<void>((done) => application.listen(0, '127.0.0.1', done))
  const { port } = application.address() as AddressInfo
  const callback = `http://127.0.0.1:${port}/callback`
  const served = await target({ store: 'memory', config: { mode: 'demo' } })
  await served.putUser('demo', { displayName: '李明' })
  await served.putUser('boss', { displayName: '王芳' })
  await served.putUser('clerk', { displayName: 'สมชาย', mayAuthorise: false })
  await served.store.putShop({ id: '2000000009', name: 'Elsewhere', createdAt: 0 })
  await served.putUser('stranger', { shopId: '2000000009' })
  for (const { dialect } of served.sites) await putApps(served, dialect, callback)
  return {
    target: served,
    callback,
    asked() {
      const log = served.log()
      const lines = log.slice(read).split('\n').flatMap(askedIn)
      read = log.length
      return [...lines.filter((each) => !each.endsWith('/favicon.ico')), ...back.splice(0)]
    },
    async close() {
      await served.close()
      application.closeAllConnections()
      application.close()
    },
    link: (dialect, changes = {}) =>
      served.origin + served.site(dialect).link({ redirectUri: callback, ...changes }),
  }
}

async function putApps(served: Target, { id, policy }: Dialect, callback: string): Promise<void> {
  const uri = policy.redirectUri === 'host' ? new URL(callback).host : callback
  const app: Partial<App> = {
    name: 'Order Desk',
    developer: 'Example Software',
    redirectUris: [uri, ...(policy.outOfBand === undefined ? [] : [policy.outOfBand])],
  }
  await served.putApp(id, 'app', app)
  await served.putApp(id, 'other', { ...app, name: 'New Desk', status: 'online_test', testShops: [SHOP] })
}

let shared: ReturnType<typeof newPage> | undefined
/** A page of a browser that nobody has logged in with. */
export async function fresh(): Promise<Page> {
  const { page, context } = await (shared ??= newPage())
  await context.clearCookies()
  return page
}

export const heading = (page: Page): Promise<string | null> => page.locator('h1').textContent()

/** Back at the application: the query that came along. */
export async function arrived({ callback }: MerchantServer, page: Page): Promise<URLSearchParams> {
  assert.ok(page.url().startsWith(callback), page.url())
  assert.equal(await heading(page), 'Back')
  return new URL(page.url()).searchParams
}

export async function logIn(page: Page, username = 'demo', password = PASSWORD): Promise<void> {
  await page.locator('#username').fill(username)
  await page.locator('#password').fill(password)
  await page.locator('form[action$="/login"] button').click()
}

export const decide = (page: Page, decision: 'approve' | 'deny'): Promise<void> =>
  page.locator(`[name=decision][value=${decision}]`).click()

/** A line of the log that is about a request. */
function askedIn(line: string): readonly string[] {
  const { method, path } = JSON.parse(line === '' ? '{}' : line) as Record<string, string>
  return method === undefined ? [] : [`${method} ${path}`]
}
