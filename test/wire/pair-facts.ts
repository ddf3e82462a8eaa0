/* What the protocol pages say of parameters in queries and forms, asked of one platform's token and refresh calls. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grantedBy } from './common-facts.ts'
import { FORM, type Pairs, type Platform, type Reply, type Request, encoded, form } from './platform.ts'
import type { It, Spoken, Tokens, Way } from './spoken.ts'

export interface SpokenInPairs extends Spoken {
  readonly ways: readonly Way[]
  exchangePairs(code: string): Pairs
  refreshPairs(tokens: Tokens): Pairs
  /** What the absence of a parameter is answered by, at each call. */
  readonly missing: {
    readonly exchange: Readonly<Record<string, unknown>>
    readonly refresh: Readonly<Record<string, unknown>>
  }
  readonly repeated: { readonly [name: string]: unknown; readonly otherwise: unknown }
  /** Secrets that are none, and what each is answered by; empty where the platform asks for none. */
  readonly unauthenticated: readonly (readonly [replaced: Pairs, code: unknown])[]
}

export const sent = (path: string, pairs: Pairs, way: Way): Request =>
  way === 'POST, form'
    ? form(path, pairs)
    : { method: way === 'GET' ? 'GET' : 'POST', path: `${path}?${encoded(pairs)}` }

const replaced = (pairs: Pairs, by: Pairs): Pairs => {
  const names = new Set(by.map(([name]) => name))
  return [...pairs.filter(([name]) => !names.has(name)), ...by.filter(([, value]) => value !== '')]
}

export function pairFacts(spoken: SpokenInPairs, platform: Platform): void {
  const { dialect, paths, codes, codeOf, ways, exchangePairs, refreshPairs } = spoken
  const link = encoded(spoken.link)
  const granted = grantedBy(spoken)
  const it: It = (fact, run) => void test(`${dialect.id}: ${fact}`, run)
  const repeated = (name: string) => spoken.repeated[name] ?? spoken.repeated.otherwise
  const success = (reply: Reply) => assert.equal(codeOf(reply), codes.success, reply.text)
  const says = (reply: Reply, code: unknown, message?: string) =>
    assert.deepEqual([reply.status, codeOf(reply)], [200, code], `${message} ${reply.text}`)

  for (const way of ways) {
    const redeem = async (pairs: Pairs) => platform.send(sent(paths.token, pairs, way))
    const renew = async (pairs: Pairs) => platform.send(sent(paths.refresh, pairs, way))

    it(`${way}: order is free, unknown parameters are ignored, empty ones are absent`, async () => {
      const more: Pairs = [
        ['nobody_knows', '1'],
        ['nobody_knows', '2'],
        ['__proto__', 'x'],
        ['odd[]', ''],
      ]
      const pairs = exchangePairs(await platform.code(link))
      success(await redeem([...more, ...pairs.toReversed()]))
      const tokens = await granted(platform)
      success(await renew([...more, ...refreshPairs(tokens).toReversed()]))
    })

    it(`${way}: a known parameter that comes twice is refused, and costs the code nothing`, async () => {
      const pairs = exchangePairs(await platform.code(link))
      for (const pair of pairs) says(await redeem([...pairs, pair]), repeated(pair[0]), pair[0])
      success(await redeem(pairs))
      const again = refreshPairs(await granted(platform))
      for (const pair of again) says(await renew([...again, [pair[0], 'other']]), repeated(pair[0]), pair[0])
      success(await renew(again))
    })

    it(`${way}: a missing parameter has its code, an empty one the same, and costs the code nothing`, async () => {
      const pairs = exchangePairs(await platform.code(link))
      for (const [name, code] of Object.entries(spoken.missing.exchange)) {
        says(await redeem(pairs.filter(([each]) => each !== name)), code, name)
        says(await redeem(pairs.map(([each, value]) => [each, each === name ? '' : value])), code, name)
      }
      success(await redeem(pairs))
      const again = refreshPairs(await granted(platform))
      for (const [name, code] of Object.entries(spoken.missing.refresh)) {
        says(await renew(again.filter(([each]) => each !== name)), code, name)
        says(await renew(again.map(([each, value]) => [each, each === name ? '' : value])), code, name)
      }
      success(await renew(again))
    })

    for (const [index, [wrong, code]] of spoken.unauthenticated.entries()) {
      const named = wrong.map((pair) => pair.join('=')).join(' ')
      it(`${way}: a failed authentication never consumes a code or refresh token: ${named || index}`, async () => {
        const pairs = exchangePairs(await platform.code(link))
        says(await redeem(replaced(pairs, wrong)), code)
        success(await redeem(pairs))
        const again = refreshPairs(await granted(platform))
        says(await renew(replaced(again, wrong)), code)
        success(await renew(again))
      })
    }
  }

  it('empty pairs mean nothing, in queries and forms', async () => {
    const emptied = (pairs: Pairs) => `&${encoded(pairs).replaceAll('&', '&&')}&&`
    const next = async () => exchangePairs(await platform.code(link))
    success(await platform.send({ path: `${paths.token}?${emptied(await next())}` }))
    if (!ways.includes('POST, form')) return
    const request = form(paths.token, [])
    success(await platform.send({ ...request, body: emptied(await next()) }))
    success(await platform.send({ method: 'POST', path: `${paths.token}?${emptied(await next())}` }))
  })

  it('a code that was never issued, or is misspelt, is refused', async () => {
    const code = await platform.code(link)
    const [way] = ways
    for (const wrong of [
      'invented',
      `${code}x`,
      code.slice(1),
      code.toUpperCase(),
      ` ${code}`,
      '京东',
      '0'.repeat(5000),
    ]) {
      if (way)
        says(await platform.send(sent(paths.token, exchangePairs(wrong), way)), codes.codeRefused, wrong)
    }
    success(await platform.send(spoken.exchange(platform, code)))
  })

  it('bytes that are no UTF-8 in a known parameter are refused, in an unknown one ignored', async () => {
    const pairs = encoded(exchangePairs(await platform.code(link)))
    const [name] = exchangePairs('').find(([, value]) => value === '') ?? ['code']
    const broken = encoded(exchangePairs('x')).replace(`${name}=x`, `${name}=%FF`)
    says(await platform.send({ path: `${paths.token}?${broken}` }), repeated(name))
    success(await platform.send({ path: `${paths.token}?%FF=%FF&nobody_knows=%FF&${pairs}` }))
  })

  if (!ways.includes('POST, form')) return

  for (const type of [
    ';charset=UTF-8',
    '; charset=UTF-8',
    ';charset="utf-8"',
    '; charset=utf8; q=1',
    ' ; CHARSET=Utf-8',
    ...['ISO-8859-1', 'GBK', 'gb2312', 'us-ascii', 'Big5', 'TIS-620', 'windows-1252'].map(
      (each) => `; charset=${each}`,
    ),
  ]) {
    it(`a form is a form: "${type}"`, async () => {
      const request = form(paths.token, exchangePairs(await platform.code(link)))
      success(await platform.send({ ...request, headers: { 'content-type': FORM + type } }))
      const upper = form(paths.token, exchangePairs(await platform.code(link)))
      success(await platform.send({ ...upper, headers: { 'content-type': FORM.toUpperCase() + type } }))
    })
  }

  it('another content type or character set: 415 in the platform’s own envelope, and costs the code nothing', async () => {
    const pairs = exchangePairs(await platform.code(link))
    const request = form(paths.token, pairs)
    const json = JSON.stringify(Object.fromEntries(pairs))
    for (const [type, body] of [
      ['application/json', json],
      ['text/plain', request.body],
      ['', request.body],
      ['multipart/form-data; boundary=x', request.body],
      [`${FORM};charset=GBK`, `${request.body}&x=\u00d6\u00d0`],
      [`${FORM};charset=iso-8859-1`, `${request.body}&x=\u00e9`],
      [`${FORM};charset=utf-16`, request.body],
      [`${FORM};charset=unheard-of`, request.body],
    ] as const) {
      const headers = type === '' ? {} : { 'content-type': type }
      const reply = await platform.send({ method: 'POST', path: paths.token, headers, body: body ?? '' })
      assert.deepEqual([reply.status, codeOf(reply)], [415, codes.transport], type)
      assert.equal(reply.headers['content-type'], 'application/json;charset=utf-8')
    }
    success(await platform.send(request))
  })

  it('a parameter in the query and one in the form are of one request: twice is refused', async () => {
    const pairs = exchangePairs(await platform.code(link))
    const [first, ...rest] = pairs
    assert.ok(first)
    const whole = form(paths.token, pairs)
    says(await platform.send({ ...whole, path: `${paths.token}?${encoded([first])}` }), repeated(first[0]))
    const half = form(paths.token, rest)
    success(await platform.send({ ...half, path: `${paths.token}?${encoded([first])}` }))
  })
}
