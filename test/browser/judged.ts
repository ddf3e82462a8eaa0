/* A page as everybody's: both themes, three languages, no rule of axe broken, nothing wider than its window. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type Axe from 'axe-core'
import type { Page } from 'playwright-core'
import { PHONE, newPage } from './chromium.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
declare const axe: typeof Axe

/** The rules that the open page breaks, each with the elements that do. Axe is told to work out no more than is said here. */
async function brokenRules(page: Page): Promise<readonly string[]> {
  await page.evaluate(source)
  return page.evaluate(async () => {
    const { violations } = await axe.run({ resultTypes: ['violations'], selectors: false, preload: false })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)
  })
}

/**
 * The page that is open: in English by night, in the other languages by day. A theme changes colours and nothing else, and
 * no colour depends on the language, so who looks at a page in each language has seen all of it.
 */
export async function assertNoBarrier(page: Page, what = page.url()): Promise<void> {
  const language = await page.locator('html').getAttribute('lang')
  const colorScheme = language === 'en' ? 'dark' : 'light'
  await page.emulateMedia({ colorScheme })
  assert.deepEqual(await brokenRules(page), [], `${what} ${language} ${colorScheme}`)
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(over <= 0, `${what} is ${over} px wider than its window`)
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, `${what} has one heading of its own`)
}

/** `open` brings a new page where it is to be looked at, in each language. */
export async function judged(open: (page: Page) => Promise<void>): Promise<void> {
  for (const locale of ['zh-CN', 'en', 'th'] as const) {
    const { page, context } = await newPage({ locale, viewport: PHONE })
    await open(page)
    assert.equal(await page.locator('html').getAttribute('lang'), locale)
    await assertNoBarrier(page, `${page.url()} ${locale}`)
    await context.close()
  }
}
