/*
 * docs/security-rules.md, R15: a request says one thing, to every reader. A parameter twice, in query and body, as an array, under the
 * names of prototypes, in odd charsets, behind semicolons: refused or plainly ignored, and never at the cost of the code.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { type Dialect, type WireRequest, signingsOf } from '@hufu/dialects'
import { type Site, type Target, CALLBACK, granted, isRefused, secretOf, target } from './target.ts'
import { type Answer, FORM, JSON_TYPE, pairs, post, send } from './wire.ts'

type Pair = readonly [name: string, value: string]

let attacked: Target
before(async () => (attacked = await target({ store: 'memory' })))
after(() => attacked.close())

const sealing = ({ envelope }: Dialect): boolean => envelope !== undefined

/** Whether its calls carry pairs, in the query or in a form. */
const inPairs = ({ token: { request } }: Dialect): boolean =>
  request.carrier.in === 'query' || request.carrier.in === 'form'
const inJson = ({ token: { request } }: Dialect): boolean => request.carrier.in === 'json'

/** Whether an unknown parameter is signed too, so that one that was added is a forgery. */
const signsAll = ({ token: { request } }: Dialect): boolean =>
  (signingsOf(request.carrier) ?? []).some(({ parts }) => parts.some((part) => 'sorted' in part))

/** Whether the dialect's codec reads this call for tokens, by the key of the application. */
function reads(site: Site, wire: Partial<WireRequest> & Pick<WireRequest, 'method'>): boolean {
  try {
    const whole = { query: '', mediaType: '', body: '', ...wire }
    site.dialect.token.request.decode(whole, site.speaking('app'))
    return true
  } catch {
    return false
  }
}

for (const dialect of triedDialects.filter(inPairs)) {
  suite(`${dialect.id}, code to tokens`, () => {
    let site: Site
    let path: string
    before(() => {
      site = attacked.site(dialect)
      path = `${site.base}${dialect.token.path}`
    })
    const { methods } = dialect.token

    /** The parameters of a good request for this code. */
    function good(code: string): readonly Pair[] {
      const asked = { clientId: 'KEY-app', clientSecret: secretOf('app'), redirectUri: CALLBACK, code }
      const { query, body } = site.wire('token', asked, site.speaking('app'))
      return [...new URLSearchParams(query || body)]
    }
    /** Some platforms take the same as JSON. */
    const takesJson = (all: readonly Pair[]): boolean =>
      reads(site, { method: 'POST', mediaType: JSON_TYPE, body: JSON.stringify(Object.fromEntries(all)) })
    /** Those that no good request can do without. */
    const needed = (all: readonly Pair[]): readonly Pair[] =>
      all.filter((pair) => {
        const rest = pairs(all.filter((each) => each !== pair))
        return !reads(
          site,
          methods.includes('GET')
            ? { method: 'GET', query: rest }
            : { method: 'POST', mediaType: FORM, body: rest },
        )
      })
    const byForm = (body: string, type = FORM, query = ''): Promise<Answer> =>
      post(attacked.origin, `${path}${query && `?${query}`}`, body, type)
    /** The good way: a query by GET, or a form where the platform takes no GET. */
    const byQuery = (query: string): Promise<Answer> =>
      methods.includes('GET') ? send(attacked.origin, `${path}?${query}`) : byForm(query)
    const ways = methods.includes('POST') ? [byQuery, (body: string) => byForm(body)] : [byQuery]

    /** Each attempt is refused, in the platform's own envelope, and the code is good afterwards. */
    async function costNothing(
      attempts: (all: readonly Pair[]) => readonly (readonly [why: string, () => Promise<Answer>])[],
    ): Promise<void> {
      const code = await site.code()
      for (const [why, attempt] of attempts(good(code))) {
        const answer = await attempt()
        assert.ok(answer.status < 500, `${why}: ${answer.status}`)
        // Another path may be another endpoint's, or nobody's: then the answer has another envelope.
        if (why === 'in the path') assert.doesNotMatch(answer.body, /access_?token"/i)
        else assert.ok(isRefused(site.read('token', answer)), `${why}: ${answer.body}`)
      }
      granted(site.read('token', await byQuery(pairs(good(code)))))
    }

    test('every parameter twice: alike, other, empty, escaped, in any order', () =>
      costNothing((all) =>
        all.flatMap(([name, value]) => {
          const whole = pairs(all)
          const escaped = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`
          return [
            `${whole}&${pairs([[name, value]])}`,
            `${whole}&${name}=other`,
            `${name}=other&${whole}`,
            `${whole}&${name}=`,
            `${whole}&${name}`,
            `${name}&${whole}`,
            `${whole}&${escaped}=other`,
            `${escaped}=other&${whole}`,
          ].flatMap((wire) => ways.map((way) => [wire, () => way(wire)] as const))
        }),
      ))

    if (methods.includes('POST')) {
      test('every parameter in query and body both', () =>
        costNothing((all) =>
          all.flatMap(([name, value]) => [
            [`${name} alike`, () => byForm(pairs(all), FORM, pairs([[name, value]]))],
            [`${name} other in the query`, () => byForm(pairs(all), FORM, `${name}=other`)],
            [`${name} other in the body`, () => byForm(`${name}=other`, FORM, pairs(all))],
            [`${name} empty in the query`, () => byForm(pairs(all), FORM, `${name}=`)],
          ]),
        ))

      test('some in the query and some in the body is one request', async () => {
        const all = good(await site.code())
        granted(site.read('token', await byForm(pairs(all.slice(1)), FORM, pairs(all.slice(0, 1)))))
      })

      test('content types and charsets that say something else', () =>
        costNothing((all) =>
          [
            'text/plain',
            'application/json',
            'application/xml',
            'application/x-www-form-urlencoded-x',
            'application/octet-stream',
            'multipart/form-data; boundary=x',
            'x',
            `${FORM}; charset=utf-16`,
            `${FORM}; charset=utf-16be`,
            `${FORM}; charset=utf-7`,
            `${FORM}; charset=us-ascii; charset=utf-16`,
            `${FORM}, ${FORM}`,
          ].map((type) => [type, () => byForm(pairs(all), type)]),
        ))

      test('charsets that say the same', async () => {
        for (const type of [
          `${FORM}; charset=gbk`,
          `${FORM}; charset="iso-8859-1"`,
          `${FORM};charset=UTF-8`,
          `${FORM}; charset=utf-8`,
          `${FORM}; charset="utf-8"`,
          FORM.toUpperCase(),
        ]) {
          granted(site.read('token', await byForm(pairs(good(await site.code())), type)))
        }
      })

      test('bodies in other encodings of characters and contents', () =>
        costNothing((all) => [
          ['UTF-16', () => post(attacked.origin, path, Buffer.from(pairs(all), 'utf16le'))],
          ['a byte order mark', () => byForm(`\ufeff${pairs(all)}`)],
          ['no UTF-8', () => post(attacked.origin, path, Buffer.from(`${pairs(all)}&x=\xff\xfe`, 'latin1'))],
          ...(takesJson(all)
            ? []
            : [['JSON', () => byForm(JSON.stringify(Object.fromEntries(all)), JSON_TYPE)] as const]),
          ['a JSON text as a form', () => byForm(JSON.stringify(Object.fromEntries(all)))],
        ]))
    }

    test('arrays, objects, dots and brackets are names like others', () =>
      costNothing((all) =>
        needed(all).flatMap(([name, value]) =>
          [
            `${name}[]`,
            `${name}[0]`,
            `${name}.0`,
            `[${name}]`,
            `${name}%5B%5D`,
            `${name}%00`,
            `${name}+`,
            `+${name}`,
            name.toUpperCase(),
            ` ${name}`,
          ].flatMap((odd) => {
            const wire = all
              .map((pair) =>
                pair[0] === name
                  ? `${odd.replaceAll(' ', '%20')}=${encodeURIComponent(value)}`
                  : pairs([pair]),
              )
              .join('&')
            return ways.map((way) => [wire, () => way(wire)] as const)
          }),
        ),
      ))

    test('the names of prototypes are names like others', async () => {
      for (const name of [
        '__proto__',
        'constructor',
        'prototype',
        'toString',
        'hasOwnProperty',
        '__proto__[code]',
        'constructor[prototype][code]',
        '__defineGetter__',
      ]) {
        for (const way of ways) {
          const answer = site.read(
            'token',
            await way(`${name}=x&${pairs(good(await site.code()))}&${name}=y`),
          )
          if (signsAll(dialect)) assert.ok(isRefused(answer))
          else granted(answer)
        }
      }
      assert.equal(({} as Record<string, unknown>)['code'], undefined)
      assert.equal(Object.hasOwn(Object.prototype, 'x'), false)
      await costNothing((all) =>
        needed(all).map(([name]) => {
          const without = all.filter(([each]) => each !== name)
          return [
            `no ${name}, but in a prototype`,
            () => byQuery(`${pairs(without)}&__proto__[${name}]=x&__proto__=${name}`),
          ]
        }),
      )
    })

    test('a semicolon ends nothing', () =>
      costNothing((all) => {
        const joined = pairs(all).replaceAll('&', ';')
        const last = pairs(all.slice(-1))
        return [
          ['between all', () => byQuery(`x;${joined}`)],
          ['before the last', () => byQuery(`${pairs(all.slice(0, -1))};${last}`)],
          ['in the path', () => send(attacked.origin, `${path};${pairs(all)}`)],
          ['a value goes on behind it', () => byQuery(`${pairs(all)};x=1`)],
        ]
      }))

    test('empty pairs mean nothing', async () => {
      granted(
        site.read('token', await byQuery(`&&&${pairs(good(await site.code())).replaceAll('&', '&&')}&&`)),
      )
    })

    test('escapes that are none, in a parameter that is asked for', () =>
      costNothing((all) =>
        all.flatMap(([name]) =>
          ['%', '%zz', '%ff', '%c0%af', '%u0041'].map((wrong) => {
            const wire = all.map((pair) => (pair[0] === name ? `${name}=${wrong}` : pairs([pair]))).join('&')
            return [wire, () => byQuery(wire)] as const
          }),
        ),
      ))

    test('a method by another name', () =>
      costNothing((all) => [
        [
          'override',
          () =>
            send(attacked.origin, `${path}?${pairs(all)}`, {
              method: 'DELETE',
              headers: { 'x-http-method-override': 'GET' },
            }),
        ],
        ['OPTIONS', () => send(attacked.origin, `${path}?${pairs(all)}`, { method: 'OPTIONS' })],
        [
          'PUT',
          () =>
            send(attacked.origin, path, {
              method: 'PUT',
              headers: { 'content-type': FORM },
              body: pairs(all),
            }),
        ],
        ['_method', () => send(attacked.origin, `${path}?${pairs(all)}&_method=GET`, { method: 'PATCH' })],
      ]))
  })

  test(`${dialect.id}: HEAD redeems nothing`, async () => {
    const site = attacked.site(dialect)
    const code = await site.code()
    const asked = { clientId: 'KEY-app', clientSecret: secretOf('app'), redirectUri: CALLBACK, code }
    const { query, body } = site.wire('token', asked, site.speaking('app'))
    const { status } = await send(attacked.origin, `${site.base}${dialect.token.path}?${query || body}`, {
      method: 'HEAD',
    })
    assert.equal(status, 405)
    granted(await site.ask('token', { code }))
  })
}

for (const dialect of triedDialects.filter(sealing)) {
  suite(`${dialect.id}, the sealed body`, () => {
    let site: Site
    let path: string
    before(() => {
      site = attacked.site(dialect)
      path = `${site.base}${dialect.token.path}`
    })
    const sealed = (code: string) =>
      site.wire('token', { clientId: 'KEY-app', code }, site.speaking('app')).body
    const inside = (text: string): string => {
      const own = {
        app_id: 'KEY-app',
        time: attacked.clock.at * 1000,
        ...site.speaking('app').envelope.seal(text),
      }
      return JSON.stringify(own)
    }
    const attempt = async (body: string, type = JSON_TYPE, query = '') => {
      const answer = await post(attacked.origin, path + query, body, type)
      assert.ok(answer.status < 500, body)
      return site.read('token', answer)
    }
    async function costNothing(bodies: (code: string) => readonly string[]): Promise<void> {
      const code = await site.code()
      for (const body of bodies(code)) assert.ok(isRefused(await attempt(body)), body)
      granted(await attempt(sealed(code)))
    }

    test('a member twice, outside and inside, however it is spelt', () =>
      costNothing((code) => {
        const names = ['app_id', 'time', 'data', 'sign']
        return [
          ...names.map((name) => `{"${name}":"other",${sealed(code).slice(1)}`),
          ...names.map((name) => `${sealed(code).slice(0, -1)},"${name}":"other"}`),
          ...names.map(
            (name) =>
              `${sealed(code).slice(0, -1)},"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}":"other"}`,
          ),
          inside(`{"code":"other","code":"${code}"}`),
          inside(`{"code":"${code}","code":"${code}"}`),
          inside(`{"code":"${code}","c\\u006fde":"other"}`),
        ]
      }))

    test('arrays, objects, numbers and nothing in the place of text', () =>
      costNothing((code) => {
        const whole = JSON.parse(sealed(code)) as Record<string, unknown>
        const others: readonly unknown[] = [
          null,
          [],
          {},
          [whole['data']],
          { toString: 'x' },
          true,
          1,
          '',
          ' ',
        ]
        return [
          ...['app_id', 'time', 'data', 'sign'].flatMap((name) =>
            others.map((each) => JSON.stringify({ ...whole, [name]: each })),
          ),
          ...others.map((each) => inside(JSON.stringify({ code: each }))),
          inside(`["${code}"]`),
          inside(`"${code}"`),
          inside(code),
          JSON.stringify([whole]),
          `[${sealed(code)}]`,
          JSON.stringify(JSON.stringify(whole)),
          `${sealed(code)}${sealed(code)}`,
          `${sealed(code)},`,
        ]
      }))

    test('prototypes give nothing', async () => {
      await costNothing((code) => {
        const whole = JSON.parse(sealed(code)) as Record<string, unknown>
        return [
          `{"__proto__":${JSON.stringify(whole)}}`,
          `{"constructor":{"prototype":${JSON.stringify(whole)}}}`,
          inside(`{"__proto__":{"code":"${code}"}}`),
          `{"__proto__":{"app_id":"KEY-app"},${JSON.stringify({ ...whole, app_id: undefined }).slice(1)}`,
        ]
      })
      granted(await attempt(`{"__proto__":{"x":1},"constructor":1,${sealed(await site.code()).slice(1)}`))
      assert.equal(Object.hasOwn(Object.prototype, 'x'), false)
    })

    test('content types and charsets', async () => {
      const code = await site.code()
      for (const type of [
        'text/plain',
        FORM,
        'application/json-x',
        'text/json',
        '',
        `${JSON_TYPE}; charset=utf-16`,
        `${JSON_TYPE}; charset=unheard-of`,
        `${JSON_TYPE}, ${JSON_TYPE}`,
      ]) {
        assert.ok(isRefused(await attempt(sealed(code), type)), type)
      }
      granted(await attempt(sealed(code), `${JSON_TYPE};charset=UTF-8`))
      granted(await attempt(sealed(await site.code()), `${JSON_TYPE};charset=GBK`))
      assert.ok(isRefused(await attempt(`\ufeff${sealed(await site.code())}`)))
    })

    test('a query beside the body is not read', async () => {
      granted(
        await attempt(sealed(await site.code()), JSON_TYPE, '?app_id=KEY-other&code=other&data=x&sign=x'),
      )
    })
  })
}

for (const dialect of triedDialects.filter(inJson)) {
  test(`${dialect.id}: a member of the JSON twice, of another type, or in another place is refused and costs nothing`, async () => {
    const site = attacked.site(dialect)
    const code = await site.code()
    const asked = { clientId: 'KEY-app', clientSecret: secretOf('app'), redirectUri: CALLBACK, code }
    const wire = () => site.wire('token', asked, site.speaking('app'))
    const attempt = async (changes: Partial<ReturnType<typeof wire>>, why: string) => {
      const answer = await site.deliver('token', { ...wire(), ...changes })
      assert.ok(answer.status < 500, why)
      assert.ok(isRefused(site.read('token', answer)), `${why}: ${answer.body}`)
    }
    const { body, query } = wire()
    for (const [name, value] of Object.entries(JSON.parse(body) as Record<string, unknown>)) {
      await attempt({ body: `{"${name}":"other",${body.slice(1)}` }, `${name} before`)
      await attempt({ body: `${body.slice(0, -1)},"${name}":"other"}` }, `${name} behind`)
      await attempt(
        { body: `${body.slice(0, -1)},"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}":"other"}` },
        `${name} escaped`,
      )
      // What is there for the sake of clients alone may be anything.
      const { [name]: _left, ...rest } = JSON.parse(body) as Record<string, unknown>
      if (reads(site, { ...wire(), body: JSON.stringify(rest) })) continue
      for (const other of [null, [], {}, [value], true, ''])
        await attempt(
          { body: JSON.stringify({ ...JSON.parse(body), [name]: other }) },
          `${name} as ${JSON.stringify(other)}`,
        )
    }
    for (const odd of [
      `[${body}]`,
      `${body}${body}`,
      JSON.stringify(body),
      `{"__proto__":${body}}`,
      `\ufeff${body}`,
      '',
    ])
      await attempt({ body: odd }, odd)
    for (const mediaType of ['text/plain', FORM, 'application/json-x'])
      await attempt({ mediaType }, mediaType)
    for (const pair of query === '' ? [] : query.split('&'))
      await attempt({ query: `${query}&${pair}` }, `${pair} twice`)
    granted(site.read('token', await site.deliver('token', wire())))
    assert.equal(Object.hasOwn(Object.prototype, 'code'), false)
  })
}

for (const dialect of triedDialects.filter(inPairs)) {
  test(`${dialect.id}: a refresh whose parameters come twice changes nothing`, async () => {
    const site = attacked.site(dialect)
    const tokens = await site.tokens()
    const asked = {
      clientId: 'KEY-app',
      clientSecret: secretOf('app'),
      refreshToken: tokens.refreshToken ?? '',
      openId: tokens.openId ?? '',
    }
    const { query, body } = site.wire('refresh', asked, site.speaking('app'))
    const all = [...new URLSearchParams(query || body)]
    for (const [name, value] of all) {
      for (const other of [value, 'other', '']) {
        const wire = `${pairs(all)}&${pairs([[name, other]])}`
        assert.ok(
          isRefused(
            site.read('refresh', await send(attacked.origin, `${site.base}${dialect.refresh.path}?${wire}`)),
          ),
          wire,
        )
      }
    }
    granted(await site.refresh(tokens))
  })
}
