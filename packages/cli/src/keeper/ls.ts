/* `hufu keeper ls`: connections, as a table or for programs. */
import type { ConnectionFilter, ConnectionView } from '@hufu/keeper'
import { type Command, Option } from 'commander'
import { wholeNumber } from '../admin/options.ts'
import { printList } from '../admin/print.ts'
import type { Terminal } from '../terminal.ts'
import { appIdOf } from '@hufu/keeper-daemon/api/calls'
import { statuses } from '@hufu/keeper-daemon/api/shapes'
import { leaf } from './leaf.ts'
import { type KeeperCommandOptions, withKeeper } from '@hufu/keeper-daemon/open'

interface Options extends KeeperCommandOptions, Omit<ConnectionFilter, 'limit' | 'endsBefore'> {
  readonly json?: true
  readonly limit: number
}

export const lsCommand = (terminal: Terminal): Command =>
  leaf('ls', 'list connections with their state, next refresh and expiry')
    .option('--tenant <name>', 'only of this tenant')
    .option('--platform <id>', 'only of this platform')
    .option('--app <name>', 'only of this application')
    .option('--shop <begin>', 'only shops whose id or alias begins with this')
    .addOption(new Option('--status <status>', 'only in this state').choices(statuses))
    .option('--limit <number>', 'how many at most', wholeNumber(1, 1_000_000), 100)
    .option('--after <id>', 'only connections after this id')
    .action(({ config, json, limit, ...asked }: Options) =>
      withKeeper(config === undefined ? {} : { config }, async ({ keeper, context }) => {
        const app = asked.app === undefined ? {} : { app: appIdOf(context, asked.platform, asked.app) }
        const found = await keeper.connections({ ...asked, ...app, limit: limit + 1 })
        const shown = found.slice(0, limit)
        printList(terminal, json, 'connections', json ? shown : shown.map(row), {
          id: 'ID',
          tenant: 'TENANT',
          platform: 'PLATFORM',
          shop: 'SHOP',
          status: 'STATE',
          nextRefreshAt: 'NEXT REFRESH',
          endsAt: 'RE-AUTHORIZE BY',
          quota: 'QUOTA LEFT',
          error: 'LAST ERROR',
        })
        if (found.length > limit) terminal.say(`there are more: --after ${shown.at(-1)?.id ?? ''}\n`)
      }),
    )

const row = ({ alias, shop, quota, lastError, status, ...rest }: ConnectionView) => ({
  ...rest,
  status: rest.refreshing ? `${status}, refreshing` : status,
  shop: alias === undefined ? shop : `${shop} (${alias})`,
  ...(quota && { quota: `${quota.most - quota.used}/${quota.most}` }),
  ...(lastError && { error: lastError.error }),
})
