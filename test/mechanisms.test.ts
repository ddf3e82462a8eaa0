/* Which kinds of each mechanism there are: where a kind is new, what the rules of security try is thought of anew. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { servedDialects } from '@hufu/dialects'
import { type Mechanism, firstOfEach, mechanisms } from './mechanisms.ts'

const known: Readonly<Record<Mechanism, readonly string[]>> = {
  authentication: ['none', 'secret', 'signature'],
  carrier: ['query', 'form', 'json', 'sealed-json'],
  link: ['names it', 'names none'],
  codeReuse: ['revoke-family', 'repeated, then reject'],
  reuse: ['repeated, then revoke-family', 'repeated, then reject', 'reject'],
  earlyRefresh: ['', 'kept kept'],
  refreshDeadline: ['renewed', 'kept'],
  refresh: ['new new', 'same new', 'same same'],
  formats: ['opaque opaque', 'uuid uuid', 'hex32-and-four hex32-and-four', 'hex32 hex32'],
  redirectUri: ['host', 'registrable-domain or none', 'registrable-domain', 'exact'],
  pages: ['on-page', 'back', 'back by a login page'],
}

for (const name of Object.keys(mechanisms) as Mechanism[])
  test(`which kinds of ${name} there are`, (t) => {
    for (const dialect of servedDialects) t.diagnostic(`${dialect.id}: ${mechanisms[name](dialect)}`)
    assert.deepEqual(new Set(servedDialects.map(mechanisms[name])), new Set(known[name]))
  })

test('each kind of each mechanism is tested', () => {
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
