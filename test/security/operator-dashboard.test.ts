/* What a person on call is told, and to whom. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createOperator } from '@hufu/accounts'
import { consoleOf } from './operators.ts'
import { type Target, target } from './target.ts'

suite('the overview', () => {
  let site: Target
  before(async () => {
    site = await target()
  })
  after(() => site.close())

  const english = { 'accept-language': 'en' }
  const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

  test('counts what was asked and refused, and says what waits, is frozen, and ends soon', async () => {
    const admin = await consoleOf(site, 'root', 'admin', english)
    const overview = async () => textOf((await admin.get('/operator')).body)
    assert.match(await overview(), /No request was refused/)
    const [first] = site.sites
    assert.ok(first)
    await first.tokens()
    await first.ask('token', { code: 'no code of ours' })
    await site.putApp('jos2', 'waits', { status: 'submitted' })
    await site.putApp('jos2', 'rotated', {
      secrets: [
        site.keptSecret('new', 'jos2', 'rotated-jos2'),
        site.keptSecret('old', 'jos2', 'rotated-jos2', site.clock.at + 3600),
      ],
    })
    await createOperator('never-came', { store: site.store }, 'support')
    for (let nth = 0; nth < 7; nth++) await site.merchant(`guess-${nth}`).login(first.link(), 'demo', 'wrong')
    const said = await overview()
    assert.match(said, /Store writable .*Janitor up to date .*Key ring in order/)
    assert.match(said, /Apps to review 1 .*Frozen accounts 1 /)
    assert.match(said, /code_unknown 1|code_/)
    assert.match(said, /user demo 127\.0\.0\.0\/24/)
    assert.match(said, /former AppSecret of Name of rotated/)
    assert.match(said, /one-time password of never-came/)
    assert.match(said, /Hufu \d+\.\d+\.\d+, Node 24/)
    assert.match((await admin.get('/operator')).body, /data-live="\/operator"/)
  })

  test('names frozen accounts to those who may read accounts alone', async () => {
    const reviewer = await consoleOf(site, 'reviewer', 'reviewer', english)
    const said = textOf((await reviewer.get('/operator')).body)
    assert.match(said, /Frozen accounts 1 /)
    assert.ok(!said.includes('user demo'))
  })

  test('says so when the store cannot be written', async () => {
    const admin = await consoleOf(site, 'root2', 'admin', english)
    const { store } = site.running.runtime
    const held = store.once
    Object.assign(store, { once: async () => Promise.reject(new Error('disk full')) })
    try {
      const real = performance.now.bind(performance)
      performance.now = () => real() + 60_000
      try {
        assert.match(textOf((await admin.get('/operator')).body), /Store not writable/)
      } finally {
        performance.now = real
      }
    } finally {
      Object.assign(store, { once: held })
    }
  })
})
