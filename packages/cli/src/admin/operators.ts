import {
  type NewGateway,
  type NewOperator,
  type Role,
  createGateway,
  createOperator,
  gatewayView,
  operatorView,
  replaceGatewaySecret,
  resetOperator,
  roles,
  setGatewayRefreshTokens,
  setOperatorRole,
  setOperatorStatus,
} from '@hufu/engine'
import { Command, Option } from 'commander'
import { Refused } from '../refused.ts'
import type { Terminal } from '../terminal.ts'
import { repeated, subcommand } from './options.ts'
import { printList, printOne } from './print.ts'
import { type CommonOptions, type OpenRuntime, did, granted, within } from './runtime.ts'

export function operatorCommand(open: OpenRuntime, terminal: Terminal): Command {
  const operator = new Command('operator').description(
    'who administers, in the console and through the admin API',
  )
  const leaf = (usage: string, description: string): Command => subcommand(operator, usage, description)

  const say = ({ json }: CommonOptions, { operator: one, oneTimePassword }: NewOperator): void => {
    const note = 'The password is good for one login, at which a new one is chosen. It is not shown again.'
    printOne(terminal, json, 'operator', operatorView(one), { oneTimePassword }, note)
  }
  const role = (): Option => new Option('--role <role>', 'what the operator may do').choices(roles)
  leaf('create <username>', 'an operator; prints a one-time password')
    .addOption(role().default('admin'))
    .action((username: string, options: CommonOptions & { readonly role: Role }) =>
      within(open, options, async (runtime) => {
        const made = granted(await createOperator(username, runtime, options.role))
        await did(runtime.store, 'operator.create', username, { role: options.role })
        say(options, made)
      }),
    )
  leaf('set <username>', 'change what the operator may do')
    .addOption(role().makeOptionMandatory())
    .action((username: string, options: CommonOptions & { readonly role: Role }) =>
      within(open, options, async (runtime) => {
        const changed = granted(await setOperatorRole(username, options.role, runtime))
        await did(runtime.store, 'operator.role', username, { role: options.role })
        printOne(terminal, options.json, 'operator', operatorView(changed))
      }),
    )
  leaf('reset <username>', 'a new one-time password; ends all sessions of the operator').action(
    (username: string, options: CommonOptions) =>
      within(open, options, async (runtime) => {
        const made = granted(await resetOperator(username, runtime))
        await did(runtime.store, 'operator.reset', username)
        say(options, made)
      }),
  )
  leaf('list', 'all operators').action((options: CommonOptions) =>
    within(open, options, async ({ store }) => {
      const columns = {
        username: 'USERNAME',
        role: 'ROLE',
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
          await did(runtime.store, `operator.${name}`, username)
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
    .option('--refresh-tokens', 'refresh tokens are active to it; never for what guards an API')
    .action(
      (
        options: CommonOptions & { readonly platform?: readonly string[]; readonly refreshTokens?: boolean },
      ) =>
        within(open, options, async (runtime) => {
          const { platform: platforms = [], refreshTokens: seesRefreshTokens = false } = options
          const made = granted(await createGateway(platforms, runtime, seesRefreshTokens))
          await did(runtime.store, 'gateway.create', made.gateway.id, { platforms, seesRefreshTokens })
          say(options, made)
        }),
    )
  leaf('set <id>', 'changes what a gateway may see')
    .option('--refresh-tokens', 'refresh tokens are active to it')
    .option('--no-refresh-tokens', 'refresh tokens are not active to it')
    .action((id: string, options: CommonOptions & { readonly refreshTokens?: boolean }) =>
      within(open, options, async (runtime) => {
        const { refreshTokens: seesRefreshTokens } = options
        if (seesRefreshTokens === undefined)
          throw new Refused('nothing to change: say --refresh-tokens or --no-refresh-tokens')
        const one = granted(await setGatewayRefreshTokens(id, seesRefreshTokens, runtime))
        await did(runtime.store, 'gateway.change', id, { seesRefreshTokens })
        printOne(terminal, options.json, 'gateway', gatewayView(one), {})
      }),
    )
  leaf('secret <id>', 'a new secret; the one before ends within seconds').action(
    (id: string, options: CommonOptions) =>
      within(open, options, async (runtime) => {
        const made = granted(await replaceGatewaySecret(id, runtime))
        await did(runtime.store, 'gateway.secret', id)
        say(options, made)
      }),
  )
  leaf('list', 'all gateways').action((options: CommonOptions) =>
    within(open, options, async ({ store }) => {
      const columns = {
        id: 'ID',
        platforms: 'PLATFORMS',
        seesRefreshTokens: 'REFRESH TOKENS',
        createdAt: 'CREATED',
      }
      printList(terminal, options.json, 'gateways', (await store.gateways()).map(gatewayView), columns)
    }),
  )
  return gateway
}
