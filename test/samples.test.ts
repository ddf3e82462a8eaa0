/* Every sample of the reference, as its own file and program: it gets tokens for a code, and refreshes them. */
import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type SampleLanguage, languagesFor, sampleLanguages, sampleOf } from '@hufu/reference/samples'
import type { Dialect } from '@hufu/dialects'
import { oneOfEach } from './mechanisms.ts'
import { CALLBACK, type Target, appKeys, secretOf, target } from './security/target.ts'

/** What a sample's code differs by. */
const tried = oneOfEach('authentication')

interface Runner {
  readonly command: string
  readonly arguments?: readonly string[]
  /** What must end with 0 on a machine that can run it. Absent: it is always run. */
  readonly probe?: readonly (readonly [string, ...string[]])[]
  /** What compiles a file once, and what runs it then; the command above does both, each time that it is run. */
  readonly compiled?: (file: string) => Compiled
}
interface Compiled {
  readonly by: readonly string[]
  readonly run: readonly [string, ...string[]]
}

const runners: Readonly<Record<SampleLanguage['id'], Runner>> = {
  curl: {
    command: 'sh',
    probe: [
      ['curl', '--version'],
      ['openssl', 'version'],
    ],
  },
  typescript: { command: process.execPath },
  node: { command: process.execPath },
  python: { command: 'python3', probe: [['python3', '-c', 'import cryptography']] },
  java: {
    command: 'java',
    probe: [['java', '--list-modules']],
    compiled: (file) => ({
      by: ['-m', 'jdk.compiler/com.sun.tools.javac.Main', '-d', dirname(file), file],
      run: ['java', '-cp', dirname(file), basename(file, '.java')],
    }),
  },
  php: {
    command: 'php',
    probe: [['php', '-r', 'exit(extension_loaded("curl") && extension_loaded("openssl") ? 0 : 1);']],
  },
  go: {
    command: 'go',
    arguments: ['run'],
    probe: [['go', 'version']],
    compiled: (file) => ({ by: ['build', '-o', `${file}.exe`, file], run: [`${file}.exe`] }),
  },
}

const isInstalled = ({ probe = [] }: Runner): boolean =>
  probe.every(([command, ...rest]) => spawnSync(command, rest, { stdio: 'ignore' }).status === 0)

const userOf = (platform: string): string => `demo-${platform}`
const refusedUserOf = (platform: string): string => `refused-${platform}`

const folder = mkdtempSync(join(tmpdir(), 'hufu-samples-'))
let server: Target
before(async () => {
  // The samples have a clock of their own.
  server = await target({
    clock: {
      get at() {
        return Math.floor(Date.now() / 1000)
      },
    },
  })
  // One each, as tests run at once and a browser does one thing at a time.
  for (const { id } of tried) for (const user of [userOf(id), refusedUserOf(id)]) await server.putUser(user)
  symlinkSync(resolve(import.meta.dirname, '../node_modules'), join(folder, 'node_modules'))
})
after(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What the program says on its standard output; its errors are the assertion's. */
const said = (command: string, given: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) =>
  new Promise<string>((done, failed) => {
    const options = { cwd, env: { ...process.env, ...env }, timeout: 180_000 }
    execFile(command, given, options, (error, output, errors) =>
      error ? failed(new Error(`${command} ${given.join(' ')}\n${output}${errors}`)) : done(output),
    )
  })

/** The sample as its own file, for an app of this server. */
async function written(language: SampleLanguage, runner: Runner, dialect: Dialect) {
  const site = server.site(dialect)
  const app = {
    baseUrl: server.origin + site.base,
    clientId: 'KEY-app',
    redirectUri: CALLBACK,
    scope: dialect.policy.defaultScope,
    platformPublicKey: server.running.runtime.platforms.get(dialect.id)?.keys.publicKey ?? '',
  }
  const own = join(folder, language.id, dialect.id)
  mkdirSync(own, { recursive: true })
  const file = join(own, language.file)
  const text = sampleOf(language, dialect, app)
  writeFileSync(file, text)
  const env = { HUFU_APP_SECRET: secretOf('app'), HUFU_PRIVATE_KEY: (await appKeys).privateKey }
  const compiled = runner.compiled?.(file)
  if (compiled) await said(runner.command, compiled.by, own)
  const asWritten = (...rest: readonly string[]) =>
    said(runner.command, [...(runner.arguments ?? []), file, ...rest], own, env)
  const run = (...rest: readonly string[]) => {
    if (!compiled) return asWritten(...rest)
    const [command, ...given] = compiled.run
    return said(command, [...given, ...rest], own, env)
  }
  return { site, app, text, asWritten, run }
}

for (const language of sampleLanguages) {
  const runner = runners[language.id]
  assert.ok(runner, `a runner for ${language.id}`)
  const installed = isInstalled(runner)
  describe(
    `${language.title}${installed ? '' : ': not installed here, and not run'}`,
    { concurrency: 2 },
    () => {
      if (!installed) return
      for (const [nth, dialect] of tried.filter((each) => languagesFor(each).includes(language)).entries()) {
        let held: ReturnType<typeof written> | undefined
        const sample = () => (held ??= written(language, runner, dialect))
        test(`${dialect.id}: a code becomes tokens, and they are refreshed`, async (t) => {
          const { site, app, text, asWritten, run } = await sample()
          assert.ok(!text.includes(secretOf('app')) && !text.includes((await appKeys).privateKey))

          const link = new URL((await (nth === 0 ? asWritten : run)()).trim())
          const asked = dialect.authorize.request.decode(link.search.slice(1), site.speaking('app'))
          assert.equal(link.href.split('?')[0], app.baseUrl + dialect.authorize.path)
          assert.equal(asked.clientId, app.clientId)
          assert.equal(asked.redirectUri, app.redirectUri)
          assert.match(asked.state ?? '', /^[0-9a-f]{32}$/)

          const before = server.calls.of('refreshGrant')
          const told = await run(await site.code({}, userOf(dialect.id)))
          assert.ok(server.calls.of('refreshGrant') > before, told)
          assert.match(told, /^token: /m)
          assert.match(told, /^refresh: /m)
          // Each step has what it asked for: a refusal is an answer too, and would be printed as well.
          assert.equal(/^userInfo: .*of the shop/m.test(told), dialect.userInfo !== undefined, told)
          // What it says at the end, the gateway takes.
          const last = told.slice(told.indexOf('refresh: '))
          const tokens = [...last.matchAll(/"([\w.-]{30,})"/g)].map(([, token]) => token ?? '')
          assert.ok((await Promise.all(tokens.map((token) => server.live(token)))).includes(true), last)
          t.diagnostic(`${language.title} ran against ${dialect.id}`)
        })

        test(`${dialect.id}: a step that is refused ends the sample with a status of failure`, async () => {
          const { site, run } = await sample()
          await assert.rejects(run('made-up'), /token/)
          const userOnlyFor = dialect.policy.userInfoScope
          const without = dialect.policy.scopes.find((scope) => scope !== userOnlyFor)
          if (userOnlyFor === undefined || without === undefined) return
          const code = await site.code({ scope: [without] }, refusedUserOf(dialect.id))
          await assert.rejects(run(code), /token: [^]*userInfo: /)
        })
      }
    },
  )
}
