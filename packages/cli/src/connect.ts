/* `hufu connect`: the client half by hand, against any base URL, also the real platform's. */
import { readFileSync } from 'node:fs'
import { type Authorized, type Client, type Failure, isFailure } from '@hufu/client'
import { discover } from '@hufu/client/discover'
import { nodeClient } from '@hufu/client/node'
import { recordingFetch } from '@hufu/client/wire'
import { type Dialect, needsSecret } from '@hufu/dialects'
import { Command } from 'commander'
import { dialectOf } from './explain.ts'
import { isLoopback, received } from './loopback.ts'
import { Refused } from './refused.ts'
import { type Lines, type Terminal, linesOf, ownTerminal } from './terminal.ts'

interface Options {
  readonly clientId: string
  readonly secretStdin?: true
  readonly baseUrl?: string
  readonly issuer?: string
  readonly redirectUri?: string
  readonly scope?: string
  readonly privateKey?: string
  readonly platformKey?: string
  readonly open: boolean
  readonly json?: true
  readonly verbose?: true
}

/** `hufu connect <platform>`: link, callback, tokens. */
export const connectCommand = (terminal: Terminal = ownTerminal): Command =>
  new Command('connect')
    .description('connect a shop to your application at a platform, also the real one, and print the tokens')
    .argument('<platform>', 'its id; `hufu explain` lists them')
    .requiredOption('--client-id <id>', 'what the platform calls AppKey, appid or app_key')
    .option(
      '--secret-stdin',
      "read the application's secret from the first line of standard input, instead of asking",
    )
    .option('--base-url <url>', "where the platform answers (default: the real platform's address)")
    .option('--issuer <url>', 'the same, for a server that publishes where its endpoints are (RFC 8414)')
    .option(
      '--redirect-uri <uri>',
      'as registered; on http://127.0.0.1:PORT/... the callback is received, else pasted',
    )
    .option('--scope <list>', 'comma-separated')
    .option('--private-key <file>', "the application's RSA key, where the platform seals")
    .option('--platform-key <file>', "the platform's public RSA key, where it seals")
    .option('--no-open', 'only print the link')
    .option('--json', 'print the tokens as JSON')
    .option('--verbose', 'show requests and responses, secrets masked')
    .action(async (id: string, options: Options) => {
      const dialect = dialectOf(id)
      const lines = linesOf(terminal)
      try {
        const redirectUri = redirectUriOf(dialect, options)
        const client = await clientOf(dialect, options, terminal, lines)
        const tokens = await connected(client, redirectUri, dialect, options, terminal, lines)
        terminal.print(options.json ? `${JSON.stringify(tokens)}\n` : listed(tokens))
      } finally {
        lines.close()
      }
    })

async function clientOf(
  dialect: Dialect,
  options: Options,
  terminal: Terminal,
  lines: Lines,
): Promise<Client> {
  const { clientId, baseUrl, issuer, secretStdin } = options
  if (needsSecret(dialect) && !secretStdin && !terminal.input.isTTY)
    throw new Refused(
      'nobody can be asked for the secret here: pass --secret-stdin, and the secret as the first line',
    )
  const show = recordingFetch('token', dialect.token, (each) =>
    terminal.say(`\n${each.request.text}\n\n${each.response?.text ?? ''}\n\n`),
  )
  try {
    return nodeClient(dialect, {
      clientId,
      baseUrl,
      ...(issuer && believed(await discover(issuer))),
      clientSecret: needsSecret(dialect)
        ? await lines.next('Application secret: ', { hidden: secretStdin !== true })
        : undefined,
      privateKey: options.privateKey && readFileSync(options.privateKey, 'utf8'),
      platformPublicKey: options.platformKey && readFileSync(options.platformKey, 'utf8'),
      fetch: options.verbose && show,
    })
  } catch (error) {
    if (error instanceof Error && !(error instanceof Refused)) throw new Refused(error.message)
    throw error
  }
}

/** @throws {Refused} when there is none, or the real platform would not take it. */
function redirectUriOf(
  { policy, origin, title }: Dialect,
  { redirectUri = policy.outOfBand, baseUrl = origin }: Options,
): string {
  if (redirectUri === undefined)
    throw new Refused(`${title} wants a redirect URI: pass the registered one as --redirect-uri`)
  if (policy.httpsOnly && baseUrl === origin && !redirectUri.startsWith('https:'))
    throw new Refused(
      `${title} takes https redirect URIs only: pass one, and paste what the browser is sent to`,
    )
  return redirectUri
}

/** The tokens; a browser that came back to this machine has been told so. */
async function connected(
  client: Client,
  redirectUri: string,
  dialect: Dialect,
  { scope, open }: Options,
  terminal: Terminal,
  lines: Lines,
): Promise<object> {
  const begun = await client.begin({ redirectUri, scope: scope?.split(',') })
  const announce = () => {
    terminal.say(`Open this link and agree:\n\n  ${begun.url}\n\n`)
    if (open) terminal.openBrowser(begun.url)
  }
  const address = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined
  if (address && isLoopback(address)) {
    lines.close()
    const exchange = (authorized: Authorized) => client.exchangeCode(authorized)
    return believed(await received(client, address, begun, announce, exchange))
  }
  announce()
  const outOfBand = redirectUri === dialect.policy.outOfBand
  const pasted = await lines.next(
    outOfBand
      ? 'The code that the page shows: '
      : 'The address that the browser was sent to, or the code in it: ',
  )
  if (pasted.includes('?') || pasted.includes('://'))
    return believed(await client.exchangeCode(believed(await client.finish(pasted, begun))))
  if (dialect.policy.pkce !== 'none')
    throw new Refused('the code alone is not enough here: paste the whole address')
  if (!outOfBand)
    terminal.say('A code alone does not say whose it is: make sure that it comes from your own browser.\n')
  return believed(await client.exchangeCode({ code: pasted, redirectUri }))
}

/** @throws {Refused} with what went wrong and the way out. */
function believed<Answer extends object>(answer: Answer | Failure): Exclude<Answer, Failure> {
  if (!isFailure(answer)) return answer as Exclude<Answer, Failure>
  const { error, hint, platformCode, platformMessage, parameter } = answer
  const blamed = parameter === undefined ? '' : ` (${parameter})`
  const said =
    platformCode === undefined ? '' : ` The platform said ${platformCode} ${platformMessage ?? ''}`.trimEnd()
  throw new Refused(`${error}${blamed}: ${hint}${said}`)
}

/** Moments with their zone, lists word by word, and what was odd in the reply as JSON. */
const shown = (name: string, value: unknown): string =>
  /(^requested|xpires)At$/.test(name)
    ? timeOf(Number(value))
    : [value]
        .flat()
        .map((each) => (typeof each === 'string' ? each : JSON.stringify(each)))
        .join(' ')

const listed = (tokens: object): string =>
  Object.entries(tokens)
    .map(([name, value]) => `${name.padEnd(17)}${shown(name, value)}\n`)
    .join('')

const timeOf = (second: number): string => new Date(second * 1000).toISOString()
