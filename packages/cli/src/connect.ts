/* `hufu connect`: the client half by hand, against any base URL, also the real platform's. */
import { readFileSync } from 'node:fs'
import {
  type Authorized,
  type Client,
  type Failure,
  type Fetch,
  isFailure,
  recordingFetch,
} from '@hufu/client'
import { discover } from '@hufu/client/discover'
import { nodeClient } from '@hufu/client/node'
import { explainingFetch } from '@hufu/client/wire'
import { type Dialect, facesOf, needsSecret } from '@hufu/dialects'
import { Command } from 'commander'
import { configOption, loadPlatform } from './config-file.ts'
import { isLoopback, received } from './loopback.ts'
import { type RecordingFile, recordedLeg, recordingFile } from './recording-file.ts'
import { Refused } from './refused.ts'
import { type Lines, type Terminal, linesOf, ownTerminal } from './terminal.ts'

interface Options {
  readonly config?: string
  readonly clientId: string
  readonly secretStdin?: true
  readonly baseUrl?: string
  readonly issuer?: string
  readonly redirectUri?: string
  readonly scope?: string
  readonly privateKey?: string
  readonly platformKey?: string
  readonly face?: string
  readonly open: boolean
  readonly json?: true
  readonly verbose?: true
  readonly record?: string
}

/** `hufu connect <platform>`: link, callback, tokens. */
export const connectCommand = (terminal: Terminal = ownTerminal): Command =>
  new Command('connect')
    .description('connect a shop to your application at a platform, the real one too, and print the tokens')
    .argument('<platform>', 'id of the platform, or the path of its file; `hufu explain` lists them')
    .option(...configOption)
    .requiredOption('--client-id <id>', 'client id of the application: AppKey, appid or app_key')
    .option(
      '--secret-stdin',
      "read the application's secret from the first line of standard input, and do not ask for it",
    )
    .option('--base-url <url>', 'address of the platform (default: the real platform)')
    .option(
      '--issuer <url>',
      'address of a server that publishes its metadata (RFC 8414), instead of --base-url',
    )
    .option(
      '--redirect-uri <uri>',
      'redirect URI as registered; http://127.0.0.1:PORT/... receives the callback, for any other you paste it',
    )
    .option('--scope <list>', 'scopes, separated by commas')
    .option('--private-key <file>', "the application's private RSA key, for a platform that encrypts")
    .option('--platform-key <file>', "the platform's public RSA key, for a platform that encrypts")
    .option('--face <number>', "one of the platform's other faces, as `hufu explain` numbers them")
    .option('--no-open', 'print the link and do not open a browser')
    .option('--json', 'print the tokens as JSON')
    .option('--verbose', 'show requests and responses, secrets masked')
    .option(
      '--record <file>',
      'write link, callback and calls to a new file, for `hufu dialect verify`; it holds secrets, and only you can read it',
    )
    .action(async (id: string, options: Options) => {
      const dialect = spoken((await loadPlatform(id, options.config)).dialect, options.face)
      const lines = linesOf(terminal)
      try {
        const redirectUri = redirectUriOf(dialect, options)
        const file = options.record === undefined ? undefined : recordingFile(options.record)
        const client = await clientOf(dialect, options, terminal, lines, file)
        const recorded = file ? recordedLeg(client, redirectUri, file) : client
        const tokens = await connected(recorded, redirectUri, dialect, options, terminal, lines)
        terminal.print(options.json ? `${JSON.stringify(tokens)}\n` : listed(tokens))
      } finally {
        lines.close()
      }
    })

/** @throws {Refused} when the dialect has no such face. */
function spoken(dialect: Dialect, face: string | undefined): Dialect {
  if (face === undefined) return dialect
  const chosen = /^\d{1,3}$/.test(face) ? facesOf(dialect)[Number(face) + 1] : undefined
  if (!chosen)
    throw new Refused(
      `--face: ${dialect.id} has no face ${face}: \`hufu explain ${dialect.id}\` lists its other faces`,
    )
  return chosen
}

async function clientOf(
  dialect: Dialect,
  options: Options,
  terminal: Terminal,
  lines: Lines,
  file: RecordingFile | undefined,
): Promise<Client> {
  const { clientId, baseUrl, issuer, secretStdin } = options
  if (needsSecret(dialect) && !secretStdin && !terminal.input.isTTY)
    throw new Refused(
      'the secret cannot be asked for, as standard input is no terminal: pass --secret-stdin, and the secret as its first line',
    )
  const recording: Fetch | undefined = file && recordingFetch(file)
  const show = explainingFetch(
    'token',
    dialect.token,
    (each) => terminal.say(`\n${each.request.text}\n\n${each.response?.text ?? ''}\n\n`),
    recording,
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
      fetch: options.verbose ? show : recording,
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
    throw new Refused(`${title} needs a redirect URI: pass the registered one as --redirect-uri`)
  if (policy.httpsOnly && baseUrl === origin && !redirectUri.startsWith('https:'))
    throw new Refused(
      `${title} accepts only https redirect URIs: pass one, and later paste the address that the browser is sent to`,
    )
  return redirectUri
}

/** Returns the tokens. A browser that came back to this machine was shown how it ended. */
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
    terminal.say(`Open this link and approve:\n\n  ${begun.url}\n\n`)
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
    throw new Refused('this platform needs the state and the code: paste the whole address')
  if (!outOfBand)
    terminal.say(
      'The code alone does not prove where it comes from. Make sure that it is from your own browser.\n',
    )
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

/** Times with their zone, lists word by word, and oddities of the reply as JSON. */
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
