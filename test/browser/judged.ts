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

/** Page states that axe has seen, with theme and width. */
const seen = new Set<string>()

/**
 * The page that is open: in English by night, in the other languages by day. A theme changes colours and nothing else, and
 * neither structure nor colours depend on the language: axe looks at a state, which `what` names, once in each theme and
 * width, so in the first language of those by day and in English. What a language changes is how wide the words are.
 */
export async function assertNoBarrier(page: Page, what = page.url()): Promise<void> {
  const language = await page.locator('html').getAttribute('lang')
  const colorScheme = language === 'en' ? 'dark' : 'light'
  const state = `${what} ${colorScheme} ${page.viewportSize()?.width}`
  if (!seen.has(state)) {
    await page.emulateMedia({ colorScheme })
    assert.deepEqual(await brokenRules(page), [], `${state} ${language}`)
    seen.add(state)
  }
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(over <= 0, `${what} is ${over} px wider than its window in ${language}`)
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, `${what} has one heading of its own`)
}

/** `open` brings a new page where it is to be looked at, in each language. */
export async function judged(open: (page: Page) => Promise<void>): Promise<void> {
  for (const locale of ['zh-CN', 'en', 'th'] as const) {
    const { page, context } = await newPage({ locale, viewport: PHONE })
    await open(page)
    assert.equal(await page.locator('html').getAttribute('lang'), locale)
    await assertNoBarrier(page)
    await context.close()
  }
}
