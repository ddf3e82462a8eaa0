import { Command } from 'commander'
import { Refused } from '../refused.ts'
import type { Opened } from '@hufu/keeper-daemon/open'
import type { Connection } from '@hufu/keeper'

/** A command of the keeper, with the options that every one takes. */
export const leaf = (usage: string, description: string): Command => {
  const [name = '', ...parameters] = usage.split(' ')
  const command = new Command(name).description(description)
  for (const parameter of parameters) command.argument(parameter)
  return command
    .option('-c, --config <file>', "the keeper's configuration file (default: keeper.json)")
    .option('--json', 'print JSON')
}

/** How a command names a connection: its id, or `tenant/platform/shop` and `tenant/platform/app/shop`. */
export const CONNECTION = '<connection>'
export const NAMING = '\n<connection> is an id, tenant/platform/shop, or tenant/platform/app/shop.'

/** @throws {Refused} when there is none. @throws {KeeperError} when the application is not configured. */
export async function connectionOf({ context }: Opened, text: string): Promise<Connection> {
  const row = text.includes('/')
    ? await context.store.find(nameOf(text, context))
    : await context.store.connection(text)
  if (row) return row
  throw new Refused(`there is no connection ${JSON.stringify(text)}: \`hufu keeper ls\` lists them`)
}

function nameOf(text: string, { apps }: Opened['context']) {
  const [tenant = '', platform = '', ...rest] = text.split('/')
  const [app, shop = ''] = rest.length > 1 ? [rest[0], rest.slice(1).join('/')] : [undefined, rest[0]]
  return { tenant, platform, app: apps.find(platform, app).id, shop }
}
