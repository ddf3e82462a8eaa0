/* Webhooks on the keeper's pages: what was never taken is seen, and sent again. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { newWebhookSecret } from '@hufu/keeper'
import type { BrowserContextOptions } from 'playwright-core'
import { type Daemon, type KeeperFolder, keeperFolder } from '../../packages/cli/test/keeper-child.ts'
import { type Receiver, startReceiver } from '../../packages/keeper/test/receiver.ts'
import { newPage } from './chromium.ts'
import { judgedAt } from './judged.ts'
import { linkOf } from './keeper-shops.ts'

let receiver: Receiver
let kept: KeeperFolder
let daemon: Daemon
let state: NonNullable<BrowserContextOptions['storageState']>
before(async () => {
  receiver = await startReceiver()
  const endpoint = { url: receiver.url, secret: { env: 'CRM_SECRET' } }
  kept = keeperFolder([], { pollSeconds: 0.2, webhooks: { crm: endpoint, 'erp-of-acme': endpoint } })
  daemon = await kept.daemon({ CRM_SECRET: newWebhookSecret() })
  // As three days of tries leave them.
  const database = new DatabaseSync(join(kept.folder, 'keeper.db'), { timeout: 10_000 })
  const put = database.prepare(
    `insert into webhook_messages (id, endpoint, type, body, attempts, due_at, dead_at, last_error, created_at)
     values (?, ?, ?, '{"type":"connection.created"}', 10, 1795000000, 1795000000, ?, 1794700000)`,
  )
  for (let nth = 10; nth < 62; nth++)
    put.run(`msg_${nth.toString().repeat(12)}`, 'crm', 'connection.reauth_required', 'status 500')
  put.run(`msg_${'f'.repeat(24)}`, 'erp-of-acme', 'quota.low', 'not sent: <b>ENOTFOUND</b>')
  database.exec(
    "update webhook_endpoints set disabled_at = 1795000000, disabled_why = 'it answered 410 Gone' where name like 'erp%'",
  )
  database.close()
  const { page, context } = await newPage()
  await page.goto(linkOf({ daemon }))
  state = await context.storageState()
  await context.close()
})
after(async () => {
  await kept.close()
  await receiver.close()
})

test('the page has no barrier, in three languages, by day and night, on a phone', async () => {
  const { page } = await newPage({ storageState: state })
  await judgedAt(page, daemon.url, ['/ui/webhooks'])
})

test('dead letters are paged, and sent again; an endpoint that was gone is enabled', async () => {
  const { page } = await newPage({ storageState: state, javaScriptEnabled: false })
  await page.goto(`${daemon.url}/ui/connections`)
  await page.getByRole('link', { name: 'Webhooks' }).click()
  const letters = page.locator('.card tbody tr')
  assert.equal(await letters.count(), 50)
  await page.getByRole('link', { name: 'Next page' }).click()
  assert.equal(await letters.count(), 3)
  assert.match((await letters.last().textContent()) ?? '', /quota.*erp-of-acme.*<b>ENOTFOUND<\/b>/is)
  await letters.last().getByRole('button', { name: 'Send again' }).click()
  assert.match((await page.textContent('[role=status]')) ?? '', /sends it again/)
  assert.equal(receiver.received.length, 0, 'it is disabled')
  assert.match((await page.textContent('main')) ?? '', /it answered 410 Gone/)
  await page.getByRole('button', { name: 'Enable' }).click()
  assert.match((await page.textContent('[role=status]')) ?? '', /continues where it stopped/)
  assert.equal((await receiver.until(1))[0]?.headers['webhook-id'], `msg_${'f'.repeat(24)}`)
  await page.getByRole('button', { name: 'Send all again' }).click()
  await receiver.until(53)
  await page.goto(`${daemon.url}/ui/webhooks?after=%27%22%3E<script>`)
  assert.match((await page.textContent('.card')) ?? '', /each message was accepted/)
})

test('a visitor who is not logged in can send nothing', async () => {
  for (const path of [
    '/webhooks',
    '/webhooks/crm/resend',
    '/webhooks/messages/msg_1/resend',
    '/webhooks/crm/enable',
  ]) {
    const method = path === '/webhooks' ? 'GET' : 'POST'
    const { status } = await fetch(`${daemon.url}/ui${path}`, { method, redirect: 'manual' })
    assert.ok(status === 303 || status === 403, `${path}: ${status}`)
  }
})
