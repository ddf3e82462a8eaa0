/* `hufu keeper calendar`: what ends when. */
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
  leaf('calendar', 'what ends when, soonest first: authorizations, and access tokens that nothing renews')
    .option('--days <number>', 'so far ahead', wholeNumber(1, 3650), 90)
    .option('--tenant <name>', 'of this tenant only')
    .option('--platform <id>', 'of this platform only')
    .option('--app <name>', 'of this application only')
    .option('--refresh-tokens', 'also refresh tokens, whose end each refresh may move')
    .option('--ics', 'as a file for calendar programs')
    .action(({ config, json, days, tenant, platform, app, refreshTokens, ics }: Options) =>
      withKeeper(config === undefined ? {} : { config }, async ({ keeper, kit }) => {
        const now = kit.clock.now()
        const entries: CalendarEntry[] = []
        let after: string | undefined
        do {
          const page = await keeper.calendar({
            from: now,
            until: now + days * 86_400,
            ...(!refreshTokens && { kinds: ['authorization', 'access_token'] }),
            tenant,
            platform,
            app: app === undefined ? undefined : appIdOf(kit, platform, app),
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
