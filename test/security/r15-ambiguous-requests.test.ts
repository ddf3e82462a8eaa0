/* docs/security-rules.md, R15, R17: a request that a proxy may have read as another one is refused, not read in one of two ways. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Target, target } from './target.ts'
import { send, sendBytes } from './wire.ts'

suite('R15 ambiguous requests', () => {
  let attacked: Target
  before(async () => {
    attacked = await target({ store: 'memory' })
  })
  after(() => attacked.close())
  const statusOf = async (text: string): Promise<string> =>
    /^HTTP\/1\.1 (\d{3})/.exec(await sendBytes(attacked.origin, text))?.[1] ?? 'nothing'
  const headed = (headers: readonly string[], path = '/healthz') =>
    statusOf(`GET ${path} HTTP/1.1\r\n${[...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`)

  test('a header that decides comes once: host, authorization, content type', async () => {
    assert.equal(await headed(['Host: a']), '200')
    for (const [name, one, other] of [
      ['Host', 'a', 'b'],
      ['Host', 'a', 'a'],
      ['Authorization', 'Basic eDp5', 'Basic eTp4'],
      ['Content-Type', 'application/json', 'text/plain'],
    ] as const) {
      const host = name === 'Host' ? [] : ['Host: a']
      const twice = [...host, `${name}: ${one}`, `${name.toUpperCase()}: ${other}`]
      assert.equal(await headed(twice), '400', twice.join(', '))
      assert.equal(await headed(twice, '/operator/login'), '400', twice.join(', '))
    }
  })

  test('HTTP/1.1 and HTTP/1.0 are spoken, and nothing else', async () => {
    assert.equal(await statusOf('GET /healthz HTTP/1.0\r\n\r\n'), '200')
    for (const line of [
      'GET /healthz',
      'GET /healthz HTTP/0.9',
      'GET /healthz HTTP/1.2',
      'GET /healthz HTTP/2.0',
    ])
      for (const headers of ['', 'Host: a\r\n'])
        assert.equal(await statusOf(`${line}\r\n${headers}\r\n`), '400', line)
  })

  test('an administrative path is the one that is written out: no escaped form of it leads there', async () => {
    for (const path of ['/operator/login', '/developer/login', '/account/login', '/admin/api/openapi.json'])
      assert.notEqual((await send(attacked.origin, path)).status, 404, path)
    for (const path of [
      '/%6fperator/login',
      '/%6Fperator/login',
      '/operato%72/login',
      '/operator%2Flogin',
      '/%64eveloper/login',
      '/%61ccount/login',
      '/admin%2Fapi/openapi.json',
      '/%61dmin/api/openapi.json',
      '/admin/ap%69/openapi.json',
      '/./operator/login',
      '/x/../operator/login',
      '//operator/login',
      '/OPERATOR/login',
    ]) {
      assert.equal(await headed(['Host: a'], path), '404', path)
      assert.equal(await headed(['Host: a'], `http://a${path}`), '404', path)
    }
    const form = 'Host: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'
    assert.equal(await statusOf(`POST /introspect HTTP/1.1\r\n${form}`), '400')
    assert.equal(await statusOf(`POST /introspec%74 HTTP/1.1\r\n${form}`), '404')
  })
})
