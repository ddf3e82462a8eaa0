/* Every platform is held to the laws of dialects, by being listed; so are the calls of Hufu's own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtInPlatforms, revocationAt, servedDialects } from '@hufu/dialects'
import { context } from '../packages/dialect-laws/src/generators.ts'
import { lawsOf, ownEndpointLaws } from '../packages/dialect-laws/src/index.ts'

for (const platform of builtInPlatforms) lawsOf(platform, test)
ownEndpointLaws(test)

test('revocation takes an application by the names that its platform has for it', () => {
  for (const dialect of servedDialects) {
    const { request } = revocationAt(dialect)
    const asked = dialect.authorize.request.fields
    const nameOf = (key: string) => asked.find((each) => 'key' in each && each.key === key)?.name ?? key
    const pairs = new URLSearchParams({ token: 't', [nameOf('clientId')]: 'KEY' })
    const wire = {
      method: 'POST',
      query: '',
      mediaType: 'application/x-www-form-urlencoded',
      body: `${pairs}`,
    }
    assert.deepEqual(request.decode(wire, context), { token: 't', clientId: 'KEY' }, dialect.id)
  }
})
