/* `hufu explain`: a platform's reference, from its dialect alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dialects, referenceOf } from '@hufu/dialects'
import { explainCommand } from '../src/explain.ts'
import { Refused } from '../src/refused.ts'

async function explained(...args: readonly string[]): Promise<string> {
  let text = ''
  const command = explainCommand((more) => (text += more)).exitOverride()
  await command.parseAsync(args, { from: 'user' })
  return text
}

test('without a platform: all of them', async () => {
  const lines = (await explained()).trimEnd().split('\n')
  assert.equal(lines.length, dialects.length)
  for (const [at, { id, title }] of dialects.entries())
    assert.ok(lines[at]?.includes(id) && lines[at].includes(title))
  const ids = (JSON.parse(await explained('--json')) as { id: string }[]).map(({ id }) => id)
  assert.deepEqual(
    ids,
    dialects.map(({ id }) => id),
  )
})

for (const dialect of dialects) {
  test(`${dialect.id}: every parameter, every code with its words, every lifetime, every source`, async () => {
    const text = await explained(dialect.id)
    for (const { path, request, response, errors } of referenceOf(dialect)) {
      for (const { name, meaning } of [...request, ...response])
        assert.ok(text.includes(name) && text.includes(meaning), name)
      for (const [code, message, evidence] of errors)
        assert.match(text, new RegExp(`^ +${code} .*\\[${evidence}\\] ?${escaped(message.trim())}$`, 'm'))
      assert.ok(path === undefined || text.includes(path))
    }
    for (const source of dialect.sources) assert.ok(text.includes(source))
    for (const name of ['code', 'access token', 'refresh token', 'redirect URI', 'scopes'])
      assert.ok(text.includes(`\n  ${name} `))
    assert.doesNotMatch(text, /undefined|NaN|\[object/)
  })

  test(`${dialect.id}: the same as JSON`, async () => {
    const { steps, policy, origin } = JSON.parse(await explained(dialect.id, '--json')) as Record<
      string,
      unknown
    >
    assert.deepEqual(steps, JSON.parse(JSON.stringify(referenceOf(dialect))))
    assert.deepEqual(policy, JSON.parse(JSON.stringify(dialect.policy)))
    assert.equal(origin, dialect.origin ?? null)
  })
}

const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')

test('a platform that there is not', async () => {
  await assert.rejects(
    explained('nowhere'),
    (error) => error instanceof Refused && error.message.includes(dialects[0]?.id ?? '?'),
  )
})
