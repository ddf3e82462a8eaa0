/* A platform of one's own: named in a configuration, and known to the server, the keeper and the commands from there. */
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { builtInPlatforms, idsOf, isWireError } from '@hufu/dialects'
import type * as dialectsType from '@hufu/dialects'
import { ConfigError } from '@hufu/web/config-error'
import { withModules } from '@hufu/web/platform-modules'
import { readConfig } from '@hufu/server'
import { explainCommand } from '../packages/cli/src/explain.ts'
import { loadConfig } from '../packages/cli/src/config-file.ts'
import { loadKeeperConfig, openConfigured } from '../packages/keeper-daemon/src/open.ts'

const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'hufu-modules-'))
const taken = builtInPlatforms[0]?.dialect.id ?? ''

const written = (kit: string, exported: string, id = 'lantern') =>
  `import { builtInPlatforms } from '${kit}/src/index.ts'
import { definePlatform } from '${kit}/src/kit.ts'
const [{ dialect }] = builtInPlatforms
${exported} definePlatform({ dialect: { ...dialect, id: '${id}', title: 'Lantern Mall' } })
`
const ours = join(root, 'packages/dialects')

before(() => {
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '@acme/hufu-lantern'), { recursive: true })
  mkdirSync(join(modules, '@hufu'))
  symlinkSync(ours, join(modules, '@hufu/dialects'), 'dir')
  cpSync(ours, join(folder, 'copy'), { recursive: true })
  const files = {
    'lantern.ts': written(ours, 'export const platform ='),
    'default.ts': written(ours, 'export default'),
    'other-copy.ts': written('./copy', 'export const platform ='),
    'taken.ts': written(ours, 'export const platform =', taken),
    'empty.ts': 'export {}\n',
    'plain.ts': 'export const platform = { dialect: { id: "lantern" } }\n',
    'half.ts': `import { definePlatform } from '${ours}/src/kit.ts'\nexport const platform = definePlatform({ dialect: { id: 'lantern' } as never })\n`,
    'broken.ts': 'import nothing from "./not-there.ts"\nexport const platform = nothing\n',
    'throws.ts': 'throw new Error("no lamp oil")\n',
    'node_modules/@acme/hufu-lantern/package.json': JSON.stringify({
      name: '@acme/hufu-lantern',
      type: 'module',
      exports: { import: './lantern.js' },
    }),
    'node_modules/@acme/hufu-lantern/lantern.js':
      "import { builtInPlatforms, definePlatform } from '@hufu/dialects'\nconst [{ dialect }] = builtInPlatforms\nexport const platform = definePlatform({ dialect: { ...dialect, id: 'lantern', title: 'Lantern Mall' } })\n",
    'node_modules/typed/package.json': JSON.stringify({ name: 'typed', type: 'module', exports: './a.ts' }),
    'node_modules/typed/a.ts': 'export const platform: object = {}\n',
  }
  mkdirSync(join(modules, 'typed'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
})
after(() => rmSync(folder, { recursive: true, force: true }))

const named = (module: string, id = 'lantern') => ({ platforms: { [id]: { module } } })
const registryOf = (module: string, id?: string) => withModules(builtInPlatforms, named(module, id), folder)

for (const [what, module, exported] of [
  ['a file', './lantern.ts', 'platform'],
  ['a file by its default export', './default.ts', 'default'],
  ['a package', '@acme/hufu-lantern', 'platform'],
] as const)
  test(`${what} beside the configuration adds its platform, and says where it is from`, async () => {
    const registry = await registryOf(module)
    assert.deepEqual(idsOf(registry), [...idsOf(builtInPlatforms), 'lantern'])
    assert.deepEqual(registry.at(-1)?.module, { specifier: module, exported })
  })

for (const [what, module, said, id] of [
  ['an id that is taken', './taken.ts', /^platforms\.[\w-]+\.module: .* comes with Hufu: give yours/, taken],
  [
    'another id than its dialect has',
    './lantern.ts',
    /platforms\.lamp\.module: .*write platforms\.lantern$/,
    'lamp',
  ],
  ['a file that is not there', './nowhere.ts', /there is no file .*nowhere\.ts$/],
  [
    'a package that is not there',
    '@acme/nowhere',
    /there is no package @acme\/nowhere in .*: npm install @acme\/nowhere$/,
  ],
  [
    'a module without a platform',
    './empty.ts',
    /exports no platform: export const platform = definePlatform/,
  ],
  ['what is no record', './plain.ts', /is not a platform record: make it with definePlatform/],
  ['a record without half of its dialect', './half.ts', /is not a platform record/],
  [
    'a record of a second copy of the kit',
    './other-copy.ts',
    /another copy of @hufu\/dialects .* peer dependency .*npm ls/,
  ],
  ['a module that imports what is not there', './broken.ts', /broken\.ts cannot be loaded: .*not-there/],
  ['a module that throws', './throws.ts', /throws\.ts cannot be loaded: no lamp oil$/],
  ['TypeScript in a package', 'typed', /typed is TypeScript.*: build it to JavaScript/],
] as const)
  test(`${what} is refused, with what to do`, async () => {
    await assert.rejects(
      registryOf(module, id),
      (error: unknown) =>
        error instanceof ConfigError && error.message.startsWith('platforms.') && said.test(error.message),
    )
  })

test('two platforms of one id are refused, however they came into the registry', () => {
  assert.throws(
    () => readConfig({}, [...builtInPlatforms, ...builtInPlatforms.slice(0, 1)]),
    /two platforms have the id/,
  )
})

test('an error of a second copy of the kit is known as a wire error', async () => {
  const { WireError } = (await import(join(folder, 'copy/src/codec.ts'))) as Pick<
    typeof dialectsType,
    'WireError'
  >
  assert.ok(isWireError(new WireError('code', 'missing')))
  assert.ok(!isWireError(new Error('code: missing')))
})

test('the configuration of a server, of a keeper and of the commands each name it', async () => {
  const config = join(folder, 'hufu.config.json')
  writeFileSync(config, JSON.stringify({ store: 'memory:', ...named('./lantern.ts') }))
  assert.ok(idsOf((await loadConfig(config)).registry).includes('lantern'))

  let text = ''
  const explain = (...args: string[]) =>
    explainCommand((each) => (text = each)).parseAsync(args, { from: 'user' })
  await explain('--config', config)
  assert.match(text, /lantern .*Lantern Mall/)
  await explain('lantern', '--config', config)
  assert.match(text, /^Lantern Mall \(lantern\)/)
  await explain(join(folder, 'lantern.ts'))
  assert.match(text, /^Lantern Mall \(lantern\)/)

  const keeper = join(folder, 'keeper.json')
  const app = {
    clientId: 'APP',
    redirectUri: 'https://shop.example/back',
    baseUrl: 'https://lantern.example',
  }
  writeFileSync(
    keeper,
    JSON.stringify({
      store: 'sqlite::memory:',
      keys: `k1:${'A'.repeat(43)}`,
      ...named('./lantern.ts'),
      apps: { lantern: app },
    }),
  )
  const opened = await openConfigured(await loadKeeperConfig({ config: keeper }))
  try {
    assert.deepEqual(
      opened.context.apps.all.map(({ dialect }) => dialect.title),
      ['Lantern Mall'],
    )
  } finally {
    await opened.keeper.close()
  }
})
