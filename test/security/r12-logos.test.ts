/* R2, R12, R13, R14 for logos: a picture and nothing else, from an upload and nowhere else. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, suite, test } from 'node:test'
import { jpeg, png, webp } from '../../packages/accounts/test/pictures.ts'
import type { Browser } from './browser.ts'
import { type Target, target } from './target.ts'
import { post, send } from './wire.ts'

const SCRIPT = '<script>alert(document.domain)</script>'
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`

let it: Target
let own: Browser
let token: string
before(async () => void (it = await target()))
beforeEach(async () => {
  // Of its own for each test: what waits for review is taken at once before an app is online.
  await it.putApp('jos2', 'app', { status: 'online_test', organisationId: 'org-app' })
  own = await it.developer('dev-app')
  const page = await own.get('/developer/apps/app-jos2/settings')
  token = page.forms.find(({ action }) => action.endsWith('/settings/logo'))?.fields['token'] ?? ''
  assert.notEqual(token, '')
})
after(() => it.close())

const PATH = '/developer/apps/app-jos2/settings/logo'

/** As a browser sends it. */
function upload(
  file: Buffer,
  { type = 'image/png', name = 'logo.png', path = PATH, sent = token, as = own } = {},
) {
  const edge = '----edge'
  const body = Buffer.concat([
    Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="token"\r\n\r\n${sent}\r\n`),
    Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="logo"; filename="${name}"\r\n`),
    Buffer.from(`content-type: ${type}\r\n\r\n`),
    file,
    Buffer.from(`\r\n--${edge}--\r\n`),
  ])
  const cookie = [...as.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
  return post(it.origin, path, body, `multipart/form-data; boundary=${edge}`, { cookie })
}

const versionNow = async () => (await it.store.appById('app-jos2'))?.logo

suite('a logo', () => {
  test('that is a picture is served as that picture, and as nothing else', async () => {
    for (const [file, type] of [
      [png(), 'image/png'],
      [jpeg, 'image/jpeg'],
      [webp, 'image/webp'],
    ] as const) {
      // What the sender says of its type and name is nobody's business.
      const answer = await upload(file, { type: 'text/html', name: '../../x.html' })
      assert.equal(answer.status, 303, answer.body)
      const served = await send(it.origin, `/logos/app-jos2?v=${await versionNow()}`)
      assert.equal(served.status, 200)
      assert.equal(served.headers['content-type'], type)
      assert.equal(served.headers['x-content-type-options'], 'nosniff')
      assert.match(String(served.headers['content-security-policy']), /^default-src 'none'; sandbox/)
      assert.match(String(served.headers['cache-control']), /immutable/)
      assert.equal(served.headers['set-cookie'], undefined)
    }
  })

  test('that is anything else is refused by its bytes', async () => {
    const before = await versionNow()
    for (const [name, file] of [
      ['SVG', Buffer.from(SVG)],
      ['SVG behind XML', Buffer.from(`<?xml version="1.0"?>${SVG}`)],
      ['page', Buffer.from(`<!doctype html>${SCRIPT}`)],
      ['GIF that is a script', Buffer.from('GIF89a/*\u0001\u0000*/=1;alert(1)', 'latin1')],
      ['PDF', Buffer.from('%PDF-1.7')],
      ['beginning of a PNG', png().subarray(0, 30)],
      ['PNG with a page for its picture', Buffer.concat([png().subarray(0, 33), Buffer.from(SCRIPT)])],
      ['nothing', Buffer.alloc(0)],
    ] as const) {
      for (const type of ['image/png', 'image/svg+xml']) {
        const answer = await upload(file, { type })
        assert.equal(answer.status, 400, name)
        assert.match(answer.body, /class="wrong"/)
      }
    }
    assert.equal(await versionNow(), before)
  })

  test('that is a picture and a page at once loses the page', async () => {
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, SCRIPT.length + 2]), Buffer.from(SCRIPT)])
    for (const file of [
      Buffer.concat([png(), Buffer.from(SCRIPT)]),
      png(64, 72, [['tEXt', Buffer.from(SCRIPT)]]),
      Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2), Buffer.from(SVG)]),
      Buffer.concat([webp, Buffer.from(SCRIPT)]),
    ]) {
      assert.equal((await upload(file)).status, 303)
      const { body } = await send(it.origin, `/logos/app-jos2?v=${await versionNow()}`)
      assert.doesNotMatch(body, /alert/)
    }
  })

  test('has bounds: a bomb of points, a file too large, ten megabytes', async () => {
    const before = await versionNow()
    assert.equal((await upload(png(1025, 64))).status, 400)
    assert.equal((await upload(png(0xffff_ffff, 0xffff_ffff))).status, 400)
    assert.equal((await upload(png(8, 8))).status, 400)
    const large = await upload(Buffer.concat([png(), Buffer.alloc(200 * 1024)]))
    assert.equal(large.status, 400)
    assert.match(large.body, /96 KB/)
    assert.equal((await upload(Buffer.alloc(10 * 1024 * 1024))).status, 413)
    assert.equal(await versionNow(), before)
  })

  test('is sent by a form of this session, to an app of one’s own, and by nobody else', async () => {
    const before = await versionNow()
    for (const sent of ['', 'x.y']) assert.equal((await upload(png(), { sent })).status, 403)
    const other = await it.developer('dev-other')
    assert.equal((await upload(png(), { as: other })).status, 403)
    assert.equal((await upload(png(), { path: '/developer/apps/other-jos2/settings/logo' })).status, 403)
    const stranger = await post(it.origin, PATH, Buffer.alloc(1000), 'multipart/form-data; boundary=x')
    assert.match(String(stranger.headers.location), /^\/developer\/login\?/)
    assert.equal(await versionNow(), before)
  })

  test('is never fetched: an address for it is not taken', async () => {
    const edge = '----edge'
    const fields = Object.entries({ token, logo: 'http://169.254.169.254/latest/meta-data' })
    const body = fields
      .map(
        ([name, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      .join('')
    const cookie = [...own.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const type = `multipart/form-data; boundary=${edge}`
    const answer = await post(it.origin, PATH, `${body}--${edge}--\r\n`, type, { cookie })
    assert.equal(answer.status, 400)
  })

  test('that is not there is not there, however it is asked for', async () => {
    for (const target of [
      '/logos/app-jos2',
      '/logos/app-jos2?v=',
      `/logos/app-jos2?v=${'a'.repeat(22)}`,
      '/logos/..%2f..%2fetc%2fpasswd?v=aaaaaaaaaaaaaaaaaaaaaa',
      `/logos/other-jos2?v=${await versionNow()}`,
    ]) {
      const answer = await send(it.origin, target)
      assert.equal(answer.status, 404, target)
      assert.match(String(answer.headers['content-type']), /^application\/json/)
    }
  })
})
