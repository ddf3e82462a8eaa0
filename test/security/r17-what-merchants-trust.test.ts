/* R17: what a merchant trusts of an app is the platform's to say: whose shop tests it, by whom it is, who writes to whom. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from './browser.ts'
import { bearerOf, consoleOf } from './operators.ts'
import { SHOP, START, type Target, target } from './target.ts'
import { JSON_TYPE, send } from './wire.ts'

const FOREIGN = '2000000077'
const NONE = '2999999999'

let it: Target
let own: Browser
let operator: Browser
before(async () => {
  it = await target()
  await it.store.putShop({ id: FOREIGN, name: "Somebody else's", createdAt: START })
  own = await it.developer('dev-app')
  operator = await consoleOf(it, 'admin')
})
after(() => it.close())

const formTo = ({ forms }: Page, path: string) => {
  const form = forms.find(({ action }) => action.endsWith(path))
  assert.ok(form, `no form to ${path}`)
  return form
}
async function fill(as: Browser, page: string, path: string, fields: Readonly<Record<string, string>>) {
  const form = formTo(await as.get(page), path)
  return as.submit(form.action, { ...form.fields, ...fields })
}
const settings = '/developer/apps/app-jos2/settings'
const shops = async () => (await it.store.appById('app-jos2'))?.testShops

suite('test shops', () => {
  test("a foreign shop is no developer's to name, and is not told from one that is not there", async () => {
    const foreign = await fill(own, settings, '/settings/test-shops', { testShops: FOREIGN })
    const none = await fill(own, settings, '/settings/test-shops', { testShops: NONE })
    assert.deepEqual([foreign.status, none.status, await shops()], [400, 400, []])
    const said = ({ body }: Page) => body.replaceAll(/name="token" value="[^"]*"/g, '')
    assert.match(said(foreign), /不是您组织的测试店铺/)
    assert.equal(said(foreign), said(none))
    assert.ok(!said(foreign).includes(FOREIGN))
  })

  test("a developer is offered their organisation's test shops, and can choose them", async () => {
    assert.match(
      (await own.get(settings)).body,
      new RegExp(`type="checkbox" name="testShops" value="${SHOP}"`),
    )
    assert.equal((await fill(own, settings, '/settings/test-shops', { testShops: SHOP })).status, 303)
    assert.deepEqual(await shops(), [SHOP])
  })

  test('an operator gives an organisation another test shop in the console, if that shop exists', async () => {
    const page = '/operator/developers/organisations/org-app'
    assert.equal((await fill(operator, page, '/test-shops', { testShops: `${SHOP}\n${NONE}` })).status, 400)
    assert.equal(
      (await fill(operator, page, '/test-shops', { testShops: `${SHOP}\n${FOREIGN}` })).status,
      303,
    )
    assert.deepEqual((await it.store.organisation('org-app'))?.testShops, [SHOP, FOREIGN])
    assert.match((await own.get(settings)).body, new RegExp(`name="testShops" value="${FOREIGN}"`))
  })

  test('and by the admin API', async () => {
    const authorization = bearerOf(operator)
    const patch = (testShops: readonly string[]) =>
      send(it.origin, '/admin/api/organisations/org-app', {
        method: 'PATCH',
        headers: { authorization, 'content-type': JSON_TYPE },
        body: JSON.stringify({ testShops }),
      })
    assert.equal((await patch([NONE])).status, 400)
    const { status, body } = await patch([SHOP])
    assert.deepEqual([status, JSON.parse(body).organisation.testShops], [200, [SHOP]])
  })
})

suite('the name of an organisation', () => {
  const page = '/developer/organisation'
  const name = async () => (await it.store.organisation('org-late'))?.name

  test('is the platform’s to change once merchants read it under an app, even by a form from before', async () => {
    await it.putDeveloper('late')
    const late = await it.developer('dev-late')
    await it.putApp('jos2', 'late', { organisationId: 'org-late', status: 'online_test' })
    assert.equal((await fill(late, page, '/name', { name: 'Late tools' })).status, 303)
    const before = formTo(await late.get(page), '/name')
    for (const status of ['submitted', 'online', 'suspended'] as const) {
      await it.putApp('jos2', 'late', { status, ...(status === 'suspended' && { statusBefore: 'online' }) })
      const answer = await late.submit(before.action, { ...before.fields, name: 'JD Finance' })
      assert.deepEqual([answer.status, await name()], [400, 'Late tools'], status)
      const { body, forms } = await late.get(page)
      assert.match(body, /请联系平台/)
      assert.ok(!forms.some(({ action }) => action.endsWith('/name')))
    }
    const authorization = bearerOf(operator)
    const renamed = await send(it.origin, '/admin/api/organisations/org-late', {
      method: 'PATCH',
      headers: { authorization, 'content-type': JSON_TYPE },
      body: JSON.stringify({ name: 'Later tools' }),
    })
    assert.deepEqual([renamed.status, await name()], [200, 'Later tools'])
  })

  test('carries no address into a letter: neither renaming nor a developer’s name brings it there', async () => {
    await it.putDeveloper('link')
    const link = await it.developer('dev-link')
    for (const wrong of ['Unlock: https://evil.example/login now', 'evil.example', 'a@b', 'x'.repeat(61)]) {
      const renamed = await fill(link, page, '/name', { name: wrong })
      const called = await fill(link, '/developer/account', '/account/name', { name: wrong })
      assert.deepEqual([renamed.status, called.status], [400, 400], wrong)
    }
    assert.equal((await it.store.organisation('org-link'))?.name, 'Organisation of link')
    assert.equal((await it.store.developer('dev-link'))?.name, 'Name of dev-link')
  })
})
