/* R17, developers: nobody sees or touches an app of another organisation's. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Target, target } from './target.ts'

let it: Target
before(async () => void (it = await target()))
after(() => it.close())

suite("another organisation's app", () => {
  test('is no more there than one that was never made', async () => {
    const own = await it.developer('dev-app')
    assert.equal((await own.get('/developer/apps/app-jos2')).status, 200)
    const theirs = await own.get('/developer/apps/other-jos2')
    const nobodys = await own.get('/developer/apps/never-jos2')
    assert.equal(theirs.status, 404)
    assert.equal(nobodys.status, 404)
    const plain = (body: string) => body.replaceAll(/value="[^"]*"/g, '')
    assert.equal(plain(theirs.body), plain(nobodys.body))
  })

  test('is not on the list', async () => {
    const page = await (await it.developer('dev-app')).get('/developer')
    assert.match(page.body, /app-jos2/)
    assert.doesNotMatch(page.body, /other-jos2/)
  })
})
