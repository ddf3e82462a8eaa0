/* `hufu keeper serve`: a keeper of its own, for programs in any language. */
import { resolve } from 'node:path'
import { logTo } from '@hufu/server/log'
import { Command } from 'commander'
import { port } from '../port.ts'
import type { Terminal } from '../terminal.ts'
import type { TokenEntry } from './config.ts'
import { createDaemon } from './daemon/server.ts'
import { type KeeperCommandOptions, loadKeeperConfig, openConfigured } from './open.ts'
import { asked } from './stopping.ts'
import { digestOf, tokensOf } from './tokens.ts'
import { Refused } from '../refused.ts'

interface Options extends KeeperCommandOptions {
  readonly port?: number
  readonly printConfig?: true
}

export const keeperServeCommand = (terminal: Terminal): Command =>
  new Command('serve')
    .description('run the keeper: refreshes ahead of time, an HTTP API for programs, pages for people')
    .option('-c, --config <file>', 'configuration, JSON or TypeScript (default: keeper.json)')
    .option('--port <number>', 'listen on this port instead of the configured one', port)
    .option('--print-config', 'print the configuration with all its defaults, and end')
    .action(async (options: Options) => {
      const loaded = await loadKeeperConfig(options)
      const { config, folder } = loaded
      if (options.printConfig) return terminal.print(`${JSON.stringify(config, null, 2)}\n`)
      const log = logTo(config.log.level)
      const tokens = tokensOf(
        [...config.tokens, ...adminOfEnvironment()],
        resolve(folder, config.tokenFile),
        (message) => log.error({}, message),
      )
      const { keeper, kit } = await openConfigured(loaded, {
        makes: true,
        schedule: config.schedule,
        log,
      })
      const app = await createDaemon({ config, keeper, kit, log, tokens })
      try {
        const { host, port: listensOn } = {
          ...config.listen,
          ...(options.port !== undefined && { port: options.port }),
        }
        const url = await app.listen({ host, port: listensOn })
        log.info({ url, apps: kit.apps.all.map(({ platform, name }) => `${platform}/${name}`) }, 'serving')
        terminal.say(`hufu keeper serves on ${url}\n`)
        await asked((text) => log.info({}, text))
      } finally {
        const idle = setInterval(() => app.server.closeIdleConnections(), 50)
        await app.close().finally(() => clearInterval(idle))
        await keeper.close()
      }
    })

/** @throws {Refused} when it could be guessed. */
function adminOfEnvironment(): readonly TokenEntry[] {
  const token = process.env['HUFU_KEEPER_ADMIN_TOKEN']
  if (!token) return []
  if (token.length < 32 || !/^[\x21-\x7e]+$/.test(token))
    throw new Refused(
      'HUFU_KEEPER_ADMIN_TOKEN is too short, or not of letters, digits and signs: make one with `hufu keeper token new --admin`',
    )
  return [{ for: 'admin', sha256: digestOf(token) }]
}
