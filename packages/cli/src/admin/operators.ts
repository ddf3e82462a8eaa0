import {
  type NewGateway,
  type NewOperator,
  createGateway,
  createOperator,
  gatewayView,
  operatorView,
  replaceGatewaySecret,
  resetOperator,
  setOperatorStatus,
} from '@hufu/engine'
import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { repeated, subcommand } from './options.ts'
import { printList, printOne } from './print.ts'
import { type CommonOptions, type OpenRuntime, granted, within } from './runtime.ts'

export function operatorCommand(open: OpenRuntime, terminal: Terminal): Command {
  const operator = new Command('operator').description('who administers through the admin API')
  const leaf = (usage: string, description: string): Command => subcommand(operator, usage, description)

  const say = ({ json }: CommonOptions, { operator: one, oneTimePassword }: NewOperator): void => {
    const note = 'The password is good for one login, at which a new one is chosen. It is not shown again.'
    printOne(terminal, json, 'operator', operatorView(one), { oneTimePassword }, note)
  }
  leaf('create <username>', 'an operator; prints a one-time password').action(
    (username: string, options: CommonOptions) =>
      within(open, options, async (runtime) =>
        say(options, granted(await createOperator(username, runtime))),
      ),
  )
  leaf('reset <username>', 'a new one-time password; ends all sessions of the operator').action(
    (username: string, options: CommonOptions) =>
      within(open, options, async (runtime) => say(options, granted(await resetOperator(username, runtime)))),
  )
  leaf('list', 'all operators').action((options: CommonOptions) =>
    within(open, options, async ({ store }) => {
      const columns = {
        username: 'USERNAME',
        status: 'STATUS',
        oneTime: 'MUST CHOOSE PASSWORD',
        createdAt: 'CREATED',
      }
      printList(terminal, options.json, 'operators', (await store.operators()).map(operatorView), columns)
    }),
  )
  for (const [name, status] of [
    ['disable', 'disabled'],
    ['enable', 'active'],
  ] as const) {
    leaf(`${name} <username>`, status === 'disabled' ? 'no login, and all sessions end' : 'as before').action(
      (username: string, options: CommonOptions) =>
        within(open, options, async (runtime) => {
          const operator = granted(await setOperatorStatus(username, status, runtime))
          printOne(terminal, options.json, 'operator', operatorView(operator))
        }),
    )
  }
  return operator
}

export function gatewayCommand(open: OpenRuntime, terminal: Terminal): Command {
  const gateway = new Command('gateway').description('API gateways, which ask what a token is worth')
  const leaf = (usage: string, description: string): Command => subcommand(gateway, usage, description)

  const say = ({ json }: CommonOptions, { gateway: one, secret }: NewGateway): void =>
    printOne(terminal, json, 'gateway', gatewayView(one), { secret })

  leaf('create', 'a gateway; prints its id and secret')
    .option('--platform <id>', 'limited to tokens of this platform; repeatable', repeated)
    .action((options: CommonOptions & { readonly platform?: readonly string[] }) =>
      within(open, options, async (runtime) =>
        say(options, granted(await createGateway(options.platform ?? [], runtime))),
      ),
    )
  leaf('secret <id>', 'a new secret; the one before ends within seconds').action(
    (id: string, options: CommonOptions) =>
      within(open, options, async (runtime) =>
        say(options, granted(await replaceGatewaySecret(id, runtime))),
      ),
  )
  leaf('list', 'all gateways').action((options: CommonOptions) =>
    within(open, options, async ({ store }) => {
      const columns = { id: 'ID', platforms: 'PLATFORMS', createdAt: 'CREATED' }
      printList(terminal, options.json, 'gateways', (await store.gateways()).map(gatewayView), columns)
    }),
  )
  return gateway
}
