/*
 * CONTRIBUTING's chapters on adding a platform and an act, followed to the letter in copies of the tree: what they print is
 * put in place, and what they promise of it is asked for. Then the same for a platform that differs from the printed one in
 * what no platform of the list does.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { long } from './long.ts'

const root = resolve(import.meta.dirname, '..')
const chapter = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')

/** The one block of code below a heading. */
function blockBelow(heading: string): string {
  const [, section = ''] = chapter.split(`\n### ${heading}\n`)
  const [, block] = /^```\w+\n([\s\S]*?)^```$/m.exec(section.split('\n### ')[0] ?? '') ?? []
  assert.ok(block, `no block below ${heading}`)
  return block
}

/** By the file that it is for: each block of the chapter on acts. */
function changesOf(heading: string): readonly (readonly [file: string, diff: string])[] {
  const [, section = ''] = chapter.split(`\n## ${heading}\n`)
  const blocks = section
    .split('\n## ')[0]
    ?.matchAll(/`((?:packages|test)\/[\w/.-]+\.ts)`[^`]*\n\n```diff\n([\s\S]*?)^```$/gm)
  return [...(blocks ?? [])].map(([, file = '', diff = '']) => [file, diff])
}

/** Hunks without numbers: what is there once is replaced. */
function patched(text: string, diff: string): string {
  return diff.split('@@\n').reduce((rest, hunk) => {
    const side = (marks: string) =>
      hunk
        .split(/(?<=\n)/)
        .filter((line) => marks.includes(line.charAt(0)))
        .map((line) => line.slice(1))
        .join('')
    const parts = rest.split(side(' -'))
    assert.equal(parts.length, 2, `not once in the file:\n${side(' -')}`)
    return parts.join(side(' +'))
  }, text)
}

const lantern = blockBelow('2. Write the dialect')
const listing = blockBelow('3. List it')
const printed = blockBelow('4. Add what only a person can know')

/** In the long form alone: what is printed is what people follow. A link whose order matters, the secret at one call and a signature at the other. */
const paper = [
  [/lantern/g, 'paper'],
  ['import { urlEncoded }', 'import { inOrder }'],
  ['request: urlEncoded(', 'request: inOrder('],
  [/(optional\('state', 'state', text\),\n +\)),/, "$1, [['app', 'callback', 'rights', 'state']],"],
  ['import { inForm }', "import { signedBy } from '../wire/proof.ts'\nimport { carried, inForm, parameter }"],
  [
    "inForm(params(...app, field('renewal', 'refreshToken', text))),",
    "carried(params(app[0], field('renewal', 'refreshToken', text)), { send: 'form', proof: signedBy(signing) }),\n    clientIdOf: parameter('app'),",
  ],
  ["'refresh', 'secret'],", "'refresh', 'secret', 'signature'],"],
  ["'client_unauthenticated'],", "'client_unauthenticated', 'signature_invalid'],"],
  [
    '/** Names the shop',
    `const signing = {
  into: 'sig',
  parts: [{ secret: true }, { sorted: 'all', pair: '=', join: '&', empties: 'out' }],
  mac: 'sha256',
  spelt: 'hex',
} as const

/** Names the shop`,
  ],
] as const

const paperOf = (text: string): string =>
  paper.reduce((rest, [from, to]) => {
    const next = rest.replace(from, to)
    assert.notEqual(next, rest, `not in the file: ${String(from)}`)
    return next
  }, text)

/** The tree, to be changed. */
function copied(): string {
  const copy = mkdtempSync(join(tmpdir(), 'hufu-contributing-'))
  for (const each of ['packages', 'test', 'package.json', 'tsconfig.json'])
    cpSync(join(root, each), join(copy, each), { recursive: true })
  mkdirSync(join(copy, 'node_modules/@hufu'), { recursive: true })
  for (const each of readdirSync(join(root, 'node_modules')).filter((each) => each !== '@hufu'))
    symlinkSync(join(root, 'node_modules', each), join(copy, 'node_modules', each))
  for (const each of readdirSync(join(root, 'packages')))
    symlinkSync(join(copy, 'packages', each), join(copy, 'node_modules/@hufu', each), 'dir')
  return copy
}

const runIn =
  (copy: string) =>
  (...args: readonly string[]): string => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, env, encoding: 'utf8' })
    assert.equal(status, 0, `${args.join(' ')}\n${stdout.slice(-4000)}${stderr.slice(-4000)}`)
    return stdout
  }

describe('shop.rename', () => {
  const copy = copied()
  const run = runIn(copy)
  before(() => {
    const changes = changesOf('How to add an act')
    assert.equal(changes.length, 4)
    for (const [file, diff] of changes)
      writeFileSync(join(copy, file), patched(readFileSync(join(copy, file), 'utf8'), diff))
    writeFileSync(
      join(copy, 'tsconfig.copy.json'),
      JSON.stringify({ extends: './tsconfig.json', include: ['packages/acts/src/index.ts'] }),
    )
  })
  after(() => rmSync(copy, { recursive: true, force: true }))

  test('the types are right', () => {
    run(join(copy, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.copy.json')
  })

  test('the new act is a command, and in the OpenAPI document', () => {
    const help = run('packages/cli/bin/hufu.js', 'shop', 'rename', '--help')
    assert.match(help, /hufu shop rename \[options\] <shop>[^]*Rename a shop[^]*--name <text> +The new name/)
    const { paths } = JSON.parse(run('packages/cli/bin/hufu.js', 'openapi')) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
    }
    const said = paths['/shops/{shop}']?.['patch']
    assert.partialDeepStrictEqual(said, {
      operationId: 'shopRename',
      summary: 'Rename a shop',
      'x-hufu-permission': 'merchants.change',
      'x-hufu-audit-action': 'shop.rename',
    })
  })

  test('the tests of every act hold, and its call leaves its entry in the audit log', () => {
    run('--test', 'packages/acts/test/acts.test.ts')
    const said = run(
      '--test',
      '--test-reporter=tap',
      '--test-name-pattern=what was done is in the audit log|every call there is',
      'test/security/r17-administration.test.ts',
    )
    assert.match(said, /^# pass 2$/m)
  })
})

for (const [name, file, listed, examples] of [
  ['lantern', lantern, listing, printed],
  ...(long ? ([['paper', paperOf(lantern), listing.replaceAll('lantern', 'paper'), '']] as const) : []),
] as const) {
  describe(name, () => {
    const copy = copied()
    const run = runIn(copy)
    const named = ['platform-laws', ...(examples === '' ? [] : [`examples-${name}`])].map(
      (each) => `test/${each}.test.ts`,
    )
    const platforms = join(copy, 'packages/dialects/src/platforms')
    before(() => {
      const index = join(platforms, 'index.ts')
      writeFileSync(join(platforms, `${name}.ts`), file)
      writeFileSync(index, patched(readFileSync(index, 'utf8'), listed))
      if (examples !== '') writeFileSync(join(copy, `test/examples-${name}.test.ts`), examples)
      writeFileSync(
        join(copy, 'tsconfig.copy.json'),
        JSON.stringify({ extends: './tsconfig.json', include: ['packages/dialects/src', ...named] }),
      )
    })
    after(() => rmSync(copy, { recursive: true, force: true }))

    test('the types are right', () => {
      run(join(copy, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.copy.json')
    })

    test('the tests that go over all platforms hold, more than sixty of its own among them, and its examples', () => {
      const said = run('--test', '--test-reporter=tap', `--test-name-pattern=^${name}[ :]`, ...named)
      const own = said.split('\n').filter((line) => /^ *ok .* - /.test(line) && line.includes(` - ${name}`))
      assert.ok(own.length > 60, `${own.length} tests`)
      if (examples !== '') assert.match(said, new RegExp(`- ${name}: a bad code, as printed`))
    })

    test('hufu dialect check finds every law and the whole flow in order, and no word missing', () => {
      const said = run('packages/cli/bin/hufu.js', 'dialect', 'check', name)
      assert.match(said, /ok {7}every law, the whole flow over HTTP, and every example hold/)
      assert.doesNotMatch(said, /missing/)
    })

    test('the demo goes through it, client half against platform half', () => {
      const said = run('packages/cli/bin/hufu.js', 'demo', '--check')
      assert.match(said, new RegExp(`^ok +${name} `, 'm'))
      assert.doesNotMatch(said, /^failed/m)
    })
  })
}

test('the commands that begin a platform in a package of your own do what the chapter says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-own-platform-'))
  try {
    mkdirSync(join(folder, 'node_modules/@hufu'), { recursive: true })
    for (const each of ['dialects', 'dialect-laws'])
      symlinkSync(join(root, 'packages', each), join(folder, 'node_modules/@hufu', each), 'dir')
    const commands = blockBelow('In a package of your own')
      .split('\n')
      .flatMap((line) => /^npx hufu (.*)$/.exec(line)?.[1] ?? [])
    assert.ok(commands.length > 1)
    const said = commands.map((each) =>
      runIn(folder)(join(root, 'packages/cli/bin/hufu.js'), ...each.split(' ')),
    )
    assert.match(said.at(-1) ?? '', /ok {7}every law, the whole flow over HTTP, and every example hold/)
    runIn(folder)('--test', 'lantern.test.ts')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
