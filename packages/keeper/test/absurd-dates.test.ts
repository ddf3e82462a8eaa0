/* One shop whose dates are beyond all dates, as a platform or an import of before may have stated them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatKeys, generateKey, keyRing, parseKeys } from '@hufu/crypto'
import { calendarFile, createKeeper, sqliteKeeperStore } from '@hufu/keeper'
import { sealing } from '../src/sealing/sealing.ts'
import { newFile } from './kept.ts'

const keys = formatKeys([generateKey()])

for (const absurd of [1e13, 1e18, 1e300])
  test(`an end at ${absurd} breaks neither the doctor nor the calendar, in any language`, async () => {
    const store = sqliteKeeperStore(newFile())
    const keeper = await createKeeper({
      store,
      keys,
      schedule: false,
      apps: { oauth2: { clientId: 'c', clientSecret: 's', baseUrl: 'http://127.0.0.1:1' } },
    })
    const id = `cn_${'0'.repeat(24)}`
    const of = { id, tenant: 'acme', platform: 'oauth2', app: 'c', shop: 'S1' }
    const seals = sealing(keyRing(parseKeys(keys)))
    const made = await store.connect(
      {
        ...of,
        status: 'active',
        access: seals.seal(of, 'access', 'A'),
        refresh: seals.seal(of, 'refresh', 'R'),
        issuedAt: 0,
        accessExpiresAt: absurd,
        refreshExpiresAt: absurd,
        authorizationExpiresAt: absurd,
        dueAt: absurd,
        noticeAt: absurd,
        facts: {},
      },
      () => [],
    )
    assert.ok(!('error' in made))
    for (const language of ['en', 'zh-CN', 'th'] as const) {
      const { findings } = await keeper.doctor(id, language)
      assert.match(findings.find(({ code }) => code === 'access_token')?.what ?? '', /275760/)
    }
    const { entries } = await keeper.calendar({ until: 1e301 })
    assert.equal(entries[0]?.at, absurd)
    assert.match(calendarFile(entries), /DTSTART:99991231T235959Z/)
    await keeper.close()
  })
