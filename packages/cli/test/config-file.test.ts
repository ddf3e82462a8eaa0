/* What the configuration of the platform half says is checked as it is read, member by member. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ConfigError } from '@hufu/web/config-error'
import { loadConfig } from '../src/config-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-config-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function problemsOf(input: object): Promise<string> {
  const file = join(folder, 'hufu.config.json')
  writeFileSync(file, JSON.stringify(input), { mode: 0o600 })
  try {
    await loadConfig(file)
    return ''
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    return error.message
  }
}
const policy = (override: object, more: object = {}) =>
  problemsOf({ platforms: { 'jd-central': { ...more, policy: override } } })
const at = 'platforms\\.jd-central\\.policy'

for (const [member, override] of [
  ['pkce', { pkce: 'none' }],
  ['accessTokenLifetimes', { accessTokenLifetimes: 60 }],
  ['reuse\\.replay', { reuse: { replaySeconds: 30, then: 'reject', replay: 1 } }],
  ['defaultScope', { defaultScope: ['money'] }],
  ['scopeWords\\.money', { scopeWords: { money: { 'zh-CN': 'a', en: 'a', th: 'a' } } }],
  ['refreshQuota\\.timeZone', { refreshQuota: { count: 5, per: 'month', timeZone: 'Asia/Beijing' } }],
  ['refreshQuota\\.per', { refreshQuota: { count: 5, per: 'week', timeZone: 'Asia/Shanghai' } }],
  ['refreshTokenGranted', { refreshTokenGranted: 'by-right' }],
] as const)
  test(`${member.replaceAll('\\', '')} of a policy is refused by its name, of a platform that is off too`, async () => {
    assert.match(await policy(override), new RegExp(`${at}\\.${member}: `))
    assert.match(await policy(override, { enabled: false }), new RegExp(`${at}\\.${member}: `))
  })

test('unknown members are named with their path, wherever they are', async () => {
  assert.match(await problemsOf({ stoer: 1 }), /^ {2}stoer: there is no such member$/m)
  assert.match(await problemsOf({ listen: { prot: 1 } }), /^ {2}listen\.prot: there is no such member$/m)
})
