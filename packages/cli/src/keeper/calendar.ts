/* `hufu keeper calendar`: authorizations and tokens by their expiry. */
import { type CalendarEntry, calendarFile } from '@hufu/keeper'
import type { Command } from 'commander'
import { wholeNumber } from '../admin/options.ts'
import { printList } from '../admin/print.ts'
import type { Terminal } from '../terminal.ts'
import { appIdOf } from '@hufu/keeper-daemon/api/calls'
import { leaf } from './leaf.ts'
import { type KeeperCommandOptions, withKeeper } from '@hufu/keeper-daemon/open'

interface Options extends KeeperCommandOptions {
  readonly json?: true
  readonly days: number
  readonly tenant?: string
  readonly platform?: string
  readonly app?: string
  readonly refreshTokens?: true
  readonly ics?: true
}

const PAGE = 1000

export const calendarCommand = (terminal: Terminal): Command =>
  leaf('calendar', 'list what expires, soonest first: authorizations, and access tokens that nothing renews')
    .option('--days <number>', 'how many days ahead', wholeNumber(1, 3650), 90)
    .option('--tenant <name>', 'only of this tenant')
    .option('--platform <id>', 'only of this platform')
    .option('--app <name>', 'only of this application')
    .option('--refresh-tokens', 'list refresh tokens too; a refresh may extend them')
    .option('--ics', 'print an iCalendar file')
    .action(({ config, json, days, tenant, platform, app, refreshTokens, ics }: Options) =>
      withKeeper(config === undefined ? {} : { config }, async ({ keeper, context }) => {
        const now = context.clock.now()
        const entries: CalendarEntry[] = []
        let after: string | undefined
        do {
          const page = await keeper.calendar({
            from: now,
            until: now + days * 86_400,
            ...(!refreshTokens && { kinds: ['authorization', 'access_token'] }),
            tenant,
            platform,
            app: app === undefined ? undefined : appIdOf(context, platform, app),
            limit: PAGE,
            after,
          })
          entries.push(...page.entries)
          after = page.next
        } while (after !== undefined)
        if (ics) return terminal.print(calendarFile(entries, now))
        printList(terminal, json, 'entries', json ? entries : entries.map(row), {
          endsAt: 'ENDS',
          kind: 'WHAT',
          tenant: 'TENANT',
          platform: 'PLATFORM',
          shop: 'SHOP',
          status: 'STATE',
          id: 'CONNECTION',
        })
      }),
    )

const row = ({ at, kind, connection: { id, tenant, platform, shop, alias, status } }: CalendarEntry) => ({
  endsAt: at,
  kind,
  tenant,
  platform,
  shop: alias === undefined ? shop : `${shop} (${alias})`,
  status,
  id,
})
