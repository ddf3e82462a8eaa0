import type { LaunchOptions } from 'playwright-core'
import { findChromium } from '../../scripts/needs-chromium.ts'

/** How Chromium is started for tests. @throws {Error} where the machine has none: no test is skipped. */
export function launching(): LaunchOptions {
  const executablePath = findChromium()
  if (executablePath === undefined)
    throw new Error('there is no Chromium here: run `npm test`, which says what to do')
  return { executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] }
}
