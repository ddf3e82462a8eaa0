/* Replies that the keeper does not use by itself are kept, told, and left to a person; what is odd beside tokens costs none. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sqliteKeeperStore } from '@hufu/keeper'
import { failing } from './failing.ts'
import { newFile } from './kept.ts'
import { scripted } from './scripted.ts'

const reply = (nth: number, more: object = {}) => ({
  access_token: `A${nth}`,
  refresh_token: `R${nth}`,
  expires_in: 86_400,
  scope: 'snsapi_base',
  open_id: 'o-111',
  uid: '111',
  time: 1,
  token_type: 'bearer',
  code: 0,
  ...more,
})
const jos2 = { policy: { refreshWindow: undefined } }
const seed = { accessToken: 'A0', refreshToken: 'R0', userId: '111', openId: 'o-111' }

describe('a refresh that answers with another shop or user', () => {
  for (const [member, other] of [
    ['userId', { uid: '222' }],
    ['openId', { open_id: 'o-222' }],
  ] as const)
    test(`is not handed out, and a person can accept it (${member})`, async (t) => {
      const kept = await scripted(t, 'jos2', (_, nth) => ({ body: reply(nth, other) }), jos2)
      const { keeper, name, now, told, clock, calls } = kept
      const { id } = await keeper.add({ ...name, ...seed, expiresAt: now() + 86_400 })
      await assert.rejects(keeper.refresh(name), { error: 'identity_changed' })
      assert.equal((await keeper.token(name)).accessToken, 'A0')
      const view = await keeper.connection(name)
      assert.deepEqual(
        [view.status, view.generation, view.lastError?.error, view.facts.userId],
        ['reauth_required', 1, 'identity_changed', '111'],
      )
      assert.deepEqual(
        told.filter(({ type }) => type === 'connection.identity_changed').map(({ data }) => data['member']),
        [member],
      )
      for (const language of ['en', 'zh-CN', 'th'] as const) {
        const { findings } = await keeper.doctor(name, language)
        const found = findings.find(({ code }) => code === 'identity_changed')
        assert.match(found?.todo ?? '', /hufu keeper accept/)
      }
      clock.ahead = 90_000
      await assert.rejects(keeper.token(name), { error: 'reauth_required' })
      assert.equal(calls(), 1)
      const accepted = await keeper.accept(id)
      assert.deepEqual([accepted.status, accepted.generation, accepted.shop], ['active', 2, 'S1'])
      clock.ahead = 0
      assert.equal((await keeper.token(name)).accessToken, 'A1')
      await assert.rejects(keeper.accept(id), { error: 'nothing_to_accept' })
      // Whose they are is known now.
      clock.ahead = 2
      assert.equal((await keeper.refresh(name)).generation, 3)
    })

  test('is known by the union id alone, where the imported tokens state nothing else', async (t) => {
    const kept = await scripted(t, 'jos2', (_, nth) => ({ body: reply(nth, { xid: 'x-222' }) }), jos2)
    const { keeper, name, now, told } = kept
    const line = { ...name, access_token: 'A0', refresh_token: 'R0', union_id: 'x-111' }
    const text = `${JSON.stringify({ ...line, expires_at: now() + 86_400 })}\n`
    await keeper.import([text], { format: 'jsonl' })
    await assert.rejects(keeper.refresh(name), { error: 'identity_changed' })
    assert.deepEqual(
      told.filter(({ type }) => type === 'connection.identity_changed').map(({ data }) => data['member']),
      ['unionId'],
    )
  })

  test('is believed once where the tokens that were added state no identity, and then no other is', async (t) => {
    const answers = [{ uid: '111' }, { uid: '222' }]
    const kept = await scripted(t, 'jos2', (_, nth) => ({ body: reply(nth, answers[nth - 1]) }), jos2)
    const { keeper, name, now, clock } = kept
    const { userId: _, openId: __, ...tokens } = seed
    await keeper.add({ ...name, ...tokens, expiresAt: now() + 86_400 })
    await keeper.refresh(name)
    assert.equal((await keeper.connection(name)).facts.userId, '111')
    clock.ahead += 5
    await assert.rejects(keeper.refresh(name), { error: 'identity_changed' })
  })

  test('is not said to be kept where the store is away: the log says that they are lost', async (t) => {
    const { state, wrapped } = failing(sqliteKeeperStore(newFile()), ['holdBack'])
    const kept = await scripted(t, 'jos2', (_, nth) => ({ body: reply(nth, { uid: '222' }) }), {
      ...jos2,
      keeper: { store: wrapped },
    })
    const { keeper, name, warned } = kept
    await keeper.add({ ...name, ...seed, expiresAt: Math.floor(Date.now() / 1000) + 86_400 })
    state.failing = true
    await assert.rejects(keeper.refresh(name), { error: 'store_unavailable' })
    assert.match(JSON.stringify(warned), /were not kept/)
    assert.equal((await keeper.token(name)).accessToken, 'A0')
  })

  test('is overtaken by the shop’s new tokens', async (t) => {
    const kept = await scripted(t, 'jos2', (_, nth) => ({ body: reply(nth, { uid: '222' }) }), jos2)
    const { keeper, name, now } = kept
    await keeper.add({ ...name, ...seed, expiresAt: now() + 86_400 })
    await assert.rejects(keeper.refresh(name), { error: 'identity_changed' })
    await keeper.add({ ...name, ...seed, accessToken: 'B', refreshToken: 'S', expiresAt: now() + 90_000 })
    await assert.rejects(keeper.accept(name), { error: 'nothing_to_accept' })
    assert.ok((await keeper.doctor(name)).findings.every(({ code }) => code !== 'identity_changed'))
  })

  test('is the same in another spelling of an id, or where it says nothing of it', async (t) => {
    const answers = [{ uid: '00111' }, { uid: undefined, open_id: undefined }, { uid: '111' }]
    const kept = await scripted(t, 'jos2', (_, nth) => ({ body: reply(nth, answers[nth - 1]) }), jos2)
    const { keeper, name, now, clock } = kept
    await keeper.add({ ...name, ...seed, expiresAt: now() + 86_400 })
    for (const generation of [2, 3, 4]) {
      clock.ahead += 5
      assert.equal((await keeper.refresh(name)).generation, generation)
    }
    const { facts } = await keeper.connection(name)
    assert.deepEqual([facts.userId, facts.openId], ['111', 'o-111'])
  })
})

describe('a success that cannot be read', () => {
  const broken = '{"access_token":"NEW-ACCESS","refresh_token":"NEW-REFRESH", oh'
  test('is kept sealed, told and shown, and a person can read it', async (t) => {
    const kept = await scripted(t, 'oauth2', () => ({ body: broken }), {
      policy: { reuse: { replaySeconds: 0, then: 'revoke-family' } },
    })
    const { keeper, name, now, told, warned, store } = kept
    const { id } = await keeper.add({ ...name, accessToken: 'A0', refreshToken: 'R0', expiresAt: now() + 60 })
    await assert.rejects(keeper.refresh(name), { error: 'answer_unreadable' })
    const [found] = await keeper.unreadableReplies(name)
    assert.deepEqual([found?.status, found?.body], [200, broken])
    assert.equal(told.filter(({ type }) => type === 'token.unreadable').length, 1)
    const { findings } = await keeper.doctor(name)
    assert.match(findings.find(({ code }) => code === 'unreadable')?.todo ?? '', /hufu keeper replies/)
    const said = JSON.stringify([
      told,
      warned,
      findings,
      await store.heldReplies(id),
      await store.story(id, 50),
    ])
    assert.doesNotMatch(said, /NEW-/)
    await keeper.add({
      ...name,
      accessToken: 'NEW-ACCESS',
      refreshToken: 'NEW-REFRESH',
      expiresAt: now() + 999,
    })
    assert.deepEqual(await keeper.unreadableReplies(name), [])
  })

  test('but for its refresh token is kept beside the tokens, and the old one is shown last', async (t) => {
    const body = {
      access_token: 'A1',
      token_type: 'bearer',
      expires_in: 1000,
      refresh_token: { v: 'NEW-REFRESH' },
    }
    const kept = await scripted(t, 'oauth2', () => ({ body }), {
      policy: { reuse: { replaySeconds: 0, then: 'revoke-family' } },
    })
    const { keeper, name, now, told, warned } = kept
    await keeper.add({ ...name, accessToken: 'A0', refreshToken: 'R0', expiresAt: now() + 60 })
    const { generation, accessExpiresAt, nextRefreshAt } = await keeper.refresh(name)
    assert.deepEqual([generation, nextRefreshAt], [2, accessExpiresAt])
    assert.equal((await keeper.token(name)).accessToken, 'A1')
    const [found] = await keeper.unreadableReplies(name)
    assert.match(found?.body ?? '', /NEW-REFRESH/)
    assert.equal(told.filter(({ type }) => type === 'token.unreadable').length, 1)
    assert.ok((await keeper.doctor(name)).findings.some(({ code }) => code === 'unreadable'))
    assert.doesNotMatch(JSON.stringify([told, warned]), /NEW-REFRESH/)
  })

  test('is kept once, and eight different ones at most', async (t) => {
    const kept = await scripted(t, 'oauth2', (_, nth) => ({ body: nth < 4 ? broken : `${broken} ${nth}` }))
    const { keeper, name, now, store } = kept
    const { id } = await keeper.add({ ...name, accessToken: 'A0', refreshToken: 'R0', expiresAt: now() + 60 })
    for (let nth = 0; nth < 3; nth++) await keeper.refresh(name).catch(() => undefined)
    assert.ok((await store.heldReplies(id)).length <= 8)
  })

  test('is not pushed out by the pages of a portal, and the newest stay', async (t) => {
    const kept = await scripted(t, 'oauth2', (_, nth) =>
      nth <= 10
        ? { type: 'text/html', body: `<p>Sign in to the network, request ${nth}` }
        : { body: `${broken} ${nth}` },
    )
    const { keeper, name, now, clock } = kept
    await keeper.add({ ...name, accessToken: 'A0', refreshToken: 'R0', expiresAt: now() + 60 })
    for (let nth = 0; nth < 22; nth++) {
      await keeper.refresh(name).catch(() => undefined)
      clock.ahead += 120
    }
    const bodies = (await keeper.unreadableReplies(name)).map(({ body }) => body)
    assert.ok(kept.calls() > 11, `${kept.calls()}`)
    assert.ok(bodies.filter((body) => body.startsWith('<p>')).length <= 1, bodies.join('\n'))
    assert.ok(bodies.includes(`${broken} ${kept.calls()}`), bodies.join('\n'))
  })
})

test('an odd member beside tokens does not prevent their use, and is in the log, the metrics and the view', async (t) => {
  const lines: unknown[] = []
  const log = { debug: () => undefined, warn: () => undefined, info: (about: unknown) => lines.push(about) }
  const kept = await scripted(t, 'jos2', (_, nth) => ({ body: reply(nth, { uid: 111, expires_in: '' }) }), {
    ...jos2,
    keeper: { log },
  })
  const { keeper, name, now } = kept
  await keeper.add({ ...name, ...seed, expiresAt: now() + 86_400 })
  const { generation, facts } = await keeper.refresh(name)
  assert.equal(generation, 2)
  assert.ok((facts.oddities?.length ?? 0) > 0)
  assert.match(JSON.stringify(lines), /"oddities":\[\{"member"/)
  assert.match(await keeper.metrics(), /hufu_keeper_answer_oddities_total\{platform="jos2",app="APP"\} [1-9]/)
})
