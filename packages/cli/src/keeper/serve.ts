/* `hufu keeper serve`: a keeper of its own, for programs in any language. */
import { logTo } from '@hufu/web/log'
import { Command } from 'commander'
import { masked } from '@hufu/web/masked'
import { warnIfOpen } from '@hufu/web/open-file'
import { port } from '../port.ts'
import type { Terminal } from '../terminal.ts'
import { createDaemon } from '@hufu/keeper-daemon/server'
import { absoluteFrom, closed, knownTokens, listenUrl, untilStopped } from '@hufu/keeper-daemon/listening'
import {
  type KeeperCommandOptions,
  loadKeeperConfig,
  openConfigured,
  webhooksOf,
} from '@hufu/keeper-daemon/open'
import { oneTimeLink } from '@hufu/keeper-daemon/pages/ui'

interface Options extends KeeperCommandOptions {
  readonly port?: number
  readonly printConfig?: true
}

export const keeperServeCommand = (terminal: Terminal): Command =>
  new Command('serve')
    .description(
      'run the keeper: it refreshes ahead of time, and has an HTTP API for programs and pages for people',
    )
    .option('-c, --config <file>', 'configuration file, JSON or TypeScript (default: keeper.json)')
    .option('--port <number>', 'listen on this port instead of the configured one', port)
    .option('--print-config', 'print the configuration with all defaults, and exit')
    .action(async (options: Options) => {
      const loaded = await loadKeeperConfig(options)
      const { config } = loaded
      if (options.printConfig) return terminal.print(`${JSON.stringify(masked(config), null, 2)}\n`)
      const log = logTo(config.log.level)
      warnIfOpen(loaded.file, loaded.written, log)
      const tokens = knownTokens(loaded, log)
      const { keeper, context } = await openConfigured(loaded, {
        makes: true,
        schedule: config.schedule,
        webhooks: webhooksOf(loaded),
        log,
      })
      let url = listenUrl(loaded)
      const absolute = absoluteFrom(loaded, () => url)
      const app = await createDaemon({ config, keeper, context, log, tokens, absolute })
      try {
        url = await app.listen({ host: config.listen.host, port: options.port ?? config.listen.port })
      } catch (error) {
        await closed(app, keeper)
        throw error
      }
      log.info({ url, apps: context.apps.all.map(({ platform, name }) => `${platform}/${name}`) }, 'serving')
      const link = absolute(await oneTimeLink(context))
      terminal.say(
        `hufu keeper serves on ${url}\nopen its pages by this link, which works once, within ten minutes:\n  ${link}\n`,
      )
      await untilStopped(app, keeper, log)
    })
