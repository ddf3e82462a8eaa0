/* The audit log's page and files: found as asked, escaped, harmless in a spreadsheet, and changed by nobody. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { NewAuditEntry } from '@hufu/accounts'
import type { Browser } from './browser.ts'
import { bearerOf, consoleOf } from './operators.ts'
import { START, type Target, target } from './target.ts'
import { JSON_TYPE, send } from './wire.ts'

const DAY = 86_400

const entry = (nth: number, more: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  at: START - DAY,
  actor: { kind: 'operator', id: 'ann' },
  action: 'app.approve',
  subject: `app_${nth}`,
  detail: {},
  address: '192.0.2.1',
  requestId: `r${nth}`,
  ...more,
})

suite('the audit log', () => {
  let site: Target
  let auditor: Browser
  before(async () => {
    site = await target()
    auditor = await consoleOf(site, 'auditor', 'auditor')
    await site.store.appendAuditEntries(Array.from({ length: 1203 }, (_, nth) => entry(nth)))
    await site.store.appendAuditEntries([
      entry(2000, {
        actor: { kind: 'developer', id: '=cmd|calc' },
        action: 'app.submit',
        subject: '<script>x',
      }),
      entry(2001, { subject: '-2+3', detail: { reason: 'said "no", 图标\r\n@SUM(1)' } }),
      entry(2002, { subject: '\t=1', at: START - 5 * DAY }),
    ])
  })
  after(() => site.close())

  const rows = (html: string): number => html.split('<tr>').length - 2

  test('is read a page at a time, and searched', async () => {
    const first = await auditor.get('/operator/audit?action=app.approve')
    assert.equal(rows(first.body), 50)
    const plain = first.body.replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    const older = /href="([^"]*before=\d+)"/.exec(plain)?.[1] ?? ''
    assert.ok(older.includes('action=app.approve'))
    const second = await auditor.get(older)
    assert.equal(rows(second.body), 50)
    const [a, b] = [first, second].map(({ body }) => new Set(body.match(/>app_\d+</g)))
    assert.ok([...(a ?? [])].every((each) => !b?.has(each)))
    const found = async (query: string) => rows((await auditor.get(`/operator/audit?${query}`)).body)
    assert.equal(await found('actor=%3Dcmd%7Ccalc'), 1)
    assert.equal(await found('text=%E5%9B%BE%E6%A0%87'), 1)
    assert.equal(await found('subject=app_7'), 1)
    assert.equal(await found('to=2024-07-05'), 1)
    assert.equal(await found('action=nothing.done'), -1)
    assert.equal(await found(`text=${encodeURIComponent("' or 1=1 --")}`), -1)
  })

  test('shows what came from others as text', async () => {
    const { body } = await auditor.get('/operator/audit?action=app.submit')
    assert.ok(!body.includes('<script>x'))
    assert.match(body, /&#60;script&#62;x|&lt;script&gt;x/)
    const echoed = await auditor.get(`/operator/audit?text=${encodeURIComponent('"><script>y')}`)
    assert.ok(!echoed.body.includes('<script>y'))
  })

  test('is exported whole, as CSV that a spreadsheet computes nothing of, and as JSON lines', async () => {
    const csv = await auditor.get('/operator/audit.csv?actor=ann')
    assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8')
    assert.match(String(csv.headers['content-disposition']), /^attachment/)
    assert.equal(csv.headers['cache-control'], 'no-store')
    const lines = csv.body.split('\r\n')
    assert.equal(lines.filter((line) => /^\d+,/.test(line)).length, 1205)
    assert.ok(
      csv.body.includes(`,'-2+3,"{""reason"":""said \\""no\\"", 图标\\r\\n@SUM(1)""}",`),
      csv.body.slice(0, 600),
    )
    assert.ok(csv.body.includes(",'\t=1,"))
    assert.ok((await auditor.get('/operator/audit.csv?action=app.submit')).body.includes(",'=cmd|calc,"))
    const json = await auditor.get('/operator/audit.jsonl?actor=ann')
    const entries = json.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.equal(entries.length, 1205)
    assert.deepEqual(entries[1].detail, { reason: 'said "no", 图标\r\n@SUM(1)' })
    const [own] = await site.store.auditEntries({ action: 'audit.export', limit: 1 })
    assert.deepEqual([own?.actor.id, own?.detail], ['auditor', { actor: 'ann' }])
  })

  test('is for those whose role says so', async () => {
    const support = await consoleOf(site, 'support', 'support')
    for (const path of ['/operator/audit', '/operator/audit.csv', '/operator/audit.jsonl'])
      assert.equal((await support.get(path)).status, 403, path)
    assert.ok(!(await support.get('/operator')).body.includes('/operator/audit'))
  })

  test('no request changes an entry', async () => {
    const admin = await consoleOf(site, 'admin')
    const count = async () => (await site.store.auditEntries({ limit: 9999 })).length
    const before = await count()
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      for (const path of [
        '/operator/audit',
        '/operator/audit.csv',
        '/admin/api/audit',
        '/admin/api/audit/1',
      ]) {
        const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const headers = { cookie, authorization: bearerOf(admin), 'content-type': JSON_TYPE }
        const answer = await send(site.origin, path, { method, headers, body: '{}' })
        assert.equal(answer.status, 404, `${method} ${path}`)
      }
    }
    assert.equal(await count(), before)
  })

  test('an entry is deleted only when it is older than keepDays', async () => {
    site.later(399 * DAY)
    await site.running.runtime.janitor.turn()
    assert.equal((await site.store.auditEntries({ limit: 9999, subject: 'app_7' })).length, 1)
    assert.equal((await site.store.auditEntries({ limit: 9999, subject: '\t=1' })).length, 0)
    site.later(2 * DAY)
    await site.running.runtime.janitor.turn()
    assert.equal((await site.store.auditEntries({ limit: 9999, subject: 'app_7' })).length, 0)
  })
})
