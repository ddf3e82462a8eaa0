/* What the pages say of files is so: each file that they link or name is there. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { servedDialects } from '@hufu/dialects'

const root = resolve(import.meta.dirname, '..')
const pages = globSync(['*.md', 'docs/*.md', 'decisions/*.md', 'protocols/*.md', 'examples/*.md'], {
  cwd: root,
})

const read = (page: string): string => readFileSync(join(root, page), 'utf8')

/** `[text](path#part)` and `<img src="path">`, without what leads to another site or to a part of the page itself. */
const linked = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g)]
    .map(([, link, image]) => (link ?? image ?? '').split('#')[0] ?? '')
    .filter((path) => path !== '' && !/^[a-z]+:/.test(path))

/** In code: `packages/engine/src/rules.ts`. `lantern` is the platform that a reader of CONTRIBUTING adds. */
const named = (text: string): string[] =>
  [...text.matchAll(/`((?:packages|scripts|test|docs)\/[\w./-]+\.(?:ts|md|svg))`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !path.includes('lantern'))

for (const page of pages) {
  test(`${page}: every file that it links is there`, () => {
    const missing = linked(read(page)).filter((path) => !existsSync(join(root, dirname(page), path)))
    assert.deepEqual(missing, [])
  })
  // The changelog tells of files as they were.
  if (page !== 'CHANGELOG.md')
    test(`${page}: every file of the sources that it names is there`, () => {
      const missing = named(read(page)).filter((path) => !existsSync(join(root, path)))
      assert.deepEqual(missing, [])
    })
}

/** In a table: `| [`jos2`](protocols/jos.md) |`, or without the link. */
const hasRow = (page: string, id: string): boolean =>
  read(page)
    .split('\n')
    .some((line) => line.startsWith(`| \`${id}\` |`) || line.startsWith(`| [\`${id}\`](`))

for (const page of ['README.md', 'README.zh-CN.md'])
  test(`${page}: every platform that is served has a row`, () =>
    assert.deepEqual(
      servedDialects.map(({ id }) => id).filter((id) => !hasRow(page, id)),
      [],
    ))
