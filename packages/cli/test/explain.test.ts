/* `hufu explain`: a platform's reference, from its dialect alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtInPlatforms, referenceOf } from '@hufu/dialects'
import { explainCommand } from '../src/explain.ts'
import { Refused } from '../src/refused.ts'

async function explained(...args: readonly string[]): Promise<string> {
  let text = ''
  const command = explainCommand((more) => (text += more)).exitOverride()
  await command.parseAsync(args, { from: 'user' })
  return text
}

test('hufu explain without a platform lists all platforms', async () => {
  const lines = (await explained()).trimEnd().split('\n')
  assert.equal(lines.length, builtInPlatforms.length)
  for (const [at, { dialect }] of builtInPlatforms.entries())
    assert.ok(lines[at]?.includes(dialect.id) && lines[at].includes(dialect.title))
  const ids = (JSON.parse(await explained('--json')) as { id: string }[]).map(({ id }) => id)
  assert.deepEqual(
    ids,
    builtInPlatforms.map(({ dialect }) => dialect.id),
  )
})

for (const platform of builtInPlatforms) {
  const { dialect } = platform
  test(`${dialect.id}: every parameter, every code with its words, every lifetime, every source`, async () => {
    const text = await explained(dialect.id)
    for (const { path, request, response, errors } of referenceOf(platform)) {
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
    assert.deepEqual(steps, JSON.parse(JSON.stringify(referenceOf(platform))))
    assert.deepEqual(policy, JSON.parse(JSON.stringify(dialect.policy)))
    assert.equal(origin, dialect.origin ?? null)
  })
}

const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')

test('a platform that there is not', async () => {
  await assert.rejects(
    explained('nowhere'),
    (error) => error instanceof Refused && error.message.includes(builtInPlatforms[0]?.dialect.id ?? '?'),
  )
})
