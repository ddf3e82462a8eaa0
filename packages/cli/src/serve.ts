import { watchedKeyRing } from '@hufu/crypto'
import { Command } from 'commander'
import type { Config } from '@hufu/server'
import { type Running, openStore, serve } from '@hufu/platform'
import { SANDBOX_PATH } from '@hufu/sandbox/path'
import { checkSandboxed } from '@hufu/sandbox/allowed'
import { logTo } from '@hufu/web/log'
import { lossyOutput } from '@hufu/web/lossy-output'
import { configFile, loadConfig } from './config-file.ts'
import { masked } from '@hufu/web/masked'
import { warnIfOpen } from '@hufu/web/open-file'
import { port } from './port.ts'
import { requestsStayYoung } from './requests-stay-young.ts'

/** Members that hold the path of a key ring, not the ring itself: they need no mask. */
const PATHS: ReadonlySet<string> = new Set(['keys'])

/** `hufu serve`: the platform half, until it is told to stop. */
export const serveCommand = (): Command =>
  new Command('serve')
    .description('run the platform half: an authorization server for the configured platforms')
    .option(
      '-c, --config <file>',
      'configuration file, JSON or TypeScript (default: hufu.config.json, if it exists)',
    )
    .option('--port <number>', 'listen on this port instead of the configured one', port)
    .option(
      '--sandbox',
      'for tests, in demo mode only: make faults on purpose, move the clock, list the requests (hufu sandbox --help)',
    )
    .option('--print-config', 'print the configuration with all defaults, and exit')
    .action(
      async (options: {
        readonly config?: string
        readonly port?: number
        readonly sandbox?: true
        readonly printConfig?: true
      }) => {
        const read = await loadConfig(options.config)
        const config: Config =
          options.port === undefined ? read : { ...read, listen: { ...read.listen, port: options.port } }
        const { registry: _, ...shown } = config
        if (options.printConfig) {
          process.stdout.write(`${JSON.stringify(masked(shown, PATHS), null, 2)}\n`)
          return
        }
        const log = logTo(config.log.level)
        const file = configFile(options.config)
        if (file !== undefined) warnIfOpen(file, shown, log, PATHS)
        const { write: say } = lossyOutput(2, lost)
        const { HUFU_KEYS, HUFU_SMTP_PASSWORD, HUFU_LOGIN_HOOK_SECRET, HUFU_OPENID_SECRET } = process.env
        const secrets = {
          ...(HUFU_SMTP_PASSWORD && { smtpPassword: HUFU_SMTP_PASSWORD }),
          ...(HUFU_LOGIN_HOOK_SECRET && { loginHook: HUFU_LOGIN_HOOK_SECRET }),
          ...(HUFU_OPENID_SECRET && { openid: HUFU_OPENID_SECRET }),
        }
        if (options.sandbox) checkSandboxed(config)
        const ring = watchedKeyRing(config.keys, HUFU_KEYS)
        const { HUFU_SANDBOX_TOKEN } = process.env
        const sandbox = options.sandbox && {
          ...(HUFU_SANDBOX_TOKEN && { token: HUFU_SANDBOX_TOKEN }),
          say,
        }
        const running = await serve(config, ring, log, openStore(config), secrets, sandbox)
        requestsStayYoung()
        say(`hufu serves ${[...running.runtime.platforms.keys()].join(', ')} on ${running.url}\n`)
        const { sandbox: opened } = running
        if (opened)
          say(
            `sandbox, for tests only: ${running.url}${SANDBOX_PATH}\n${HUFU_SANDBOX_TOKEN ? '' : `  HUFU_SANDBOX_TOKEN=${opened.token}\n`}`,
          )
        await stopped(running.close, (text) => log.info(text))
      },
    )

/** Written when a terminal or pipe that was blocked for a while accepts lines again. */
export const lost = (lines: number): string =>
  `hufu: ${lines} lines could not be written to this terminal or pipe, and are lost\n`

/** Resolves when the process was asked to stop and has stopped. A second signal changes nothing: npm passes them twice. */
export async function stopped(close: Running['close'], say: (text: string) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  await promise
  say('stopping after the requests in flight')
  await close()
}
