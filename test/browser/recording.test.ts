/* What a browser's network panel saves of a merchant's visit: the link and the way back, as the dialect says. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createApplication } from '@hufu/demo/application'
import { type Demo, startDemo } from '@hufu/demo/instance'
import { builtInPlatforms } from '@hufu/dialects'
import { readRecording, redactRecording, verifyRecording } from '@hufu/recordings'
import { oneOfEach } from '../mechanisms.ts'
import { DESK, theBrowser } from './chromium.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-har-'))
let demo: Demo
let application: string
let stop: () => Promise<unknown>

before(async () => {
  const { app, connectTo } = await createApplication()
  application = await app.listen({ host: '127.0.0.1', port: 0 })
  demo = await startDemo({ port: 0, data: folder, application, registry: builtInPlatforms })
  connectTo(demo.dialects, demo.document.platforms)
  stop = () => Promise.all([app.close(), demo.running.close()])
})
after(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

for (const dialect of oneOfEach('pages'))
  test(`${dialect.id}: a HAR has link and callback, and nothing that differs`, async () => {
    const path = join(folder, `${dialect.id}.har`)
    const context = await (
      await theBrowser()
    ).newContext({
      viewport: DESK,
      locale: 'en',
      recordHar: { path, mode: 'full', content: 'embed' },
    })
    const page = await context.newPage()
    await page.goto(application)
    await page.locator(`form[action="/connect/${dialect.id}"] button`).click()
    await page.locator('input[name=username]').fill(demo.document.merchant.username)
    await page.locator('input[name=password]').fill(demo.document.merchant.password)
    await page.locator('form button[type=submit], form button').first().click()
    await page.locator('button[name=decision][value=approve]').click()
    await page.waitForURL(`${application}/**`)
    await context.close()

    const exchanges = readRecording(readFileSync(path, 'utf8'))
    const report = verifyRecording(dialect, exchanges)
    assert.deepEqual(
      report.exchanges.flatMap(({ findings }) => findings),
      [],
    )
    const steps = report.exchanges.map(({ step }) => step)
    assert.deepEqual([...new Set(steps)], ['authorize', 'callback'])
    assert.equal(steps.filter((step) => step === 'callback').length, 1, 'told once, though it is there twice')
    assert.ok(report.elsewhere.length > 0, 'pages and styles are named')
    const shared = redactRecording(dialect, exchanges).map((each) => JSON.stringify(each))
    assert.ok(verifyRecording(dialect, readRecording(shared.join('\n'))).isClean)
    const { searchParams } = new URL(
      exchanges.find(({ request }) => request.url.includes('code='))?.request.url ?? '',
    )
    for (const name of ['code', 'state']) assert.ok(!shared.join().includes(searchParams.get(name) ?? '?'))
  })
