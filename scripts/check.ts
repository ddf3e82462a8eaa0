/* Everything that can be said about the sources without running them: one line a check, then what the failed ones say. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** The file that a tool's command stands for: what lies in .bin is no JavaScript on Windows. */
function tool(name: string): string {
  const folder = join(root, 'node_modules', name === 'tsc' ? 'typescript' : name)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: Record<string, string>
  }
  return join(folder, bin[name] ?? name)
}

const checks: readonly (readonly [name: string, ...command: string[]])[] = [
  ['types', tool('tsc'), '--project', 'tsconfig.json'],
  ['portable types', tool('tsc'), '--project', 'tsconfig.portable.json'],
  ['lint', tool('oxlint')],
  ['layers', 'scripts/check-layers.ts'],
  ['structure', 'scripts/check-structure.ts'],
  ['platform words', 'scripts/check-platform-words.ts'],
  ['architecture', 'scripts/architecture.ts', '--check'],
  ['conformance', 'scripts/conformance.ts', '--check'],
  ['format', tool('oxfmt'), '--check'],
]

const run = ([name, ...command]: (typeof checks)[number]): Promise<{
  name: string
  ok: boolean
  said: string
}> =>
  new Promise((done) => {
    const said: Buffer[] = []
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => said.push(chunk))
    child.on('close', (code) => done({ name, ok: code === 0, said: Buffer.concat(said).toString() }))
  })

const results = await Promise.all(checks.map(run))
const failed = results.filter(({ ok }) => !ok)
for (const { name, ok } of results) console.log(`${ok ? 'ok    ' : 'failed'} ${name}`)
for (const { name, said } of failed) console.error(`\n== ${name}\n${said.trimEnd()}`)
process.exitCode = failed.length > 0 ? 1 : 0
