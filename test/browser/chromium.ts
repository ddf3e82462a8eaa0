/* A real Chromium for the browser tests, one a test file. */
import { after } from 'node:test'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  chromium,
} from 'playwright-core'
import { findChromium } from '../../scripts/needs-chromium.ts'

export const PHONE = { width: 360, height: 740 } as const
export const DESK = { width: 1280, height: 900 } as const

let launched: Promise<Browser> | undefined

/** The browser of this test file, closed after its tests. @throws {Error} where the machine has none: no test is skipped. */
export function theBrowser(): Promise<Browser> {
  launched ??= (async () => {
    const executablePath = findChromium()
    if (executablePath === undefined)
      throw new Error('there is no Chromium here: run `npm test`, which says what to do')
    return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
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
