/* What a browser or an edge function has to load: the core client and one dialect, minified and gzipped. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import * as everything from '@hufu/dialects'
import { type Dialect, dialects, keepsSecret } from '@hufu/dialects'
import { bundled } from './bundled.ts'

const LIMIT = 13.75 * 1024

/**
 * The one exception. Its gateway costs some 1,450 bytes beside a dialect of the same family: the table of its own codes and
 * their Chinese words 500, the signed and timed request, the wrapper of its replies and its two calls the rest. All of it is
 * needed for user information too, which is why none of it can be left to those who call the gateway.
 */
const LIMIT_WITH_GATEWAY = 15.5 * 1024

/** Where calls are signed: what is signed, in which order and spelling, is read from data, for some 900 bytes. */
const LIMIT_WITH_SIGNATURE = 14.5 * 1024

/** A dialect has all of its faces: each has calls, and may have tables of codes, of its own. Their applications have a secret. */
const LIMIT_WITH_FACES = 16 * 1024

/** What `@hufu/dialects` exports a dialect as. */
const exportOf = (dialect: Dialect): string => {
  const [name] = Object.entries(everything).find(([, value]) => value === dialect) ?? []
  assert.ok(name, `${dialect.id} is not exported`)
  return name
}

const limitOf = (dialect: Dialect): number =>
  dialect.faces
    ? LIMIT_WITH_FACES
    : dialect.gateway
      ? LIMIT_WITH_GATEWAY
      : keepsSecret(dialect)
        ? LIMIT_WITH_SIGNATURE
        : LIMIT

for (const dialect of dialects) {
  test(`the core client with ${dialect.id} is at most ${limitOf(dialect) / 1024} KB`, async (t) => {
    const name = exportOf(dialect)
    const code = await bundled(
      `import { createClient } from '@hufu/client'
       import { ${name} } from '@hufu/dialects'
       export const client = (options) => createClient(${name}, options)`,
    )
    const size = gzipSync(code, { level: 9 }).length
    t.diagnostic(`${dialect.id}: ${size} bytes gzipped, ${code.length} minified`)
    assert.ok(size <= limitOf(dialect), `${size} bytes`)
  })
}
