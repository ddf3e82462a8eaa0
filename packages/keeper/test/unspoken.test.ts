/* An answer to a refresh that the platform did not speak: a proxy or a firewall did, and the token may be spent. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NAME, granted, repeating, scene, sleeper } from './asleep.ts'

for (const [what, status, type, body] of [
  ['a redirect', 302, 'text/html', ''],
  ['a 404 of HTML', 404, 'text/html', '<html>not found</html>'],
  ['a 403 of HTML', 403, 'text/html', '<html>blocked</html>'],
] as const)
  test(`${what}, which the platform did not speak, is asked again while the platform repeats its answer`, async (t) => {
    const headers = { 'content-type': type, ...(status === 302 && { location: 'https://login.example/' }) }
    const { keeper, sent } = await scene(t, {
      policy: repeating,
      platform: (_, nth) => (nth === 1 ? new Response(body || null, { status, headers }) : granted(1, 60)),
    })
    assert.equal((await keeper.refresh(NAME)).generation, 2)
    assert.deepEqual(sent, ['r0', 'r0'])
  })

test('an answer that the platform did not speak proves nothing where it repeats none', async (t) => {
  const { sleep } = sleeper(t)
  const { keeper, sent, row } = await scene(t, {
    platform: (_, nth) =>
      nth === 1 ? new Response('<html>blocked</html>', { status: 403 }) : granted(1, 60),
  })
  await assert.rejects(keeper.refresh(NAME))
  const { status, intent } = await row()
  assert.deepEqual([status, intent?.phase], ['degraded', 'ambiguous'])
  sleep(700)
  assert.equal((await keeper.token(NAME)).accessToken, 'a1')
  assert.deepEqual(sent, ['r0', 'r0'])
})
