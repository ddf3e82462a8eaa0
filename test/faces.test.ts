/* One platform, several wires, one grant. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '@hufu/client'
import {
  type Dialect,
  chainUp,
  dialects,
  faceOf,
  facesOf,
  keepsSecret,
  needsSecret,
  servedDialects,
  signsWithSecret,
} from '@hufu/dialects'
import { granted, target } from './security/target.ts'

const withFaces = servedDialects.filter(({ faces }) => faces !== undefined)

test('a dialect without other faces is its only one', () => {
  for (const dialect of dialects) assert.equal(facesOf(dialect)[0], dialect)
  assert.throws(() => faceOf({ ...chainUp, faces: [] }, 0), RangeError)
})

test('a face has the pages, the policy and the id of its platform, its own calls, and keys only where it seals', () => {
  const first = faceOf(chainUp, 0)
  const { id, callback, policy, token, envelope }: Dialect = first
  assert.deepEqual([id, callback, policy], [chainUp.id, chainUp.callback, chainUp.policy])
  assert.equal(token, chainUp.faces[0]?.token)
  assert.equal(envelope, undefined)
  assert.ok(signsWithSecret(first) && !signsWithSecret(chainUp) && keepsSecret(chainUp))
  assert.ok(needsSecret(first) && !needsSecret(chainUp))
  const client = createClient(first, { clientId: 'k', clientSecret: 's', baseUrl: 'https://operator.test' })
  const link = client.authorizationUrl({ redirectUri: 'https://app.test/cb', state: 's' })
  assert.equal(link.split('?')[0], 'https://operator.test/platform/login.html')
})

test('the page of a face that answers elsewhere stays where the platform has it', () => {
  const elsewhere = {
    ...chainUp,
    origin: 'https://pages.test',
    faces: chainUp.faces.map((each) => ({ ...each, origin: 'https://gateway.test' })),
  }
  const face = faceOf(elsewhere, 0)
  assert.deepEqual(
    [face.origin, face.authorize],
    ['https://gateway.test', { ...chainUp.authorize, origin: 'https://pages.test' }],
  )
})

test('what one face gave each refreshes; a code that one has taken is used at all', async () => {
  const clock = { at: Math.floor(Date.now() / 1000) }
  const server = await target({ clock })
  try {
    for (const dialect of withFaces) {
      const sites = facesOf(dialect).map((face) => server.site(face))
      for (const site of sites) {
        const code = await site.code()
        let tokens = granted(await site.ask('token', { code }))
        for (const other of sites) {
          tokens = granted(await other.refresh(tokens))
          assert.ok(tokens.accessToken)
        }
        for (const other of sites) {
          const again = await other.ask('token', { code })
          assert.ok(
            'error' in again && again.error.startsWith('code_'),
            `${dialect.id}: ${JSON.stringify(again)}`,
          )
        }
        // A code that is used again ends what it gave, at every face.
        for (const other of sites) {
          const ended = await other.refresh(tokens)
          assert.ok('error' in ended && ended.error.startsWith('refresh_token_'), JSON.stringify(ended))
        }
      }
    }
  } finally {
    await server.close()
  }
})

test('a face takes no credential of another application', async () => {
  const server = await target({ clock: { at: Math.floor(Date.now() / 1000) } })
  try {
    for (const dialect of withFaces)
      for (const face of facesOf(dialect)) {
        const site = server.site(face)
        const tokens = await site.tokens()
        const stolen = await site.refresh(tokens, {}, 'other')
        assert.ok('error' in stolen, `${dialect.id}: another application refreshed`)
        const own = await site.refresh(tokens)
        assert.ok(!('error' in own), JSON.stringify(own))
      }
  } finally {
    await server.close()
  }
})
