/* The command. Everything it does is in a file named after it. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { adminCommands } from './admin/index.ts'
import { connectCommand } from './connect.ts'
import { demoCommand } from './demo/command.ts'
import { explainCommand } from './explain.ts'
import { explained } from './explained.ts'
import { keysCommand } from './keys.ts'
import { openRuntime } from './open-runtime.ts'
import { openapiCommand } from './openapi.ts'
import { serveCommand } from './serve.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

const program = new Command('hufu')
  .description('OAuth for open platforms: the platform half and the client half')
  .version(version)
  .showHelpAfterError('(hufu --help says more)')
  .addHelpText('after', '\nExit codes: 0 done, 1 refused or failed, 2 wrong usage, 69 this Node is too old.')

for (const command of [
  demoCommand(),
  serveCommand(),
  ...adminCommands(openRuntime),
  keysCommand(),
  connectCommand(),
  explainCommand(),
  openapiCommand(),
]) {
  program.addCommand(command)
}

/** Commander's own errors are wrong usage; ours are one line; a bug shows its stack. */
const exitOverride = (command: Command): void => {
  command.exitOverride()
  command.commands.forEach(exitOverride)
}
exitOverride(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else {
    const bug = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`hufu: ${explained(error) ?? `failed: ${bug}`}\n`)
    process.exitCode = 1
  }
}
