import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { formatKeys, generateKey } from '@hufu/crypto'
import { type Diagnosis, type FindingCode, type Keeper, createKeeper, sqliteKeeperStore } from '@hufu/keeper'
import { failing } from './failing.ts'
import { type Kept, keep, newFile, newFolder } from './kept.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'
import { warningsTo } from './warnings.ts'

const ROTATING = 'chainup'
const COUNTED = 'jd-central'
const WINDOWED = 'jos2'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())
beforeEach(() => sandbox.ask('DELETE', '/requests'))

const one = ({ names: [name], seeded: [seeded] }: Kept) => {
  assert.ok(name && seeded)
  return { name, seeded }
}
function found<Code extends FindingCode>({ findings }: Diagnosis, code: Code) {
  const finding = findings.find((each) => each.code === code)
  assert.ok(finding, `${code} is not among ${findings.map((each) => each.code).join(', ')}`)
  return finding as Extract<(typeof findings)[number], { code: Code }>
}
const has = ({ findings }: Diagnosis, code: FindingCode) => findings.some((each) => each.code === code)

describe('the doctor', () => {
  test('has little to say of a connection that works', async () => {
    const kept = await keep(sandbox, ROTATING, 1)
    const { name } = one(kept)
    await kept.keeper.refresh(name)
    const diagnosis = await kept.keeper.doctor(name)
    assert.deepEqual([...new Set(diagnosis.findings.map(({ severity }) => severity))], ['ok'])
    const next = found(diagnosis, 'next_refresh')
    assert.equal(next.facts.because, 'fraction')
    assert.ok(next.facts.at > diagnosis.at)
    assert.match(next.what, /^It is refreshed next \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(in .+\)\.$/)
    assert.match(found(diagnosis, 'policy').what, /new refresh token each time/)
    assert.deepEqual(
      diagnosis.timeline.map(({ type }) => type),
      ['connection.refreshed', 'connection.created'],
    )
    const byId = await kept.keeper.doctor(diagnosis.connection.id)
    assert.deepEqual(
      byId.findings.map(({ code }) => code),
      diagnosis.findings.map(({ code }) => code),
    )
    await kept.keeper.close()
  })

  test('says the same in Chinese and Thai, whatever it finds', async () => {
    const kept = await keep(sandbox, ROTATING, 1)
    const { name } = one(kept)
    const english = await kept.keeper.doctor(name)
    for (const [language, script] of [
      ['zh-CN', /\p{Script=Han}/u],
      ['th', /\p{Script=Thai}/u],
    ] as const) {
      const said = await kept.keeper.doctor(name, language)
      assert.deepEqual(
        said.findings.map(({ code }) => code),
        english.findings.map(({ code }) => code),
      )
      for (const { what, why, todo } of said.findings)
        for (const text of [what, why, todo]) if (text !== undefined) assert.match(text, script)
    }
    await kept.keeper.close()
  })

  test('explains a refusal, and puts it first', async () => {
    const kept = await keep(sandbox, ROTATING, 1)
    const { name, seeded } = one(kept)
    await sandbox.fault({
      kind: 'error',
      reason: 'refresh_token_unknown',
      platform: ROTATING,
      grantId: seeded.grantId,
      times: 1,
    })
    await assert.rejects(kept.keeper.refresh(name))
    const diagnosis = await kept.keeper.doctor(name)
    assert.equal(diagnosis.findings[0]?.severity, 'error')
    assert.equal(found(diagnosis, 'status').facts.status, 'reauth_required')
    assert.match(found(diagnosis, 'reconnect').todo ?? '', /reconnectUrl/)
    const error = found(diagnosis, 'last_error')
    assert.match(error.what, /The platform said: \d+/)
    assert.match(error.todo ?? '', /reconnect link/)
    assert.ok(has(diagnosis, 'no_next_refresh'))
    assert.equal(diagnosis.timeline[0]?.type, 'connection.reauth_required')
    await kept.keeper.close()
  })

  test('explains a lost answer, and what becomes of it', async () => {
    const policy = { reuse: { replaySeconds: 0, then: 'revoke-family' } } as const
    const kept = await keep(sandbox, ROTATING, 1, { policy })
    const { name } = one(kept)
    await sandbox.fault({ kind: 'lost', platform: ROTATING, times: 1 })
    await assert.rejects(kept.keeper.refresh(name))
    const diagnosis = await kept.keeper.doctor(name)
    const uncertain = found(diagnosis, 'uncertain')
    assert.equal(uncertain.facts.attempts, 1)
    assert.equal(uncertain.facts.triedAt, diagnosis.connection.accessExpiresAt)
    assert.match(uncertain.why ?? '', /nothing is left to lose/)
    assert.equal(found(diagnosis, 'next_refresh').facts.because, 'uncertain')
    assert.match(found(diagnosis, 'policy').what, /does not repeat a lost answer.*ends the authorization/)
    await kept.keeper.close()
  })

  test('knows quota, window and end', async () => {
    const policy = { refreshQuota: { count: 2, per: 'month', timeZone: 'Asia/Bangkok' } } as const
    const counted = await keep(sandbox, COUNTED, 1, { policy })
    const { name, seeded } = one(counted)
    await counted.keeper.refresh(name)
    await counted.keeper.refreshAfter(name)
    const spent = found(await counted.keeper.doctor(name), 'quota')
    assert.deepEqual([spent.facts.used, spent.facts.most, spent.severity], [2, 2, 'error'])
    assert.match(spent.what, /^2 of the 2 refreshes .* a month/)
    const { accessToken, refreshToken, openId } = seeded.tokens
    const endsAt = Math.floor(Date.now() / 1000) + 5 * 86_400
    const given = {
      ...name,
      accessToken,
      refreshToken,
      openId,
      expiresAt: endsAt,
      authorizationExpiresAt: endsAt,
    }
    await counted.keeper.add(given)
    const ends = found(await counted.keeper.doctor(name), 'ends')
    assert.deepEqual([ends.facts.at, ends.facts.days, ends.severity], [endsAt, 5, 'warning'])
    await counted.keeper.close()

    const windowed = await keep(sandbox, WINDOWED, 1)
    const diagnosis = await windowed.keeper.doctor(one(windowed).name)
    assert.equal(found(diagnosis, 'next_refresh').facts.because, 'window')
    assert.equal(found(diagnosis, 'policy').facts.windowSeconds, 86_400)
    await windowed.keeper.close()
  })

  test('sees who holds the lease, and tokens that lie in the spool', async () => {
    const { state, wrapped } = failing(sqliteKeeperStore(newFile()), ['persist', 'journal'])
    const kept = await keep(sandbox, ROTATING, 1, { keeper: { store: wrapped, spool: newFolder() } })
    const { name } = one(kept)
    await sandbox.fault({ kind: 'slow', seconds: 0.5, platform: ROTATING, times: 1 })
    state.failing = true
    const underway = kept.keeper.refresh(name)
    await kept.until(async () => (await kept.keeper.connection(name)).refreshing)
    const during = found(await kept.keeper.doctor(name), 'underway')
    assert.equal(during.facts.ours, true)
    assert.match(during.what, /by this process/)
    await underway
    const spooled = found(await kept.keeper.doctor(name), 'spooled')
    assert.deepEqual(spooled.facts, { disk: 1, memory: 0 })
    state.failing = false
    await kept.keeper.close()
  })

  test('names the key that the ring lacks, or has another of that id, and the application that is not configured', async () => {
    const [old, fresh] = [generateKey(), generateKey()]
    const app = { clientId: 'app-1', clientSecret: 's', baseUrl: 'http://127.0.0.1:1' }
    const file = newFile()
    const open = (keys: string, platform: string): Promise<Keeper> =>
      createKeeper({
        store: `sqlite:${file}`,
        keys,
        apps: { [platform]: app },
        schedule: false,
        log: warningsTo(() => undefined),
      })
    const first = await open(formatKeys([old]), 'jos')
    const { id } = await first.add({
      tenant: 'acme',
      platform: 'jos',
      shop: 'S1',
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: Date.now() / 1000 + 3600,
    })
    await first.close()
    const rotated = await open(formatKeys([fresh, old]), 'jos')
    const sealed = found(await rotated.doctor(id), 'sealed_with')
    assert.deepEqual([sealed.facts, sealed.severity], [{ key: old.id, current: fresh.id }, 'info'])
    assert.match(sealed.todo ?? '', /Rekey/)
    await rotated.close()
    const lost = await open(formatKeys([fresh]), 'jd-central')
    const diagnosis = await lost.doctor(id)
    assert.deepEqual(found(diagnosis, 'key_missing').facts, { key: old.id, ring: fresh.id })
    assert.equal(found(diagnosis, 'app_missing').severity, 'error')
    await lost.close()
    const other = await open(formatKeys([{ ...fresh, id: old.id }]), 'jos')
    for (const language of ['en', 'zh-CN', 'th'] as const) {
      const said = await other.doctor(id, language)
      const broken = found(said, 'seal_broken')
      assert.deepEqual([broken.facts, broken.severity], [{ key: old.id }, 'error'])
      assert.ok(broken.what.includes(old.id), broken.what)
      assert.ok(!has(said, 'sealed_with') && !has(said, 'key_missing'))
    }
    // The database is sound, and newer than any backup.
    const hint = /seal_broken: .*the key ring has another key .*, or .*Put the right key back\. Only if/
    await assert.rejects(other.refresh({ tenant: 'acme', platform: 'jos', shop: 'S1' }), hint)
    await other.close()
  })
})
