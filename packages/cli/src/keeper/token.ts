/* `hufu keeper token`: bearer tokens for programs that ask the daemon. */
import { resolve } from 'node:path'
import { Command } from 'commander'
import { printList, printOne } from '../admin/print.ts'
import { Refused } from '../refused.ts'
import type { Terminal } from '../terminal.ts'
import { type TokenEntry, tenantName } from '@hufu/keeper-daemon/config'
import { leaf } from './leaf.ts'
import { type KeeperCommandOptions, loadKeeperConfig } from '@hufu/keeper-daemon/open'
import { changeTokenFile, digestOf, newToken, readTokenFile } from '@hufu/keeper-daemon/tokens'

interface Options extends KeeperCommandOptions {
  readonly json?: true
  readonly admin?: true
  readonly metrics?: true
  readonly note?: string
  readonly print?: true
}

/** The beginning of a digest, to name a token. */
const SHORT = 12

export function tokenCommand(terminal: Terminal): Command {
  const token = new Command('token').description('bearer tokens for programs that call `hufu keeper serve`')
  token.addCommand(
    leaf('new [tenant]', 'make a token; a running daemon accepts it within a second')
      .option('--admin', 'an administrator token, for all tenants')
      .option('--metrics', 'for /metrics only')
      .option('--note <text>', 'the purpose of the token')
      .option('--print', 'write no file; print the entry for the configuration')
      .action(async (tenant: string | undefined, options: Options) => {
        const file = await fileOf(options)
        const secret = newToken()
        const entry = { ...goodFor(tenant, options), ...entryOf(secret, options.note) } as TokenEntry
        if (!options.print) changeTokenFile(file, (tokens) => [...tokens, entry])
        const note = options.print
          ? "Put the entry into `tokens` of the daemon's configuration. The token is not shown again."
          : `Its digest is in ${file}. The token is not shown again.`
        printOne(
          terminal,
          options.json,
          'entry',
          options.print ? entry : shown(entry),
          { token: secret },
          note,
        )
      }),
  )
  token.addCommand(
    leaf('ls', 'list the tokens of the file; the id is the beginning of the digest').action(
      async (options: Options) => {
        const rows = readTokenFile(await fileOf(options)).map(shown)
        const columns = { id: 'ID', goodFor: 'FOR', note: 'NOTE', createdAt: 'MADE' }
        printList(terminal, options.json, 'tokens', rows, columns)
      },
    ),
  )
  token.addCommand(
    leaf('rm <id>', 'remove a token; a running daemon refuses it within a second').action(
      async (id: string, options: Options) => {
        const file = await fileOf(options)
        changeTokenFile(file, (all) => {
          const left = all.filter(({ sha256 }) => id.length < SHORT || !sha256.startsWith(id))
          if (all.length - left.length !== 1)
            throw new Refused(`there is no token ${id} in ${file}: \`hufu keeper token ls\` lists them`)
          return left
        })
        terminal.say(`token ${id} is removed\n`)
      },
    ),
  )
  return token
}

async function fileOf(options: KeeperCommandOptions): Promise<string> {
  const { config, folder } = await loadKeeperConfig(options)
  return resolve(folder, config.tokenFile)
}

function goodFor(
  tenant: string | undefined,
  { admin, metrics }: Options,
): Pick<TokenEntry, 'tenant' | 'for'> {
  const named = [
    tenant !== undefined && { tenant },
    admin && { for: 'admin' as const },
    metrics && { for: 'metrics' as const },
  ]
  const [one, ...more] = named.filter((each) => typeof each === 'object')
  if (!one || more.length > 0) throw new Refused('name one tenant, or pass --admin or --metrics')
  if (tenant !== undefined && !tenantName.safeParse(tenant).success)
    throw new Refused('the name of a tenant has 1 to 200 characters')
  return one
}

const entryOf = (secret: string, note: string | undefined) => ({
  sha256: digestOf(secret),
  ...(note !== undefined && { note }),
  createdAt: Math.floor(Date.now() / 1000),
})

const shown = ({ sha256, tenant, for: other, note, createdAt }: TokenEntry) => ({
  id: sha256.slice(0, SHORT),
  goodFor: tenant === undefined ? `(${other ?? ''})` : tenant,
  note,
  createdAt,
})
