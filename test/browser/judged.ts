/* A page as everybody's: both themes, three languages, no rule of axe broken, nothing wider than a phone. */
import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { PHONE, newPage } from './chromium.ts'

/** `open` brings a new page where it is to be looked at. Each theme with each language, each in turn. */
export async function judged(open: (page: Page) => Promise<void>): Promise<void> {
  for (const locale of ['zh-CN', 'en', 'th'] as const) {
    const { page, context } = await newPage({ locale, viewport: PHONE })
    await open(page)
    assert.equal(await page.locator('html').getAttribute('lang'), locale)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      // The theme changes colours and nothing else, and a long page takes axe seconds.
      const axe = new AxeBuilder({ page }).setLegacyMode(true) // no frames: in the page itself it is twice as fast
      const { violations } = await (colorScheme === 'light' ? axe : axe.withRules('color-contrast')).analyze()
      const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)
      assert.deepEqual(said, [], `${page.url()} ${locale} ${colorScheme}`)
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    assert.ok(over <= 0, `${page.url()} is ${over} px wider than a phone`)
    await context.close()
  }
}
