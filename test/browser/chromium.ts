/* A real Chromium for the browser tests: one for all files of `npm test`, or a file's own where it is run alone. */
import { after } from 'node:test'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Download,
  type Page,
  chromium,
} from 'playwright-core'
import { sharedServer } from '../../packages/keeper-store/test/shared-server.ts'
import type { Browser as Visitor } from '../security/browser.ts'
import { launching } from './launching.ts'

export const PHONE = { width: 360, height: 740 } as const
export const DESK = { width: 1280, height: 900 } as const

let launched: Promise<Browser> | undefined

/** Closed after this file's tests, and what they opened in it. @throws {Error} where the machine has none: no test is skipped. */
export function theBrowser(): Promise<Browser> {
  launched ??= (async () => {
    const shared = await sharedServer('chromium')
    return shared === undefined ? chromium.launch(launching()) : chromium.connect(shared)
  })()
  return launched
}
after(async () => (await launched)?.close())

/** A new profile with nothing in it, and one page: closed with the browser. */
export async function newPage(
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
  const context = await (await theBrowser()).newContext({ viewport: PHONE, locale: 'en', ...options })
  return { context, page: await context.newPage() }
}

/** A new page of somebody who has logged in without it. */
export async function pageOf(
  { cookies }: Pick<Visitor, 'cookies'>,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
  const opened = await newPage(options)
  await opened.context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: origin })))
  return opened
}

/** What was downloaded, as text. The file is where the browser is, which may be another process's. */
export async function textOf(download: Download): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
