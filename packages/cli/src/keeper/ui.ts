/* `hufu keeper ui`: the pages alone, on this machine, for a user who may read the store. */
import { logTo } from '@hufu/web/log'
import type { Command } from 'commander'
import { warnIfOpen } from '@hufu/web/open-file'
import { port } from '../port.ts'
import type { Terminal } from '../terminal.ts'
import { guard } from '@hufu/keeper-daemon/api/access'
import { frame } from '@hufu/keeper-daemon/api/frame'
import { leaf } from './leaf.ts'
import { absoluteFrom, closed, knownTokens, listenUrl, untilStopped } from '@hufu/keeper-daemon/listening'
import { type KeeperCommandOptions, loadKeeperConfig, openConfigured } from '@hufu/keeper-daemon/open'
import { uiPages } from '@hufu/keeper-daemon/pages/pages'
import { oneTimeLink } from '@hufu/keeper-daemon/pages/ui'

interface Options extends KeeperCommandOptions {
  readonly port: number
  readonly open: boolean
}

export const uiCommand = (terminal: Terminal): Command =>
  leaf('ui', 'open the pages in a browser: connections, expiries, links for shops')
    .option('--port <number>', 'port of 127.0.0.1 (default: any free port)', port, 0)
    .option('--no-open', 'print the link and do not open a browser')
    .action(async ({ port: listensOn, open, ...options }: Options) => {
      const loaded = await loadKeeperConfig(options)
      const log = logTo('warn', process.stderr)
      warnIfOpen(loaded.file, loaded.written, log)
      const tokens = knownTokens(loaded, log)
      const { keeper, context, config } = await openConfigured(loaded)
      const now = context.clock.now
      const app = frame({ config: { ...config, trustedProxies: [] }, log, secure: false, now })
      // Shops come to the daemon, not here.
      const absolute = absoluteFrom(loaded, () => listenUrl(loaded))
      await uiPages(app, { keeper, context, guard: guard(tokens, now), tokens, secure: false, absolute })
      try {
        const url = await app.listen({ host: '127.0.0.1', port: listensOn })
        const link = `${url}${await oneTimeLink(context)}`
        terminal.say(
          `Open the keeper's pages by this link, which works once, within ten minutes:\n\n  ${link}\n\n`,
        )
        if (open) terminal.openBrowser(link)
      } catch (error) {
        await closed(app, keeper)
        throw error
      }
      await untilStopped(app, keeper, log)
    })
