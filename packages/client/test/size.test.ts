/* What a browser or an edge function has to load: the core client and one dialect, minified and gzipped. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import * as everything from '@hufu/dialects'
import { type Dialect, dialects } from '@hufu/dialects'
import { bundled } from './bundled.ts'

const LIMIT = 12 * 1024

/** Where the dialect has a gateway, whose codes have words in two languages. */
const LIMIT_WITH_GATEWAY = 14 * 1024

/** What `@hufu/dialects` exports a dialect as. */
const exportOf = (dialect: Dialect): string => {
  const [name] = Object.entries(everything).find(([, value]) => value === dialect) ?? []
  assert.ok(name, `${dialect.id} is not exported`)
  return name
}

const limitOf = ({ gateway }: Dialect): number => (gateway ? LIMIT_WITH_GATEWAY : LIMIT)

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
