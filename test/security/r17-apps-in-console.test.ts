/* R10 and R17 for what developers do to apps: no secret twice, and nothing that was reviewed changes without a review. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, suite, test } from 'node:test'
import { jos2 } from '@hufu/dialects'
import type { Browser, Page } from './browser.ts'
import { type Target, target } from './target.ts'

const pages = ['', '/settings', '/secret', '/history', '/check-callback?value=x', '/check-address?value=x']

let it: Target
let own: Browser
before(async () => void (it = await target()))
beforeEach(async () => void (own = await it.developer('dev-app')))
after(() => it.close())

const formTo = (page: Page, path: string) => {
  const form = page.forms.find(({ action }) => action.endsWith(path))
  assert.ok(form, `no form to ${path}`)
  return form
}

suite('a secret', () => {
  const create = async (name: string): Promise<{ page: Page; form: { action: string; fields: object } }> => {
    const form = formTo(await own.get('/developer/apps/new'), '/apps/new')
    const page = await own.submit(form.action, { ...form.fields, platform: jos2.id, name })
    return { page, form }
  }
  const secretOn = ({ body }: Page): string => />([0-9a-f]{64})</.exec(body)?.[1] ?? ''

  test('is shown once, in the answer to the form, and kept by nobody', async () => {
    const { page } = await create('Orders')
    assert.equal(page.status, 200)
    assert.equal(page.headers['cache-control'], 'no-store')
    const secret = secretOn(page)
    assert.notEqual(secret, '')
    const id = /\/developer\/apps\/(app_[0-9a-f]+)/.exec(page.body)?.[1] ?? ''
    for (const path of pages) {
      assert.doesNotMatch((await own.get(`/developer/apps/${id}${path}`)).body, new RegExp(secret))
    }
    assert.equal((await it.store.appById(id))?.status, 'online_test')
    assert.ok(!it.log().includes(secret))
    assert.ok(!JSON.stringify(await it.store.auditEntries({ limit: 100 })).includes(secret))
    assert.ok(!JSON.stringify(await it.store.appHistory(id, 100)).includes(secret))
  })

  test('the same form sent again makes no second app, and shows no second secret', async () => {
    const { form } = await create('Once')
    const again = await own.submit(form.action, { ...form.fields, platform: jos2.id, name: 'Once' })
    assert.equal(again.status, 303)
    const apps = await it.store.apps({ organisationId: 'org-app' })
    assert.equal(apps.filter(({ name }) => name === 'Once').length, 1)
  })

  test('is replaced with an overlap that ends by itself, in the developer’s own name', async () => {
    const form = formTo(await own.get('/developer/apps/app-jos2/secret'), '/secret')
    const page = await own.submit(form.action, { ...form.fields, overlap: '3600' })
    assert.equal(page.status, 200)
    assert.notEqual(secretOn(page), '')
    const [audited] = await it.store.auditEntries({ action: 'app.secret', limit: 1 })
    assert.deepEqual([audited?.actor, audited?.subject], [{ kind: 'developer', id: 'dev-app' }, 'app-jos2'])
    const secrets = (await it.store.appById('app-jos2'))?.secrets ?? []
    assert.deepEqual(
      secrets.map(({ until }) => until),
      [undefined, it.clock.at + 3600],
    )
    const second = formTo(await own.get('/developer/apps/app-jos2/secret'), '/secret')
    assert.equal((await own.submit(second.action, { ...second.fields, overlap: '3600' })).status, 409)
    const wrong = formTo(await own.get('/developer/apps/app-jos2/secret'), '/secret')
    assert.equal((await own.submit(wrong.action, { ...wrong.fields, overlap: '-1' })).status, 409)
  })

  test('a private key is a file, once, and its public half is the app’s', async () => {
    const form = formTo(await own.get('/developer/apps/app-chainup/settings'), '/settings/key-pair')
    const answer = await own.submit(form.action, { ...form.fields, as: 'pem' })
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.match(String(answer.headers['content-type']), /^application\/x-pem-file/)
    assert.match(
      String(answer.headers['content-disposition']),
      /^attachment; filename="app-chainup-private-key\.pem"$/,
    )
    assert.match(answer.body, /^-----BEGIN PRIVATE KEY-----\n/)
    const again = await own.submit(form.action, { ...form.fields, as: 'pem' })
    assert.equal(again.status, 303)
    assert.doesNotMatch(it.log(), /PRIVATE KEY/)
    const pasted = formTo(await own.get('/developer/apps/app-chainup/settings'), '/settings/keys')
    const refused = await own.submit(pasted.action, { ...pasted.fields, publicKey: answer.body })
    assert.equal(refused.status, 400)
    assert.doesNotMatch(refused.body, /BEGIN PRIVATE KEY/, 'what was pasted by mistake is not said again')
  })
})

suite('what was reviewed of an online app', () => {
  test('is changed by review: a name for fishing waits', async () => {
    const page = await own.get('/developer/apps/app-jos/settings')
    const form = formTo(page, '/settings/name')
    const answer = await own.submit(form.action, { ...form.fields, name: 'The Bank' })
    assert.equal(answer.status, 303)
    assert.match(String(answer.headers.location), /done=proposed$/)
    const app = await it.store.appById('app-jos')
    assert.deepEqual([app?.name, app?.proposed?.settings], ['Name of app', { name: 'The Bank' }])
    const overview = await own.get('/developer/apps/app-jos')
    const { action, fields } = formTo(overview, '/changes/withdraw')
    assert.equal((await own.submit(action, fields)).status, 303)
    assert.equal((await it.store.appById('app-jos'))?.proposed, undefined)
  })
})
