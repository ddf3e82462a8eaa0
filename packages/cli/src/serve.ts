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

/** Where the key ring is, and no ring itself. */
const PATHS: ReadonlySet<string> = new Set(['keys'])

/** `hufu serve`: the platform half, until it is told to stop. */
export const serveCommand = (): Command =>
  new Command('serve')
    .description('run the platform half: an authorization server for the configured platforms')
    .option(
      '-c, --config <file>',
      'configuration, JSON or TypeScript (default: hufu.config.json, if there is one)',
    )
    .option('--port <number>', 'listen on this port instead of the configured one', port)
    .option(
      '--sandbox',
      'for tests, in demo mode: faults on purpose, a clock to move, and what came in (hufu sandbox --help)',
    )
    .option('--print-config', 'print the configuration with all its defaults, and end')
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
        if (options.printConfig) {
          process.stdout.write(`${JSON.stringify(masked(config, PATHS), null, 2)}\n`)
          return
        }
        const log = logTo(config.log.level)
        const file = configFile(options.config)
        if (file !== undefined) warnIfOpen(file, read, log, PATHS)
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
            `a sandbox, for tests alone: ${running.url}${SANDBOX_PATH}\n${HUFU_SANDBOX_TOKEN ? '' : `  HUFU_SANDBOX_TOKEN=${opened.token}\n`}`,
          )
        await stopped(running.close, (text) => log.info(text))
      },
    )

/** What a terminal that took nothing for a while is told then. */
export const lost = (lines: number): string => `hufu: ${lines} messages could not be written\n`

/** Resolves when the process was asked to stop and has stopped. A second signal changes nothing: npm passes them twice. */
export async function stopped(close: Running['close'], say: (text: string) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  await promise
  say('stopping: requests in flight are finished')
  await close()
}
