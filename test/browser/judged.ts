/* A page as everybody's: both themes, three languages, no rule of axe broken, nothing wider than its window. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { LANGUAGE_COOKIE, languages } from '@hufu/web/design/language'
import type Axe from 'axe-core'
import type { Page } from 'playwright-core'
import { long } from '../long.ts'
import { DESK, PHONE, newPage } from './chromium.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
declare const axe: typeof Axe

/** A theme changes colours and nothing else. */
const rulesOfColours = ['color-contrast', 'link-in-text-block']

/** The rules that the open page breaks, each with the elements that do. Axe is told to work out no more than is said here. */
const brokenRules = (page: Page, only?: string[]): Promise<readonly string[]> =>
  page.evaluate(async (runOnly) => {
    const { violations } = await axe.run({
      resultTypes: ['violations'],
      selectors: false,
      preload: false,
      ...(runOnly && { runOnly }),
    })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)
  }, only)

/** Page states that axe has seen. */
const seen = new Set<string>()

/**
 * Axe looks at the state that is open, which `what` names: once, by day with all of its rules and by night with those of
 * colours, as neither structure nor colours depend on the language; in the long form once in each width. What a language
 * changes is how wide the words are: that is looked at each time.
 */
export async function assertNoBarrier(page: Page, what = page.url()): Promise<void> {
  const language = await page.locator('html').getAttribute('lang')
  const state = long ? `${what} ${page.viewportSize()?.width}` : what
  if (!seen.has(state)) {
    seen.add(state)
    await page.evaluate(source)
    await page.emulateMedia({ colorScheme: 'light' })
    assert.deepEqual(await brokenRules(page), [], `${state} by day, ${language}`)
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.deepEqual(await brokenRules(page, rulesOfColours), [], `${state} by night, ${language}`)
  }
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(over <= 0, `${what} is ${over} px wider than its window in ${language}`)
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, `${what} has one heading of its own`)
}

/** `open` brings a new page where it is to be looked at, in each language. */
export async function judged(open: (page: Page) => Promise<void>): Promise<void> {
  for (const locale of languages) {
    const { page, context } = await newPage({ locale, viewport: PHONE })
    await open(page)
    assert.equal(await page.locator('html').getAttribute('lang'), locale)
    await assertNoBarrier(page)
    await context.close()
  }
}

/**
 * The pages at these addresses, for the visitor of `page`: one login does for all of them and for each language. In Chinese
 * and Thai on a phone, in English on a desk. `prepare` is done to each before it is looked at.
 */
export async function judgedAt(
  page: Page,
  origin: string,
  paths: readonly string[],
  prepare: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (const locale of languages) {
    await page.context().addCookies([{ name: LANGUAGE_COOKIE, value: locale, url: origin }])
    await page.setViewportSize(locale === 'en' ? DESK : PHONE)
    for (const path of paths) {
      await page.goto(origin + path)
      assert.equal(await page.locator('html').getAttribute('lang'), locale, path)
      await prepare(page)
      await assertNoBarrier(page, path)
    }
  }
}
