/* What is published works where nothing of this repository is: built, packed, installed into an empty project, used there. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { builtPackages } from './built-packages.ts'

const root = resolve(import.meta.dirname, '..')
const place = mkdtempSync(join(tmpdir(), 'hufu-packages-'))
const project = join(place, 'project')
const tarballs = join(place, 'tarballs')
const built = await builtPackages()

/** As in a shell of its own: what npm tells the scripts that it runs about this repository must not reach the next npm. */
const env = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:npm_(?!config_)|npm_config_(?:local_prefix|prefix)$|INIT_CWD$)/i.test(name),
    ),
  ),
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, signal, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${signal ?? status}\n${stdout}\n${stderr}`)
  return stdout
}

const node = (args: readonly string[], cwd: string): string => run(process.execPath, args, cwd)

/** npm's own JavaScript where npm runs the tests; the command otherwise. */
function npm(args: readonly string[], cwd: string): string {
  const script = process.env['npm_execpath']
  return script?.endsWith('npm-cli.js') ? node([script, ...args], cwd) : run('npm', args, cwd)
}

const put = (name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(project, name), `${lines.join('\n')}\n`)

describe('the packages', { concurrency: false }, () => {
  after(() => rmSync(place, { recursive: true, force: true }))

  test('are built and packed: JavaScript and types, licence and readme, no source that needs stripping', () => {
    mkdirSync(project)
    mkdirSync(tarballs)
    const folders = readdirSync(built).map((name) => join(built, name))
    const said = npm(['pack', '--json', '--pack-destination', tarballs, ...folders], place)
    const packed = Object.values<{ name: string; files: { path: string }[] }>(JSON.parse(said))
    assert.equal(packed.length, readdirSync(join(root, 'packages')).length)
    for (const { name, files } of packed) {
      const paths = files.map(({ path }) => path)
      for (const path of ['LICENSE', 'README.md']) assert.ok(paths.includes(path), `${name} lacks ${path}`)
      assert.ok(
        paths.some((path) => path.endsWith('.js')),
        `${name} has no JavaScript`,
      )
      assert.deepEqual(
        paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts')),
        [],
        name,
      )
    }
  })

  test('say of themselves what is true: publint', async () => {
    for (const name of readdirSync(built)) {
      const { messages } = await publint({ pkgDir: join(built, name), strict: true, pack: false })
      assert.deepEqual(messages, [], name)
    }
  })

  test('have types that are found wherever the code is: are the types wrong', async () => {
    for (const file of readdirSync(tarballs)) {
      const analysis = await checkPackage(createPackageFromTarballData(readFileSync(join(tarballs, file))))
      if (!analysis.types) continue // a command alone
      // From CommonJS they are got by import() alone: they are ES modules.
      const problems = analysis.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM')
      // Without `exports`, which these packages are found by.
      assert.deepEqual(
        problems.filter((each) => !('resolutionKind' in each) || each.resolutionKind !== 'node10'),
        [],
        file,
      )
    }
  })

  test('are installed into an empty project', () => {
    put('package.json', '{ "name": "someone-elses", "private": true, "type": "module" }')
    const files = readdirSync(tarballs).map((name) => join(tarballs, name))
    npm(['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', ...files], project)
  })

  test('the client is imported there and writes an authorization link', () => {
    put(
      'use.js',
      "import { authorizationUrl } from '@hufu/client'",
      "import { dialects } from '@hufu/dialects'",
      'const asked = { clientId: "app-1", redirectUri: "https://shop.example/callback", state: "xyz" }',
      'const says = ({ authorize }) => authorize.request.fields.some(({ key }) => key === "redirectUri")',
      'const linkTo = (dialect) => authorizationUrl(dialect, asked, "https://platform.example")',
      'const links = dialects.map((dialect) => [linkTo(dialect), says(dialect)])',
      'console.log(JSON.stringify(links))',
    )
    for (const [link, saysWhereTo] of JSON.parse(node(['use.js'], project)) as [string, boolean][]) {
      const { origin, searchParams } = new URL(link)
      assert.equal(origin, 'https://platform.example')
      assert.ok([...searchParams.values()].includes('app-1'), link)
      // Where a link may not say it, the registered redirect URI is meant.
      assert.equal([...searchParams.values()].includes('https://shop.example/callback'), saysWhereTo, link)
    }
  })

  const oldest = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
    .find((file) => spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout?.startsWith('v20.'))

  test(
    'on Node 20 the client runs, as its `engines` say',
    { skip: oldest === undefined && 'no Node 20 in PATH' },
    () => {
      put(
        'oldest.js',
        "import { createClient } from '@hufu/client'",
        "import { nodeClient } from '@hufu/client/node'",
        "import { discover } from '@hufu/client/discover'",
        "import { dialects, jos2, oauth2 } from '@hufu/dialects'",
        'const fetch = async (url) => new Response(url.includes("well-known") ? JSON.stringify({ issuer: "https://a.test", authorization_endpoint: "https://a.test/a", token_endpoint: "https://a.test/t" }) : \'{"access_token":"A","expires_in":60,"refresh_token":"R"}\')',
        'const app = { clientId: "c", clientSecret: "s", fetch }',
        'const client = createClient(oauth2, { ...app, ...(await discover("https://a.test", { fetch })) })',
        'const begun = await client.begin({ redirectUri: "https://isv.test/cb" })',
        'const authorized = await client.finish(`/cb?code=c&state=${begun.state}`, begun)',
        'const tokens = await client.refresh(await client.exchangeCode(authorized))',
        'const { error } = await nodeClient(jos2, app).call("a.method", {}, tokens)',
        'console.log(JSON.stringify([dialects.length > 0, tokens.refreshToken, error]))',
      )
      assert.deepEqual(JSON.parse(run(oldest ?? '', ['oldest.js'], project)), [
        true,
        'R',
        'answer_unreadable',
      ])
    },
  )

  test(
    'on Node 20 the keeper says what it needs',
    { skip: oldest === undefined && 'no Node 20 in PATH' },
    () => {
      const { status, stderr } = spawnSync(
        oldest ?? '',
        ['--input-type=module', '-e', "import '@hufu/keeper'"],
        {
          cwd: project,
          encoding: 'utf8',
        },
      )
      assert.equal(status, 1)
      assert.match(stderr, /Error: @hufu\/keeper needs Node 24\.7 or later/)
    },
  )

  test('a consumer type-checks against the emitted types, without the types of Node', () => {
    put(
      'consumer.ts',
      "import { type Dialect, dialects } from '@hufu/dialects'",
      "import { authorizationUrl } from '@hufu/client'",
      'export const [first]: readonly Dialect[] = dialects',
      'export const write: (...given: Parameters<typeof authorizationUrl>) => string = authorizationUrl',
      '// @ts-expect-error: a link needs more than this',
      'authorizationUrl()',
    )
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'ES2024',
      module: 'NodeNext',
      lib: ['ES2024', 'DOM', 'DOM.Iterable'],
      types: [],
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
    }
    put('tsconfig.json', JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
    node([join(root, 'node_modules/typescript/bin/tsc'), '--project', '.'], project)
  })

  test('npx hufu demo --check runs every platform there', () => {
    const said = npm(
      ['exec', '--no', '--', 'hufu', 'demo', '--check', '--port', '0', '--client-port', '0'],
      project,
    )
    assert.match(said, /(\d+) of \1 steps passed/)
  })

  const outside = join(place, 'lamp')
  const hufu = join(project, 'node_modules/hufu/bin/hufu.js')

  test('a platform of its own is begun outside, built to JavaScript and packed, with the kit as its peer', () => {
    mkdirSync(outside)
    node([hufu, 'dialect', 'new', 'lamp', '--title', 'Lamp Mall'], outside)
    const built = stripTypeScriptTypes(readFileSync(join(outside, 'lamp.ts'), 'utf8'))
    writeFileSync(join(outside, 'lamp.js'), built)
    writeFileSync(
      join(outside, 'package.json'),
      JSON.stringify({
        name: '@acme/hufu-lamp',
        version: '1.0.0',
        type: 'module',
        exports: { import: './lamp.js' },
        files: ['lamp.js'],
        peerDependencies: { '@hufu/dialects': '^0.1.0' },
      }),
    )
    npm(['pack', '--pack-destination', outside], outside)
    const tarball = join(outside, 'acme-hufu-lamp-1.0.0.tgz')
    npm(['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball], project)
    put(
      'hufu.config.json',
      JSON.stringify({
        mode: 'demo',
        listen: { port: 0 },
        store: 'memory:',
        platforms: { lamp: { module: '@acme/hufu-lamp' } },
      }),
    )
  })

  test('its file is checked there: laws, examples, the whole flow, and what is left to be done', () => {
    for (const name of ['lamp.ts', 'lamp.md', 'lamp.examples.json'])
      writeFileSync(join(project, name), readFileSync(join(outside, name)))
    const said = node([hufu, 'dialect', 'check', './lamp.ts'], project)
    assert.match(said, /ok {7}every law, the whole flow over HTTP, and every example hold/)
    assert.match(said, /missing {2}lamp\.ts:\d+: .*TODO/)
    writeFileSync(
      join(project, 'lamp.ts'),
      readFileSync(join(outside, 'lamp.ts'), 'utf8').replace(
        "'client_secret', 'clientSecret'",
        "'code', 'clientSecret'",
      ),
    )
    const { status, stdout } = spawnSync(process.execPath, [hufu, 'dialect', 'check', './lamp.ts'], {
      cwd: project,
      env,
      encoding: 'utf8',
    })
    assert.equal(status, 1)
    assert.match(stdout, /wrong {4}lamp token request: no name and no key has two fields/)
  })

  test('its whole flow runs there, client half against platform half', () => {
    const said = node(
      [hufu, 'demo', '--check', '--port', '0', '--client-port', '0', '--config', 'hufu.config.json'],
      project,
    )
    assert.match(said, /^ok +lamp +/m)
    assert.match(said, /(\d+) of \1 steps passed/)
  })

  test('a sandbox serves it there, and the client is led to its page', async () => {
    const keys = node([hufu, 'keys', 'new'], project).trim()
    const server = spawn(process.execPath, [hufu, 'serve', '--sandbox'], {
      cwd: project,
      env: { ...env, HUFU_KEYS: keys },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    try {
      let said = ''
      for await (const chunk of server.stderr) {
        said += String(chunk)
        if (said.includes('HUFU_SANDBOX_TOKEN=')) break
      }
      const [, served = '', url = ''] = /hufu serves (.*) on (http\S+)/.exec(said) ?? assert.fail(said)
      assert.ok(served.split(', ').includes('lamp'), served)
      put(
        'lead.js',
        "import { createClient } from '@hufu/client'",
        "import { dialect } from '@acme/hufu-lamp'",
        `const client = createClient(dialect, { clientId: 'APP', clientSecret: 'S', baseUrl: '${url}/lamp' })`,
        "const page = await fetch((await client.begin({ redirectUri: 'https://isv.test/cb' })).url)",
        "const refused = await client.exchangeCode({ code: 'C' })",
        'console.log(JSON.stringify([page.status, (await page.text()).includes("bad_client"), refused.error, refused.platformCode]))',
      )
      assert.deepEqual(JSON.parse(node(['lead.js'], project)), [400, true, 'client_unknown', 'bad_client'])
    } finally {
      server.kill()
    }
  })
})
