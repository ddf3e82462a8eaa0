/* The checks find what they are for: each is run on a tree that is right, then on one that is not. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { describe, test } from 'node:test'

type Tree = Readonly<Record<string, string>>

/** What the check says about such a tree, a line each. */
function faults(check: string, tree: Tree): string[] {
  const root = planted(tree)
  try {
    return faultsIn(root, check)
  } finally {
    rmSync(root, { recursive: true })
  }
}

function planted(tree: Tree): string {
  const root = mkdtempSync(join(tmpdir(), 'hufu-checks-'))
  write(root, tree)
  return root
}

function write(root: string, tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

function faultsIn(root: string, check: string, ...options: readonly string[]): string[] {
  const script = resolve(import.meta.dirname, '../scripts', check)
  const { status, stderr } = spawnSync(process.execPath, [script, root, ...options], { encoding: 'utf8' })
  const lines = stderr.split('\n').filter((line) => line !== '')
  assert.equal(status, lines.length > 0 ? 1 : 0, stderr)
  return lines
}

const manifest = (...dependencies: string[]): string =>
  JSON.stringify({ dependencies: Object.fromEntries(dependencies.map((name) => [name, '1'])) })

describe('layers', () => {
  const right: Tree = {
    'packages/dialects/package.json': manifest(),
    'packages/dialects/src/index.ts': "export * from './codec.ts'\n",
    'packages/dialects/test/laws.test.ts': "import fc from 'fast-check'\nimport { test } from 'node:test'\n",
    'packages/engine/package.json': manifest('@hufu/dialects'),
    'packages/engine/src/rules.ts':
      "import { createHash } from 'node:crypto'\nimport type {\n  Policy,\n} from '@hufu/dialects'\n/** The redirect_uri of RFC 6749; no headers. */\n",
    'packages/store/package.json': manifest('@hufu/engine', 'pg'),
    'packages/store/src/sqlite.ts':
      "import { DatabaseSync } from 'node:sqlite'\nexport const one = 'SELECT a FROM b'\n",
    'packages/client/package.json': manifest('@hufu/dialects', '@hufu/crypto'),
    'packages/client/src/index.ts': "import { dialects } from '@hufu/dialects'\n",
    'packages/client/src/node.ts': "import { sealed } from '@hufu/crypto'\nimport 'node:crypto'\n",
    'packages/server/package.json': manifest('fastify'),
    'packages/console/package.json': manifest('@hufu/client', '@hufu/platform'),
    'packages/console/src/developer/try-it.ts': "import { exchangeCode } from '@hufu/client'\n",
    'packages/server/src/main.ts':
      "import fastify from 'fastify'\nconst text = 'select a shop from the list'\n",
  }

  test('say nothing about a right tree', () => {
    assert.deepEqual(faults('check-layers.ts', right), [])
  })

  const wrong: readonly (readonly [path: string, line: string, fault: RegExp])[] = [
    ['dialects/src/a.ts', "import { hash } from 'node:crypto'", /runs in any runtime/],
    ['dialects/src/a.ts', "export { a } from 'crypto'", /runs in any runtime/],
    [
      'dialects/src/a.ts',
      "import type { Store } from '@hufu/engine'",
      /add @hufu\/engine to the dependencies/,
    ],
    ['engine/src/a.ts', "import { dialects } from '@hufu/dialects'", /write "import type"/],
    ['engine/src/a.ts', "import { type Policy } from '@hufu/dialects'", /write "import type"/],
    ['engine/src/a.ts', "import { request } from 'node:http'", /has no network/],
    ['engine/src/a.ts', "import type { A } from '../../dialects/src/a.ts'", /leaves packages\/engine/],
    ['engine/src/a.ts', 'export const a = (headers: Map<string, string>) => headers.size', /knows no wire/],
    ['engine/src/a.ts', "export const a = { grant_type: 'authorization_code' }", /knows no wire/],
    ['engine/src/a.ts', "export const a = 'UPDATE grants SET b = 1'", /SQL is for stores/],
    ['store/src/a.ts', "import type { Policy } from '@hufu/dialects'", /add @hufu\/dialects/],
    ['store/src/a.ts', "import { checkCode } from '@hufu/engine'", /write "import type"/],
    ['client/src/a.ts', "import { sealed } from '@hufu/crypto'", /only packages\/client\/src\/node.ts/],
    ['client/src/a.ts', "const { hash } = await import('node:crypto')", /runs in any runtime/],
    [
      'console/src/a.ts',
      "import { exchangeCode } from '@hufu/client'",
      /only packages\/console\/src\/developer/,
    ],
    ['console/src/a.ts', "import { serve } from '@hufu/platform'", /console may not import platform/],
    ['server/src/a.ts', "import { Keeper } from '@hufu/keeper'", /add @hufu\/keeper/],
    ['server/src/a.ts', "import { DatabaseSync } from 'node:sqlite'", /drivers are for stores/],
    ['server/src/a.ts', "export const a = 'create table b (c)'", /SQL is for stores/],
    ['server/src/a.ts', "import pino from 'pino'", /add pino to the dependencies/],
    ['stranger/src/a.ts', '', /packages\/stranger: unknown/],
  ]
  for (const [path, line, fault] of wrong)
    test(`${path}: ${line}`, () => {
      const found = faults('check-layers.ts', { ...right, [`packages/${path}`]: `\n${line}\n` })
      assert.match(found[0] ?? '', fault)
      if (line !== '') assert.match(found[0] ?? '', new RegExp(`^packages/${path}:2: `))
    })
})

describe('the page of the architecture', () => {
  const described = (description: string, ...dependencies: string[]): string =>
    JSON.stringify({ ...(JSON.parse(manifest(...dependencies)) as object), description })
  const right: Tree = {
    'packages/dialects/package.json': described('One value per platform'),
    'packages/dialects/src/index.ts': 'export const one = 1\n'.repeat(20),
    'packages/client/package.json': described('The client half', '@hufu/dialects'),
    'packages/client/src/index.ts': "import { one } from '@hufu/dialects'\nexport { one }\n",
    'docs/architecture.md':
      '# Before\n<!-- packages: written by scripts/architecture.ts -->\n<!-- end of packages -->\nAfter\n',
  }
  const [page, picture] = ['docs/architecture.md', 'docs/architecture.svg'].map(
    (path) => `${path} is out of date: run "npm run architecture"`,
  )
  /** The page as it is written for the right tree, then the tree changed. */
  function faultsAfter(changes: Tree): string[] {
    const root = planted(right)
    try {
      assert.deepEqual(faultsIn(root, 'architecture.ts', '--check'), [page, picture])
      assert.deepEqual(faultsIn(root, 'architecture.ts'), [])
      write(root, changes)
      return faultsIn(root, 'architecture.ts', '--check')
    } finally {
      rmSync(root, { recursive: true })
    }
  }

  test('is right when it has just been written', () => {
    assert.deepEqual(faultsAfter({}), [])
  })

  test('stays right while a package grows by less than a tenth', () => {
    const grown = 'export const one = 1\n'.repeat(21)
    assert.deepEqual(faultsAfter({ 'packages/dialects/src/index.ts': grown }), [])
  })

  const outdated: readonly (readonly [name: string, changes: Tree, ...faults: (string | undefined)[]])[] = [
    [
      'a package has grown by half',
      { 'packages/dialects/src/index.ts': 'export const one = 1\n'.repeat(30) },
      page,
      picture,
    ],
    ['an import has gone', { 'packages/client/src/index.ts': 'export {}\n\n' }, page, picture],
    [
      'an import is of types alone',
      {
        'packages/client/src/index.ts': "import type { One } from '@hufu/dialects'\nexport type { One }\n",
      },
      page,
    ],
    [
      'a description has changed',
      { 'packages/client/package.json': described('Another half', '@hufu/dialects') },
      page,
      picture,
    ],
    [
      'there is one more package',
      { 'packages/crypto/package.json': described('Keys'), 'packages/crypto/src/index.ts': '' },
      page,
      picture,
    ],
  ]
  for (const [name, changes, ...found] of outdated)
    test(`is out of date when ${name}`, () => {
      assert.deepEqual(faultsAfter(changes), found)
    })
})

describe('platform words', () => {
  const registry = 'packages/dialects/src/platforms/index.ts'
  const dialect = (id: string, title: string): string =>
    `export const dialect = { id: '${id}', title: '${title}', sources: ['protocols/lumen.md'] }\n`
  const right: Tree = {
    [registry]:
      "import { dialect as lumen } from './lumen.ts'\nimport { dialect as lumen2 } from './lumen2.ts'\nimport { dialect as two } from './two-part.ts'\nimport { dialect as cup } from './cup.ts'\nexport const dialects = [lumen, lumen2, two, cup]\n",
    'packages/dialects/src/platforms/lumen.ts': dialect('lumen', '甲开放平台'),
    'packages/dialects/src/platforms/lumen2.ts': dialect('lumen2', 'Uno Dos (new)'),
    'packages/dialects/src/platforms/two-part.ts': `${dialect('two-part', 'Deux (2)')}export const path = '/lumen/token'\n`,
    'packages/dialects/src/platforms/cup.ts': dialect('cup', 'Cup Mall'),
    'packages/server/src/words.css': '.cup { color: red }\n',
    'packages/server/src/words.ts':
      "export const words = ['lumens', 'lumen-off', 'lumen_way', 'lumen3', 'two parts', 'Deux']\n",
    'packages/server/src/README.md': 'Of lumen, lumen2 and two-part.\n',
    'packages/server/test/lumen.test.ts': "export const id = 'lumen'\n",
    'docs/lumen.md': 'All about lumen.\n',
  }

  test('say nothing about a right tree', () => {
    assert.deepEqual(faults('check-platform-words.ts', right), [])
  })

  const wrong: readonly (readonly [path: string, line: string, word: string])[] = [
    ['packages/server/src/a.ts', "if (id === 'lumen') redirect()", 'lumen'],
    ['packages/server/src/a.ts', '// As LUMEN does it', 'LUMEN'],
    ['packages/server/src/a.css', '.lumen2 {}', 'lumen2'],
    ['packages/server/src/a.ts', "if (id === 'cup') redirect()", 'cup'],
    ['packages/server/src/a.ts', 'const text = `欢迎使用甲开放平台登录`', '甲开放平台'],
    ['packages/server/src/a.ts', "const title = 'the deux (2)'", 'deux (2)'],
    ['packages/dialects/src/policy.ts', "const id = 'two-part'", 'two-part'],
    ['packages/dialects/src/platforms/family.ts', "import { dialect } from './lumen.ts'", 'lumen'],
    ['packages/dialects/src/platforms/family.ts', "const path = '/token/lumen'", 'lumen'],
    ['packages/server/src/a.ts', "const path = '/lumen/token'", 'lumen'],
    ['packages/cli/bin/a.js', "import { twoPart } from '@hufu/dialects'", 'twoPart'],
    ['scripts/a.ts', "const id = 'lumen'", 'lumen'],
    ['examples/a.ts', "const id = 'lumen'", 'lumen'],
    ['bench/a.ts', "const id = 'lumen'", 'lumen'],
  ]
  for (const [path, line, word] of wrong)
    test(`${path}: ${line}`, () => {
      const found = faults('check-platform-words.ts', { ...right, [path]: `\n${line}\n` })
      assert.equal(found.length, 1, found.join('\n'))
      assert.ok(found[0]?.startsWith(`${path}:2: "${word}" belongs in ${dirname(registry)}/`), found[0])
    })

  test('a platform without a file of its own', () => {
    const found = faults('check-platform-words.ts', {
      ...right,
      [registry]: "export const dialects = [{ id: 'three', title: 'Three' }]\n",
    })
    assert.match(found.join('\n'), /three has no file of its own/)
  })
})

describe('structure', () => {
  const right: Tree = {
    'packages/engine/package.json': manifest('@hufu/dialects', 'tldts'),
    'packages/engine/src/rules.ts':
      "import type { Policy } from '@hufu/dialects'\nimport { host } from './host.ts'\n",
    'packages/engine/src/host.ts': "import { parse } from 'tldts'\n",
    'packages/engine/src/long.ts':
      '// oxlint-disable-next-line max-lines-per-function -- the steps of one exchange\n',
  }
  const wrong: readonly (readonly [name: string, tree: Tree, fault: RegExp])[] = [
    [
      'a circle of imports, types included',
      { 'packages/engine/src/host.ts': "import 'tldts'\nimport type { Rule } from './rules.ts'\n" },
      /^packages\/engine\/src\/\S+ -> packages\/engine\/src\/\S+ -> packages\/engine\/src\/\S+: a circle/,
    ],
    [
      'a circle of folders whose files form none',
      {
        'packages/engine/src/a/one.ts': "import { two } from '../b/two.ts'\n",
        'packages/engine/src/b/two.ts': '',
        'packages/engine/src/b/three.ts': "import { four } from '../a/four.ts'\n",
        'packages/engine/src/a/four.ts': '',
      },
      /^packages\/engine\/src\/\w -> packages\/engine\/src\/\w -> packages\/engine\/src\/\w: a circle of folders/,
    ],
    [
      'a package that imports itself by its name, which would hide a circle',
      {
        'packages/engine/src/host.ts': "import 'tldts'\nimport type { Rule } from '@hufu/engine/rules'\n",
      },
      /^packages\/engine\/src\/host.ts:2: imports @hufu\/engine\/rules: name the file by its path/,
    ],
    [
      'a declared dependency that nothing imports',
      { 'packages/engine/src/host.ts': '' },
      /^packages\/engine\/package.json: declares tldts/,
    ],
    [
      'a folder of more than 25 source files',
      Object.fromEntries([...Array(26).keys()].map((index) => [`packages/engine/src/a/${index}.ts`, ''])),
      /^packages\/engine\/src\/a: has 26 source files/,
    ],
    [
      'a package of more than 10,000 source lines',
      { 'packages/engine/src/a.ts': 'export {}\n\n'.repeat(10_000) },
      /^packages\/engine: has 10004 source lines/,
    ],
    [
      'a long function that gives no reason',
      { 'packages/engine/src/a.ts': '\n// oxlint-disable-next-line max-lines-per-function\n' },
      /^packages\/engine\/src\/a.ts:2: say after/,
    ],
  ]

  test('say nothing about a right tree', () => {
    assert.deepEqual(faults('check-structure.ts', right), [])
  })
  for (const [name, tree, fault] of wrong)
    test(`find ${name}`, () => {
      const found = faults('check-structure.ts', { ...right, ...tree })
      assert.equal(found.length, 1, found.join('\n'))
      assert.match(found[0] ?? '', fault)
    })
})
