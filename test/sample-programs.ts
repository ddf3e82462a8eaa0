/* Samples as files of their own, compiled where their language is: all of a language at once, as compilers start slowly. */
import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { SampleLanguage } from '@hufu/reference/samples'

type Command = readonly [string, ...string[]]

interface Runner {
  readonly command: Command
  /** What must end with 0 on a machine that can run it. Absent: it is always run. */
  readonly probe?: readonly Command[]
  /** One compilation of many samples. */
  readonly compiled?: {
    /** Where the compiler looks for a sample, and what it finds there. */
    readonly text: (text: string, name: string) => string
    readonly files?: Readonly<Record<string, string>>
    readonly by: (names: readonly string[], file: string) => Command
    readonly run: (name: string) => Command
  }
}

const runners: Readonly<Record<SampleLanguage['id'], Runner>> = {
  curl: {
    command: ['sh'],
    probe: [
      ['curl', '--version'],
      ['openssl', 'version'],
    ],
  },
  typescript: { command: [process.execPath] },
  node: { command: [process.execPath] },
  python: { command: ['python3'], probe: [['python3', '-c', 'import cryptography']] },
  java: {
    command: ['java'],
    probe: [['java', '--list-modules']],
    compiled: {
      text: (text, name) => `package ${name};\n${text}`,
      by: (names, file) => [
        ...(['java', '-m', 'jdk.compiler/com.sun.tools.javac.Main', '-d', 'classes'] as const),
        ...names.map((name) => join(name, file)),
      ],
      run: (name) => ['java', '-XX:TieredStopAtLevel=1', '-cp', 'classes', `${name}.Sample`],
    },
  },
  php: {
    command: ['php'],
    probe: [['php', '-r', 'exit(extension_loaded("curl") && extension_loaded("openssl") ? 0 : 1);']],
  },
  go: {
    command: ['go', 'run'],
    probe: [['go', 'version']],
    compiled: {
      text: (text) => text,
      files: { 'go.mod': 'module samples\n\ngo 1.21\n' },
      by: (names) => ['go', 'build', '-o', './programs/', ...names.map((name) => `./${name}`)],
      run: (name) => [`./programs/${name}`],
    },
  },
}

const runnerOf = ({ id }: SampleLanguage): Runner => runners[id] ?? assert.fail(`no runner for ${id}`)

/** Whether this machine can run the language. */
export const isInstalled = (language: SampleLanguage): boolean =>
  (runnerOf(language).probe ?? []).every(
    ([command, ...rest]) => spawnSync(command, rest, { stdio: 'ignore' }).status === 0,
  )

export interface Sample {
  readonly id: string
  readonly text: string
  /** Beside it. */
  readonly files?: Readonly<Record<string, string>>
}

/** What the program says on its standard output; a status of failure is an error with all that it said. */
type Run = (...given: readonly string[]) => Promise<string>

export interface Program {
  readonly run: Run
  /** Compiled each time that it is run, where it is compiled. */
  readonly asWritten: Run
}

const said = ([command, ...first]: Command, given: readonly string[], cwd: string, env: NodeJS.ProcessEnv) =>
  new Promise<string>((done, failed) => {
    const options = { cwd, env: { ...process.env, ...env }, timeout: 180_000 }
    execFile(command, [...first, ...given], options, (error, output, errors) =>
      error ? failed(new Error(`${command} ${given.join(' ')}\n${output}${errors}`)) : done(output),
    )
  })

/** Writes the samples of one language into a folder of their own, and compiles them where it is a language for that. */
export async function programsOf(
  language: SampleLanguage,
  samples: readonly Sample[],
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, Program>> {
  const { command, compiled } = runnerOf(language)
  const own = join(folder, language.id)
  const nameOf = (id: string) => `s_${id.replace(/\W/g, '_')}`
  mkdirSync(own, { recursive: true })
  symlinkSync(resolve(import.meta.dirname, '../node_modules'), join(own, 'node_modules'))
  const put = (path: string, name: string, text: string) => {
    mkdirSync(join(own, path), { recursive: true })
    writeFileSync(join(own, path, name), text)
  }
  for (const { id, text, files = {} } of samples) {
    put(join('written', id), language.file, text)
    for (const [name, content] of Object.entries(files)) put(join('written', id), name, content)
    if (compiled) put(nameOf(id), language.file, compiled.text(text, nameOf(id)))
  }
  for (const [name, content] of Object.entries(compiled?.files ?? {})) put('', name, content)
  if (compiled)
    await said(
      compiled.by(
        samples.map(({ id }) => nameOf(id)),
        language.file,
      ),
      [],
      own,
      env,
    )
  return new Map(
    samples.map(({ id }) => {
      const asWritten: Run = (...given) =>
        said([...command, join('written', id, language.file)], given, own, env)
      const run: Run = (...given) =>
        compiled ? said(compiled.run(nameOf(id)), given, own, env) : asWritten(...given)
      return [id, { run, asWritten }]
    }),
  )
}
