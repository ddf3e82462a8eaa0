/* A developer's first day, in a real browser: they register, log in, add a second factor, and invite a colleague. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { issueTicket } from '@hufu/accounts'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { nextLetter } from '../letters.ts'
import { type Target, target } from '../security/target.ts'
import { newPage, pageOf } from './chromium.ts'
import { judgedAt } from './judged.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-letters-'))
const mail = { folder, from: 'Hufu <no-reply@example.com>' }
const NEW = 'a good password'

let it: Target
before(async () => void (it = await target({ config: { developers: { registration: 'open' }, mail } })))
after(async () => {
  await it.close()
  rmSync(folder, { recursive: true, force: true })
})

const main = (page: Page) => page.locator('main')
const press = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true }).click()

async function logIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto(`${it.origin}/developer`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await press(page, 'Developer login')
}

for (const javaScriptEnabled of [true, false]) {
  test(`register, log in, second factor, invite a colleague ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const { page } = await newPage({ javaScriptEnabled })
    const email = `li-${javaScriptEnabled}@example.com`
    await page.goto(`${it.origin}/developer/login`)
    await page.getByRole('link', { name: 'Register as a developer' }).click()
    await page.getByLabel('Organisation').fill('Shop tools')
    await page.getByLabel('E-mail').fill(email)
    await press(page, 'Send the link')
    await page.getByRole('heading', { name: 'Check your e-mail' }).waitFor()

    await page.goto(it.origin + (await nextLetter(folder, email, 0)).link)
    await page.getByRole('heading', { name: 'Set up Shop tools' }).waitFor()
    await page.getByLabel('Your name').fill('Li Lei')
    await page.getByLabel('Password').fill('short')
    await press(page, 'Create the account')
    await page.getByText('Use at least 10 characters').waitFor()
    await page.getByLabel('Password').fill(NEW)
    await press(page, 'Create the account')
    await page.getByText('Welcome. Your account is ready.').waitFor()

    await page.getByRole('link', { name: 'Add a second factor' }).click()
    await page.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor()
    const secret = (await page.locator('output').first().innerText()).trim()
    const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 })
    const code = () => totp.generate({ timestamp: it.clock.at * 1000 })
    await page.getByLabel('The six digits that the app shows').fill(code())
    await page.getByLabel('Your password, to confirm').fill(NEW)
    await press(page, 'Turn on')
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
    const recovery = (await page.locator('output').first().innerText()).trim().split('\n')
    assert.equal(recovery.length, 8)

    await page.getByRole('button', { name: 'Log out' }).click()
    it.later(60)
    await logIn(page, email, NEW)
    await page.getByRole('heading', { name: 'Second step' }).waitFor()
    await page.getByLabel('Code', { exact: true }).fill(code())
    await press(page, 'Continue')
    await page.getByRole('heading', { name: 'Apps' }).waitFor()
    await page.getByRole('button', { name: 'Log out' }).click()
    await logIn(page, email, NEW)
    await page.getByText('No phone at hand?').click()
    await page.getByLabel('Recovery code').fill(recovery[0] ?? '')
    await page.getByRole('button', { name: 'Continue' }).last().click()

    await page.getByRole('link', { name: 'Organisation' }).click()
    const colleague = `mei-${javaScriptEnabled}@example.com`
    await page.getByLabel('E-mail').fill(colleague)
    await press(page, 'Send the invitation')
    await page.getByText('The invitation was sent.').waitFor()
    const { page: other } = await newPage({ javaScriptEnabled })
    await other.goto(it.origin + (await nextLetter(folder, colleague, 0)).link)
    await other.getByRole('heading', { name: 'Join Shop tools' }).waitFor()
    await other.getByLabel('Your name').fill('Han Mei')
    await other.getByLabel('Password').fill(NEW)
    await press(other, 'Create the account')
    await other.getByRole('link', { name: 'Organisation' }).click()
    await other.getByRole('cell', { name: 'Li Lei' }).waitFor()
    it.later(3601)
  })
}

test('nothing is wrong with any page, in either colour scheme and three languages', async () => {
  const secret = await issueTicket(
    {
      purpose: 'developer_invitation',
      subject: 'axe',
      payload: { email: 'axe@example.com', organisation: 'Axe' },
      seconds: 9999,
    },
    it.store,
  )
  const { page: stranger } = await newPage()
  const { page: member } = await pageOf(await it.developer(), it.origin)
  for (const [page, ...paths] of [
    [stranger, '/login', '/register', `/welcome?ticket=${secret}`],
    [member, '', '/account', '/account/second-factor', '/organisation'],
  ] as const)
    await judgedAt(
      page,
      it.origin,
      paths.map((path) => `/developer${path}`),
    )
})
