/* The tables of invented platforms that use every word of the kit: each value is shown, in three languages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Dialect, formulasOf, referenceOf } from '@hufu/dialects'
import { isTranslated } from '@hufu/reference/tables/parameter-words'
import { referenceBody } from '@hufu/reference/tables/tables'
import { wordDialects } from './word-dialects.ts'

const page = (dialect: Dialect, language: 'en' | 'zh-CN' | 'th'): string =>
  referenceBody(language, {
    record: { dialect },
    policy: dialect.policy,
    app: {
      baseUrl: 'https://platform.example',
      clientId: 'KEY',
      redirectUri: 'https://shop.example/back',
      scope: dialect.policy.defaultScope,
      platformPublicKey: '',
    },
  })

for (const dialect of wordDialects)
  for (const language of ['en', 'zh-CN', 'th'] as const)
    test(`${dialect.id}, ${language}: every parameter, example and formula is text or JSON`, () => {
      const shown = page(dialect, language)
      assert.doesNotMatch(shown, /\[object|undefined|NaN/)
      for (const { request, response } of referenceOf({ dialect }))
        for (const { name } of [...request, ...response])
          assert.ok(shown.includes(`<code>${name}</code>`), name)
    })

const [apart, together] = wordDialects
assert.ok(apart && together)

test('a list of records has a row for each field of a record, with the value of the first', () => {
  const shown = page(together, 'en')
  assert.match(shown, /<code>shops\[\]\.id<\/code>/)
  assert.match(shown, /<code>shops\[\]\.called<\/code>[^]*?<code class="long">demo<\/code>/)
  assert.ok(shown.includes('[{&#34;id&#34;:2000000001') || shown.includes('[{&quot;id&quot;:2000000001'))
})

test('every clock is explained in every language, from its spelling and its tolerance', () => {
  const clocks = wordDialects
    .flatMap((dialect) => referenceOf({ dialect }).flatMap(({ request }) => request))
    .filter(({ type }) => type === 'clock')
  assert.ok(new Set(clocks.map(({ clock }) => clock?.form)).size === 5)
  assert.deepEqual(
    clocks.filter((each) => !isTranslated(each)),
    [],
  )
  assert.match(
    page(apart, 'zh-CN'),
    /发送方的时间，<code>yyyyMMddHHmmssSSS<\/code> \(GMT\+8\)；误差不超过 300 秒/,
  )
})

test('each signature that is sent has its own formula, in the words of the language', () => {
  assert.equal(formulasOf(apart).length, 4)
  assert.match(page(apart, 'en'), /joined by &#34;&#38;&#34; but extra that are not empty/)
  assert.match(page(apart, 'zh-CN'), /连接，除去 extra，不含空值）/)
  assert.match(page(apart, 'th'), /ยกเว้น extra, ไม่รวมค่าว่าง\)/)
})
