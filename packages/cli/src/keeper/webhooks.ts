/* `hufu keeper webhooks`: messages that wait, dead letters, and sending them again. The daemon sends. */
import type { EndpointView } from '@hufu/keeper'
import { Command } from 'commander'
import { wholeNumber } from '../admin/options.ts'
import { printList } from '../admin/print.ts'
import { Refused } from '../refused.ts'
import type { Terminal } from '../terminal.ts'
import { leaf } from './leaf.ts'
import { type KeeperCommandOptions, withKeeper } from '@hufu/keeper-daemon/open'

interface Options extends KeeperCommandOptions {
  readonly json?: true
}

interface Page extends Options {
  readonly endpoint?: string
  readonly after?: string
  readonly limit: number
}

export function webhooksCommand(terminal: Terminal): Command {
  const webhooks = new Command('webhooks').description(
    'webhooks: list messages that wait and dead letters, and send these again',
  )
  webhooks.addCommand(
    leaf('ls', 'list the endpoints, with the number of messages that wait and of dead letters').action(
      (options: Options) =>
        withKeeper(options, async ({ keeper }) => {
          const endpoints = await keeper.webhooks.endpoints()
          printList(terminal, options.json, 'endpoints', options.json ? endpoints : endpoints.map(row), {
            name: 'ENDPOINT',
            waiting: 'WAITING',
            oldestAt: 'OLDEST WAITS SINCE',
            dead: 'DEAD LETTERS',
            failing: 'FAILING',
            lastError: 'LAST ERROR',
            disabledAt: 'DISABLED',
            why: 'WHY',
          })
        }),
    ),
  )
  webhooks.addCommand(
    leaf('dead', 'list the dead letters: messages whose last try failed')
      .option('--endpoint <name>', 'only of this endpoint')
      .option('--limit <number>', 'how many at most', wholeNumber(1, 100_000), 100)
      .option('--after <message>', 'only messages after this one')
      .action(({ json, limit, endpoint, after, ...options }: Page) =>
        withKeeper(options, async ({ keeper }) => {
          const found = await keeper.webhooks.deadLetters({ endpoint, after, limit: limit + 1 })
          const shown = found.slice(0, limit)
          printList(terminal, json, 'messages', shown, {
            id: 'MESSAGE',
            endpoint: 'ENDPOINT',
            type: 'EVENT',
            createdAt: 'HAPPENED',
            deadAt: 'GIVEN UP',
            attempts: 'TRIES',
            lastError: 'LAST ERROR',
          })
          if (found.length > limit) terminal.say(`there are more: --after ${shown.at(-1)?.id ?? ''}\n`)
        }),
      ),
  )
  webhooks.addCommand(
    leaf('resend [message]', 'send a dead letter again, or with --endpoint all of an endpoint')
      .option('--endpoint <name>', 'all dead letters of this endpoint')
      .action((id: string | undefined, { endpoint, json, ...options }: Options & Pick<Page, 'endpoint'>) => {
        if ((id === undefined) === (endpoint === undefined))
          throw new Refused('name one message, or an endpoint with --endpoint')
        return withKeeper(options, async ({ keeper }) => {
          const which = id === undefined ? { endpoint: endpoint ?? '' } : { id }
          const resent = await keeper.webhooks.resend(which)
          if (resent === 0)
            throw new Refused('there is no such dead letter: `hufu keeper webhooks dead` lists them')
          if (json) terminal.print(`${JSON.stringify({ resent })}\n`)
          terminal.say(`the daemon will send ${resent} again\n`)
        })
      }),
  )
  webhooks.addCommand(
    leaf(
      'enable <endpoint>',
      'send to an endpoint again that was stopped because it answered 410 Gone',
    ).action((name: string, { json, ...options }: Options) =>
      withKeeper(options, async ({ keeper }) => {
        if (!(await keeper.webhooks.enable(name)))
          throw new Refused(
            `there is no endpoint ${JSON.stringify(name)}: \`hufu keeper webhooks ls\` lists them`,
          )
        if (json) terminal.print(`${JSON.stringify({ enabled: name })}\n`)
        terminal.say(`${name} gets messages again\n`)
      }),
    ),
  )
  return webhooks
}

const row = ({ oldest: oldestAt, disabled, failing, ...rest }: EndpointView) => ({
  ...rest,
  oldestAt,
  ...(failing && { failing: failing.messages, lastError: failing.error }),
  ...(disabled && { disabledAt: disabled.at, why: disabled.why }),
})
