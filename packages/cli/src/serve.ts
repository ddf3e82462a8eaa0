import { loadKeyRing } from './key-file.ts'
import { Command } from 'commander'
import { type Config, ConfigError, type Running, logTo, serve } from '@hufu/server'
import { loadConfig } from './config-file.ts'
import { Refused } from './refused.ts'

/** `hufu serve`: the platform half, until it is told to stop. */
export const serveCommand = (): Command =>
  new Command('serve')
    .description('run the platform half: an authorization server for the configured platforms')
    .option(
      '-c, --config <file>',
      'configuration, JSON or TypeScript (default: hufu.config.json, if there is one)',
    )
    .option('--port <number>', 'listen on this port instead of the configured one', Number)
    .option('--print-config', 'print the configuration with all its defaults, and end')
    .action(
      async (options: { readonly config?: string; readonly port?: number; readonly printConfig?: true }) => {
        const read = await loadConfig(options.config)
        const config: Config =
          options.port === undefined ? read : { ...read, listen: { ...read.listen, port: options.port } }
        if (options.printConfig) {
          process.stdout.write(`${JSON.stringify(config, null, 2)}\n`)
          return
        }
        const log = logTo(config.log.level)
        const running = await serve(config, loadKeyRing(config.keys, process.env['HUFU_KEYS']), log).catch(
          explained,
        )
        process.stderr.write(
          `hufu serves ${[...running.runtime.platforms.keys()].join(', ')} on ${running.url}\n`,
        )
        await stopped(running.close, (text) => log.info(text))
      },
    )

/** What a person who starts a server can mend. */
function explained(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    throw new Refused('the port is taken: choose another with --port, or stop the other program')
  if (code === 'EACCES') throw new Refused('this port or folder is not allowed to this user')
  if (error instanceof ConfigError) throw new Refused(error.message)
  throw error
}

/** Resolves when the process was asked to stop and has stopped. A second signal changes nothing: npm passes them twice. */
export async function stopped(close: Running['close'], say: (text: string) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  await promise
  say('stopping: requests in flight are finished')
  await close()
}

export { explained }
