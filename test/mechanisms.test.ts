/* Which dialect has which mechanism: where a dialect or a mechanism is new, what the rules of security try is thought of anew. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { servedDialects } from '@hufu/dialects'
import { type Mechanism, firstOfEach, mechanisms } from './mechanisms.ts'

const known: Readonly<Record<Mechanism, Readonly<Record<string, readonly string[]>>>> = {
  authentication: { none: ['jd-finance'], secret: ['jos', 'jos2', 'jd-central'], signature: ['chainup'] },
  refresh: { 'new new': ['jd-finance', 'chainup'], 'same new': ['jos', 'jos2'], 'same same': ['jd-central'] },
  formats: {
    'opaque opaque': ['jd-finance', 'chainup'],
    'uuid uuid': ['jos'],
    'hex32-and-four hex32-and-four': ['jos2'],
    'hex32 hex32': ['jd-central'],
  },
  redirectUri: {
    host: ['jd-finance'],
    'registrable-domain or none': ['jos'],
    'registrable-domain': ['jos2'],
    exact: ['jd-central', 'chainup'],
  },
  pages: {
    'on-page': ['jd-finance'],
    back: ['jos', 'jos2', 'chainup'],
    'back by a login page': ['jd-central'],
  },
}

for (const name of Object.keys(mechanisms) as Mechanism[])
  test(`which dialect has which ${name}`, () => {
    const found: Record<string, string[]> = {}
    for (const dialect of servedDialects) (found[mechanisms[name](dialect)] ??= []).push(dialect.id)
    assert.deepEqual(found, known[name])
  })

test('of each mechanism each kind is tried', () => {
  const names = Object.keys(mechanisms) as Mechanism[]
  for (const name of names) {
    const tried = firstOfEach(name).map(mechanisms[name])
    assert.deepEqual(new Set(tried), new Set(servedDialects.map(mechanisms[name])))
    assert.equal(tried.length, new Set(tried).size, 'once')
  }
  const together = firstOfEach(...names)
  for (const name of names)
    for (const dialect of firstOfEach(name))
      assert.ok(together.some((each) => mechanisms[name](each) === mechanisms[name](dialect)))
})
