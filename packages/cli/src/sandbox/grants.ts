import { Command } from 'commander'
import { repeated, wholeNumber } from '../admin/options.ts'
import { printList, printOne } from '../admin/print.ts'
import type { Terminal } from '../terminal.ts'
import { type Answer, type SandboxOptions, ask, leafOf, listIn } from './ask.ts'

interface NewGrants extends SandboxOptions {
  readonly platform: string
  readonly app: string
  readonly shop?: string
  readonly user?: string
  readonly count: number
}

interface NewApp extends SandboxOptions {
  readonly platform: string
  readonly name?: string
  readonly redirectUri?: readonly string[]
}

export function appsCommand(terminal: Terminal): Command {
  const apps = new Command('apps').description('applications for tests')
  leafOf(apps, 'add', 'add an application that is online; prints AppKey and AppSecret')
    .requiredOption('--platform <id>', 'platform of the application')
    .requiredOption(
      '--redirect-uri <uri>',
      'redirect URI, or host where the platform registers hosts',
      repeated,
    )
    .option('--name <name>', 'name of the application')
    .action(async ({ platform, name, redirectUri: redirectUris, ...options }: NewApp) => {
      const asked = { platform, redirectUris, ...(name !== undefined && { name }) }
      const { app } = await ask(options, 'POST', '/apps', asked)
      printOne(terminal, options.json, 'app', app as Answer)
    })
  return apps
}

export function grantsCommand(terminal: Terminal): Command {
  const grants = new Command('grants').description('grants of merchants, and the calls for each')
  leafOf(grants, 'ls', 'list the grants that were called for, with their figures').action(
    async (options: SandboxOptions) => {
      const all = listIn(await ask(options, 'GET', '/grants'), 'grants')
      printList(terminal, options.json, 'grants', options.json ? all : all.map(told), columns)
    },
  )
  leafOf(grants, 'show', 'show one grant and its figures')
    .argument('<number>', 'number that `ls` shows', wholeNumber(0, 1e15 - 1))
    .action(async (id: number, options: SandboxOptions) => {
      const { grant, tally } = await ask(options, 'GET', `/grants/${id}`)
      if (options.json) return terminal.print(`${JSON.stringify({ grant, tally })}\n`)
      printOne(terminal, undefined, 'grant', { ...(grant as Answer), ...(tally as Answer) })
    })
  leafOf(grants, 'add', 'add grants without a browser; prints the tokens')
    .requiredOption('--platform <id>', 'at this platform')
    .requiredOption('--app <AppKey>', 'to this application')
    .option('--shop <id>', 'by this shop (default: a new one for each)')
    .option('--user <name>', 'by this user')
    .option('--count <number>', 'how many', wholeNumber(1, 5000), 1)
    .action(async ({ platform, app: clientId, shop, user, count, ...options }: NewGrants) => {
      const who = { ...(shop !== undefined && { shop }), ...(user !== undefined && { user }) }
      const made = await ask(options, 'POST', '/grants', { platform, clientId, count, ...who })
      const all = listIn(made, 'grants')
      const rows = all.map(({ tokens, ...grant }) => ({ ...grant, ...(tokens as Answer) }))
      printList(terminal, options.json, 'grants', options.json ? all : rows, madeColumns)
    })
  return grants
}

const columns = {
  grantId: 'GRANT',
  platform: 'PLATFORM',
  shopId: 'SHOP',
  received: 'CALLS',
  committed: 'COMMITTED',
  answered: 'ANSWERED',
  committedNotAnswered: 'LOST',
  replayed: 'REPLAYED',
  spent: 'SPENT',
  mostInFlight: 'AT ONCE',
  ended: 'ENDED',
}
const madeColumns = {
  grantId: 'GRANT',
  shopId: 'SHOP',
  openId: 'OPENID',
  accessToken: 'ACCESS TOKEN',
  refreshToken: 'REFRESH TOKEN',
}

const told = ({ revoked, ...tally }: Answer): Answer => ({
  ...tally,
  ...(revoked !== undefined && { ended: (revoked as Answer)['because'] }),
})
