/* A page as everybody's: both themes, three languages, no rule of axe broken, nothing wider than its window. */
import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { PHONE, newPage } from './chromium.ts'

/** The page that is open, in both themes. */
export async function assertNoBarrier(page: Page, what = page.url()): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const axe = new AxeBuilder({ page }).setLegacyMode(true) // no frames: in the page itself it is twice as fast
    // The theme changes colours and nothing else, and a long page takes axe seconds.
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules('color-contrast')).analyze()
    const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)
    assert.deepEqual(said, [], `${what} ${colorScheme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(over <= 0, `${what} is ${over} px wider than its window`)
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, `${what} has one heading of its own`)
}

/** `open` brings a new page where it is to be looked at. Each theme with each language, each in turn. */
export async function judged(open: (page: Page) => Promise<void>): Promise<void> {
  for (const locale of ['zh-CN', 'en', 'th'] as const) {
    const { page, context } = await newPage({ locale, viewport: PHONE })
    await open(page)
    assert.equal(await page.locator('html').getAttribute('lang'), locale)
    await assertNoBarrier(page, `${page.url()} ${locale}`)
    await context.close()
  }
}
