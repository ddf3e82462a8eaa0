import { type GrantView, grantView, unknown } from '@hufu/accounts'
import { grantsRevoked } from '@hufu/acts/audit-details'
import { Command } from 'commander'
import { Refused } from '../refused.ts'
import type { Terminal } from '../terminal.ts'
import { userOf } from './merchants.ts'
import { subcommand, wholeNumber } from './options.ts'
import { printList } from './print.ts'
import { type AdminRuntime, type CommonOptions, type OpenRuntime, did, found, within } from './runtime.ts'

interface WhoseOptions extends CommonOptions {
  readonly app?: string
  readonly user?: string
}

export function grantCommand(open: OpenRuntime, terminal: Terminal): Command {
  const grant = new Command('grant').description('what merchants have granted to applications')
  const leaf = (usage: string, description: string): Command => subcommand(grant, usage, description)
  const ofWhom = (command: Command): Command =>
    command.option('--app <id>', 'to this application').option('--user <user>', 'by this user, by name or id')

  ofWhom(leaf('list', 'grants of an app or user, the newest first'))
    .option('--limit <number>', 'at most so many', wholeNumber(1, 1000), 100)
    .action((options: WhoseOptions & { readonly limit: number }, command: Command) =>
      within(open, options, async (runtime) => {
        const which = await whose(options, command, runtime)
        const grants = (await runtime.store.grants({ ...which, limit: options.limit })).map(grantView)
        // People are told the status in a word.
        const told = (each: GrantView) => ({
          ...each,
          status: each.revoked ? `ended: ${each.revoked.because}` : 'alive',
        })
        printList(terminal, options.json, 'grants', options.json ? grants : grants.map(told), columns)
      }),
    )
  leaf('revoke', 'end one grant, and every token of it')
    .argument('<id>', 'its number', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .action((id: number, options: CommonOptions) =>
      within(open, options, async ({ store }) => {
        const held = await store.grantById(id)
        if (!held || held.revoked) throw new Refused(unknown('live grant', String(id)).message)
        await store.revokeGrant(id, store.now(), 'operator')
        await did(store, 'grant.revoke', id)
        terminal.print(options.json ? `${JSON.stringify({ revoked: 1 })}\n` : `${id} has ended\n`)
      }),
    )
  ofWhom(leaf('revoke-all', 'end all grants of an app or user')).action(
    (options: WhoseOptions, command: Command) =>
      within(open, options, async (runtime) => {
        const { store } = runtime
        const which = await whose(options, command, runtime)
        const revoked = await store.revokeGrants(which, store.now(), 'operator')
        const { appId, userId } = which
        // What one user granted to one app is that user's.
        await (userId === undefined
          ? did(store, 'app.revoke', appId ?? '', grantsRevoked(revoked))
          : did(store, 'user.revoke', userId, grantsRevoked(revoked, appId)))
        terminal.print(options.json ? `${JSON.stringify({ revoked })}\n` : `${revoked} have ended\n`)
      }),
  )
  return grant
}

const columns = {
  id: 'ID',
  platform: 'PLATFORM',
  appId: 'APP',
  userId: 'USER',
  shopId: 'SHOP',
  scope: 'SCOPE',
  createdAt: 'SINCE',
  accessExpiresAt: 'ACCESS UNTIL',
  status: 'STATUS',
}

/** An app, a user, or both, and that there are such. */
async function whose({ app, user }: WhoseOptions, command: Command, runtime: AdminRuntime) {
  if (app === undefined && user === undefined) command.error('error: say whose, with --app or --user')
  const { store } = runtime
  return {
    ...(app !== undefined && { appId: found(await store.appById(app), 'app', app).id }),
    ...(user !== undefined && { userId: (await userOf(user, runtime)).id }),
  }
}
