/* The command. Everything it does is in a file named after it. */
import { readFileSync } from 'node:fs'
import { topics } from '@hufu/acts/topics'
import { Command, CommanderError } from 'commander'
import { describeError } from './describe-error.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

const program = new Command('hufu')
  .description('OAuth for open platforms: the platform half and the client half')
  .version(version)
  .showHelpAfterError('(see hufu --help)')
  .addHelpText('after', '\nExit codes: 0 done, 1 refused or failed, 2 wrong usage, 69 Node is too old.')

const administration = async () => {
  const { adminCommands } = await import('./admin/index.ts')
  const { openRuntime } = await import('./open-runtime.ts')
  return adminCommands(openRuntime)
}
/** In the order of the help text. */
const commands: Readonly<Record<string, () => Promise<Command | readonly Command[]>>> = {
  demo: async () => (await import('./demo.ts')).demoCommand(),
  serve: async () => (await import('./serve.ts')).serveCommand(),
  init: async () => (await import('./init.ts')).initCommand(),
  administration,
  sandbox: async () => (await import('./sandbox/index.ts')).sandboxCommand(),
  keys: async () => (await import('./keys.ts')).keysCommand(),
  keeper: async () => (await import('./keeper/index.ts')).keeperCommand(),
  connect: async () => (await import('./connect.ts')).connectCommand(),
  explain: async () => (await import('./explain.ts')).explainCommand(),
  dialect: async () => (await import('./dialect/index.ts')).dialectCommand(),
  openapi: async () => (await import('./openapi.ts')).openapiCommand(),
}
/** What the first argument needs: its command alone, as each start waits for what it loads; all of them for the help. */
function needed(first: string): readonly (keyof typeof commands)[] {
  if (first === '--version' || first === '-V') return []
  if (Object.hasOwn(topics, first)) return ['administration']
  return Object.hasOwn(commands, first) ? [first] : Object.keys(commands)
}
for (const name of needed(process.argv[2] ?? ''))
  for (const command of [await commands[name]?.()].flat()) if (command) program.addCommand(command)

/** Commander's own errors are wrong usage, refusals are one line, and an internal error shows its stack. */
const exitOverride = (command: Command): void => {
  command.exitOverride()
  command.commands.forEach(exitOverride)
}
exitOverride(program)

// `hufu keeper ls | head` closes the pipe before everything is written. Nobody needs the rest.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
// An error of standard error cannot be reported anywhere. A service goes on without it.
process.stderr.on('error', () => undefined)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else {
    const bug = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`hufu: ${describeError(error) ?? `failed: ${bug}`}\n`)
    process.exitCode = 1
  }
}
