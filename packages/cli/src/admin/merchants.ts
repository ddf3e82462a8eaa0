import type { User } from '@hufu/engine'
import {
  type UserSettings,
  changeUser,
  createShop,
  createUser,
  disableUser,
  enableUser,
  eraseUser,
  personalDataOf,
  setPassword,
  thawAccount,
  userAccount,
  userView,
} from '@hufu/accounts'
import { userChanged, userCreated } from '@hufu/acts/audit-details'
import { HOUSE_LANGUAGE } from '@hufu/web/design/language'
import { tellFormerAddress, tellOwner } from '@hufu/acts/letters/new-password'
import { Command } from 'commander'
import { Refused } from '../refused.ts'
import type { Terminal } from '../terminal.ts'
import { repeated, subcommand } from './options.ts'
import { type PasswordOptions, newPassword, passwordOption } from './password.ts'
import { printList, printOne } from './print.ts'
import {
  type AdminRuntime,
  type CommonOptions,
  type OpenRuntime,
  did,
  found,
  granted,
  within,
} from './runtime.ts'

const MOST_ENTRIES = 10_000

interface SettingOptions extends CommonOptions {
  readonly displayName?: string
  readonly mayAuthorise?: boolean
  readonly address?: readonly string[]
  readonly avatar?: string
  readonly email?: string
}

export function merchantCommand(open: OpenRuntime, terminal: Terminal): Command {
  const merchant = new Command('merchant').description('shops, and the users who log in for them')
  const leaf = (usage: string, description: string): Command => subcommand(merchant, usage, description)
  const say = ({ json }: CommonOptions, user: User): void => printOne(terminal, json, 'user', userView(user))

  leaf('shops', 'all shops').action((options: CommonOptions) =>
    within(open, options, async ({ store }) => {
      const columns = { id: 'UID', name: 'NAME', createdAt: 'CREATED' }
      printList(terminal, options.json, 'shops', await store.shops(), columns)
    }),
  )
  leaf('add-shop <name>', 'a shop, under a new number').action((name: string, options: CommonOptions) =>
    within(open, options, async (runtime) => {
      const shop = granted(await createShop(name, runtime))
      await did(runtime.store, 'shop.create', shop.id, { name })
      printOne(terminal, options.json, 'shop', shop)
    }),
  )

  leaf('users', 'all users')
    .option('--shop <uid>', 'of this shop only')
    .action((options: CommonOptions & { readonly shop?: string }) =>
      within(open, options, async ({ store }) => {
        const users = await store.users(options.shop === undefined ? {} : { shopId: options.shop })
        const columns = {
          id: 'ID',
          username: 'USERNAME',
          shopId: 'SHOP',
          status: 'STATUS',
          mayAuthorise: 'AUTHORISES',
        }
        printList(terminal, options.json, 'users', users.map(userView), columns)
      }),
    )
  leaf('show <user>', 'one user, by name or id').action((user: string, options: CommonOptions) =>
    within(open, options, async (runtime) => say(options, await userOf(user, runtime))),
  )
  settingOptions(leaf('add-user <username>', 'a user of a shop'))
    .requiredOption('--shop <uid>', 'the shop')
    .addOption(passwordOption())
    .action((username: string, options: SettingOptions & PasswordOptions & { readonly shop: string }) =>
      within(open, options, async (runtime) => {
        const password = await newPassword(options, terminal)
        const asked = { ...settingsOf(options), shopId: options.shop, username }
        const user = granted(await createUser({ ...asked, password }, runtime))
        await did(runtime.store, 'user.create', user.id, userCreated(asked))
        say(options, user)
      }),
    )
  settingOptions(
    leaf('set <user>', 'change settings; a list is replaced, and emptied by an empty value'),
  ).action((user: string, options: SettingOptions) =>
    within(open, options, async (runtime) => {
      const before = await userOf(user, runtime)
      const changed = granted(await changeUser(before.id, settingsOf(options), runtime))
      await did(runtime.store, 'user.change', before.id, userChanged(before, changed))
      await tellFormerAddress(before, changed, HOUSE_LANGUAGE, runtime)
      say(options, changed)
    }),
  )
  leaf('password <user>', 'a new password: ends all sessions, and all that the user has authorised')
    .addOption(passwordOption())
    .action((user: string, options: CommonOptions & PasswordOptions) =>
      within(open, options, async (runtime) => {
        const { id } = await userOf(user, runtime)
        const changed = granted(await setPassword(id, await newPassword(options, terminal), runtime))
        await did(runtime.store, 'user.password', id)
        await tellOwner(changed, HOUSE_LANGUAGE, runtime)
        say(options, changed)
      }),
    )
  leaf('thaw <user>', 'every network may try passwords again').action(
    (user: string, options: CommonOptions) =>
      within(open, options, async (runtime) => {
        const held = await userOf(user, runtime)
        await thawAccount(userAccount(held.id), runtime.store)
        await did(runtime.store, 'user.thaw', held.id)
        say(options, held)
      }),
  )
  leaf('export <user>', 'all that is kept about him, as JSON').action(
    (user: string, options: CommonOptions) =>
      within(open, options, async (runtime) => {
        const held = await userOf(user, runtime)
        const audit = await runtime.store.audited({ subject: held.id, limit: MOST_ENTRIES })
        await did(runtime.store, 'user.export', held.id)
        const data = { ...(await personalDataOf(held, runtime.store)), audit }
        terminal.print(`${JSON.stringify(data, undefined, 2)}\n`)
      }),
  )
  leaf('erase <user>', 'deletes his data, and ends all that he authorised: docs/personal-data.md')
    .option('--yes', 'there is no way back')
    .action((user: string, options: CommonOptions & { readonly yes?: true }) =>
      within(open, options, async (runtime) => {
        const { id, username } = await userOf(user, runtime)
        if (!options.yes) throw new Refused(`${username} (${id}) will be gone for good: say --yes`)
        granted(await eraseUser(id, runtime))
        await did(runtime.store, 'user.erase', id)
        printOne(terminal, options.json, 'erased', { id })
      }),
    )
  const switches = [
    ['disable', 'no login, and nothing that the user authorised is served', disableUser],
    ['enable', 'as before', enableUser],
  ] as const
  for (const [name, description, verb] of switches) {
    leaf(`${name} <user>`, description).action((user: string, options: CommonOptions) =>
      within(open, options, async (runtime) => {
        const { id } = await userOf(user, runtime)
        const changed = granted(await verb(id, runtime))
        await did(runtime.store, `user.${name}`, id)
        say(options, changed)
      }),
    )
  }
  return merchant
}

/** By name or id. @throws {Refused} */
export const userOf = async (nameOrId: string, { store }: AdminRuntime): Promise<User> =>
  found((await store.userByName(nameOrId)) ?? (await store.user(nameOrId)), 'user', nameOrId)

const settingOptions = (command: Command): Command =>
  command
    .option('--display-name <text>', 'what applications are told')
    .option('--may-authorise', 'may authorise applications for the shop')
    .option('--no-may-authorise', 'may not')
    .option('--address <rule>', 'address or block that the user may log in from; repeatable', repeated)
    .option('--avatar <url>', 'https; empty for none')
    .option('--email <address>', 'where a link to a new password is sent; empty for none')

const settingsOf = ({ displayName, mayAuthorise, address, avatar, email }: SettingOptions): UserSettings => ({
  ...(displayName !== undefined && { displayName }),
  ...(mayAuthorise !== undefined && { mayAuthorise }),
  ...(address && { addresses: address }),
  ...(avatar !== undefined && { avatarUrl: avatar === '' ? null : avatar }),
  ...(email !== undefined && { email: email === '' ? null : email }),
})
