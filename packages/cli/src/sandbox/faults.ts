import { type FaultKind, faultWords } from '@hufu/sandbox/fault'
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { wholeNumber } from '../admin/options.ts'
import { printList } from '../admin/print.ts'
import type { Terminal } from '../terminal.ts'
import { type Answer, type SandboxOptions, ask, leafOf, listIn } from './ask.ts'

const kinds = Object.keys(faultWords) as FaultKind[]

/** The options that are the fault's own; the sandbox says which of them a kind takes. */
interface FaultOptions extends SandboxOptions {
  readonly app?: string
  readonly grant?: number
  readonly shop?: string
}

export function faultsCommand(terminal: Terminal): Command {
  const faults = new Command('faults').description('faults on purpose: list, add, remove')

  leafOf(faults, 'ls', 'list the faults in force').action(async (options: SandboxOptions) => {
    const all = listIn(await ask(options, 'GET', '/faults'), 'faults')
    printList(terminal, options.json, 'faults', options.json ? all : all.map(row), columns)
  })

  leafOf(faults, 'add', 'add a fault')
    .addArgument(new Argument('<kind>', 'kind of fault').choices(kinds))
    .requiredOption('--platform <id>', 'at this platform')
    .option('--app <AppKey>', 'for calls of this application')
    .option('--grant <number>', 'for calls for this grant', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--open-id <openid>', 'for calls for the grant of this openid')
    .option('--shop <id>', 'for calls for grants of this shop')
    .addOption(
      new Option('--endpoint <name>', 'only at this endpoint').choices(['token', 'refresh', 'userInfo']),
    )
    .option('--times <number>', 'for this number of calls (default: for all)', wholeNumber(1, 1e9))
    .option('--probability <part>', 'part of the calls that fail, by chance, for example 0.05', number)
    .option(
      '--seed <number>',
      'seed of the chance: the same seed fails the same calls (default: 1)',
      wholeNumber(0, 0xffff_ffff),
    )
    .addOption(
      new Option('--when <when>', 'before or after the call is processed').choices(['before', 'after']),
    )
    .option('--seconds <number>', 'slow: seconds of delay', number)
    .option('--up-to <number>', 'slow: a random delay from --seconds to this number of seconds', number)
    .option('--status <number>', 'unavailable, html: the HTTP status', wholeNumber(100, 599))
    .option('--reason <reason>', 'error: a reason that `hufu explain` lists, for example quota_exceeded')
    .option('--content-type <type>', 'content_type: the one to send')
    .addHelpText(
      'after',
      `\nKinds:\n${kinds.map((kind) => `  ${kind.padEnd(13)} ${faultWords[kind]}`).join('\n')}`,
    )
    .action(async (kind: FaultKind, options: FaultOptions) => {
      const { url: _url, json, app: clientId, grant: grantId, shop: shopId, ...own } = options
      const whom = {
        ...(clientId !== undefined && { clientId }),
        ...(grantId !== undefined && { grantId }),
        ...(shopId !== undefined && { shopId }),
      }
      const { fault } = await ask(options, 'POST', '/faults', { fault: { kind, ...own, ...whom } })
      const { id } = fault as Answer
      terminal.print(json ? `${JSON.stringify({ fault })}\n` : `fault ${String(id)}: ${faultWords[kind]}\n`)
    })

  leafOf(faults, 'rm', 'remove a fault, or all')
    .argument('[number]', 'number that `ls` shows; without it all faults', wholeNumber(1, 1e15 - 1))
    .action(async (id: number | undefined, options: SandboxOptions) => {
      await ask(options, 'DELETE', id === undefined ? '/faults' : `/faults/${id}`)
      terminal.say(id === undefined ? 'all faults are removed\n' : `fault ${id} is removed\n`)
    })
  return faults
}

const columns = { id: 'ID', kind: 'KIND', what: 'WHAT', whom: 'WHOM', struck: 'STRUCK', left: 'LEFT' }

function row({ id, fault, struck, left = 'every' }: Answer): Answer {
  const { kind, platform, clientId, grantId, openId, shopId, endpoint, ...what } = fault as Answer
  const { times: _times, seed, ...said } = what
  const told = { ...said, ...('probability' in what && { seed }) }
  const pairs = (of: Answer) =>
    Object.entries(of).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`],
    )
  return {
    id,
    kind,
    what: pairs(told),
    whom: [String(platform), ...pairs({ endpoint, clientId, grantId, openId, shopId })],
    struck,
    left,
  }
}

/** @throws {InvalidArgumentError} which is wrong usage. */
function number(text: string): number {
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Number(text)
  throw new InvalidArgumentError('A number is for example 3 or 0.5.')
}
