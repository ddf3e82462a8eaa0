/*
 * Pictures of the main pages for the README, made of the demo: `npm run screenshots` writes docs/screenshots/, and
 * `npm run screenshots login app` those two alone. A page is added by a line in `shots`.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Dialect, noEnvelope, noSigner, builtInPlatforms } from '@hufu/dialects'
import { type Page, chromium } from 'playwright-core'
import { createApplication } from '@hufu/demo/application'
import { type Demo, startDemo } from '@hufu/demo/instance'
import { findChromium } from './needs-chromium.ts'

const folder = resolve(import.meta.dirname, '../docs/screenshots')
/** In bytes: they are read on phones, too. */
const LARGEST = 120_000

const phone = { width: 360, height: 720 }
const desk = { width: 1200, height: 720 }
/** A picture that a page shows in full width. */
const wide = { width: 960, height: 720 }

interface Shot {
  /** Its file, without the ending. */
  readonly name: string
  readonly locale: 'zh-CN' | 'en' | 'th'
  readonly colorScheme: 'light' | 'dark'
  readonly viewport: typeof phone | typeof desk | typeof wide
  /** Leads to the page. */
  readonly open: (page: Page, demo: Demo) => Promise<unknown>
}

/** One that has several scopes. */
const shown = ({ dialects }: Demo): Dialect => {
  const found = dialects.find(
    ({ policy, authorize }) => policy.scopes.length > 1 && authorize.errorsGo === 'back',
  )
  if (!found) throw new Error('no platform to show')
  return found
}

function linkOf(demo: Demo, redirectUri?: string): string {
  const { id, authorize, policy } = shown(demo)
  const platform = demo.document.platforms.find((each) => each.id === id)
  if (!platform) throw new Error(`the demo has no ${id}`)
  const asked = {
    clientId: platform.clientId,
    redirectUri: redirectUri ?? platform.redirectUri,
    scope: policy.scopes,
  }
  const context = { now: 0, requestId: '', envelope: noEnvelope, signer: noSigner }
  return `${platform.authorizeUrl}?${authorize.request.encode(asked, context)}`
}

async function openLogin(page: Page, demo: Demo): Promise<void> {
  await page.goto(linkOf(demo))
  await page.locator('#username').blur()
}

async function logIn(page: Page, demo: Demo, password: string): Promise<void> {
  await page.goto(linkOf(demo))
  await page.locator('#username').fill(demo.document.merchant.username)
  await page.locator('#password').fill(password)
  await page.locator('button.main').click()
}

const openConsent = (page: Page, demo: Demo) => logIn(page, demo, demo.document.merchant.password)
const openRefusedLogin = (page: Page, demo: Demo) => logIn(page, demo, 'wrong')

async function openError(page: Page, demo: Demo): Promise<void> {
  await page.goto(linkOf(demo, 'https://elsewhere.example/callback'))
  await page.locator('summary').click()
}

async function enter(page: Page, url: string, name: string, secret: string): Promise<void> {
  await page.goto(`${url}/login`)
  await page.locator('input[autocomplete=username]').fill(name)
  await page.locator('[name=password]').fill(secret)
  await page.locator('main button.main').click()
}

/** `below`: the page of the app that is shown, such as `/log`. */
const openDeveloper = (below: string) => async (page: Page, demo: Demo) => {
  const { url, email, password } = demo.document.developer
  await enter(page, url, email, password)
  await page.goto(`${url}/apps/demo-${shown(demo).id}${below}`)
}

const openOperator = (below: string) => async (page: Page, demo: Demo) => {
  const { url, username, password } = demo.document.operator
  await enter(page, url, username, password)
  await page.goto(`${url}${below}`)
}

/** From the demo application to the platform and back, with the tokens. */
async function connect(page: Page, demo: Demo): Promise<void> {
  const { application, merchant } = demo.document
  await page.goto(application)
  await page.locator(`form[action="/connect/${shown(demo).id}"] button`).click()
  await page.locator('#username').fill(merchant.username)
  await page.locator('#password').fill(merchant.password)
  await page.locator('button.main').click()
  await page.locator('[value=approve]').click()
  await page.waitForURL(`${application}/**`)
}

async function openAccount(page: Page, demo: Demo): Promise<void> {
  await connect(page, demo)
  await page.goto(`${demo.running.url}/account`)
}

/** What went over the wire, for one platform alone. */
async function openApplication(page: Page, demo: Demo): Promise<void> {
  const { id } = shown(demo)
  await connect(page, demo)
  await page.locator(`#${id} summary`).click()
  await page.evaluate((card) => {
    document.querySelectorAll(`header, section:not(#${card})`).forEach((each) => each.remove())
    scrollTo(0, 0)
  }, id)
}

const shots: readonly Shot[] = [
  { name: 'exchange', locale: 'en', colorScheme: 'light', viewport: wide, open: openApplication },
  { name: 'login', locale: 'en', colorScheme: 'light', viewport: phone, open: openLogin },
  { name: 'login-refused', locale: 'zh-CN', colorScheme: 'dark', viewport: phone, open: openRefusedLogin },
  { name: 'consent', locale: 'en', colorScheme: 'light', viewport: phone, open: openConsent },
  { name: 'consent-zh', locale: 'zh-CN', colorScheme: 'light', viewport: phone, open: openConsent },
  { name: 'consent-th', locale: 'th', colorScheme: 'dark', viewport: phone, open: openConsent },
  { name: 'error', locale: 'en', colorScheme: 'dark', viewport: phone, open: openError },
  { name: 'account', locale: 'th', colorScheme: 'light', viewport: phone, open: openAccount },
  { name: 'app', locale: 'en', colorScheme: 'light', viewport: desk, open: openDeveloper('') },
  { name: 'try', locale: 'en', colorScheme: 'dark', viewport: desk, open: openDeveloper('/try') },
  {
    name: 'reference',
    locale: 'zh-CN',
    colorScheme: 'light',
    viewport: desk,
    open: openDeveloper('/reference'),
  },
  { name: 'overview', locale: 'en', colorScheme: 'light', viewport: desk, open: openOperator('') },
  {
    name: 'platforms',
    locale: 'zh-CN',
    colorScheme: 'dark',
    viewport: desk,
    open: openOperator('/platforms'),
  },
]

/** The demo's own names say that it is one. */
async function nameApp(demo: Demo): Promise<void> {
  const { store, directory } = demo.running.runtime
  const app = await store.appById(`demo-${shown(demo).id}`)
  if (!app) throw new Error('the demo has no app to show')
  await store.putApp({ ...app, version: app.version + 1, name: '订单管家 Order Desk', status: 'online' })
  directory.forget()
}

const executablePath = findChromium()
if (executablePath === undefined) throw new Error('there is no Chromium here: see scripts/needs-chromium.ts')
const data = mkdtempSync(join(tmpdir(), 'hufu-screenshots-'))
mkdirSync(folder, { recursive: true })
const asked = process.argv.slice(2)
const { app, connectTo } = await createApplication()
const application = await app.listen({ host: '127.0.0.1', port: 0 })
const demo = await startDemo({ registry: builtInPlatforms, port: 0, data, application, logLevel: 'error' })
connectTo(demo.dialects, demo.document.platforms)
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
})
try {
  await nameApp(demo)
  for (const { name, locale, colorScheme, viewport, open } of shots) {
    if (asked.length > 0 && !asked.includes(name)) continue
    const context = await browser.newContext({ locale, colorScheme, viewport })
    const page = await context.newPage()
    await open(page, demo)
    const picture = await page.screenshot({ path: join(folder, `${name}.png`), fullPage: viewport === phone })
    await context.close()
    const size = picture.length
    console.log(`${name}.png  ${Math.round(size / 1000)} kB`)
    if (size > LARGEST) throw new Error(`${name}.png has more than ${LARGEST / 1000} kB`)
  }
} finally {
  await browser.close()
  await demo.running.close()
  await app.close()
  rmSync(data, { recursive: true, force: true })
}
