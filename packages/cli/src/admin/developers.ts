import {
  type Developer,
  INVITATION_DAYS,
  changeOrganisation,
  developerData,
  developerView,
  emailKey,
  eraseDeveloper,
  inviteOrganisation,
  organisationView,
  setDeveloperStatus,
  thawDeveloper,
} from '@hufu/accounts'
import { developerInvited } from '@hufu/acts/audit-details'
import { HOUSE_LANGUAGE } from '@hufu/web/design/language'
import { takeLostFactor } from '@hufu/acts/developer-help'
import { Command } from 'commander'
import { Refused } from '../refused.ts'
import type { Terminal } from '../terminal.ts'
import { subcommand } from './options.ts'
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

export function developerCommand(open: OpenRuntime, terminal: Terminal): Command {
  const developer = new Command('developer').description(
    'who makes apps, and the organisations that share them',
  )
  const leaf = (usage: string, description: string): Command => subcommand(developer, usage, description)
  const say = ({ json }: CommonOptions, one: Developer): void =>
    printOne(terminal, json, 'developer', developerView(one))

  leaf('invite <email>', 'a new organisation; prints the link to pass on')
    .requiredOption('--organisation <name>', 'its name')
    .action((email: string, options: CommonOptions & { readonly organisation: string }) =>
      within(open, options, async (runtime) => {
        const { secret, ...invited } = granted(await inviteOrganisation({ ...options, email }, runtime))
        await did(runtime.store, 'developer.invite', invited.email, developerInvited(invited))
        const link = runtime.linkTo(`/developer/welcome?ticket=${secret}`)
        const note = `The link is good for ${INVITATION_DAYS} days, and once. It is not shown again.`
        printOne(terminal, options.json, 'invitation', invited, { link }, note)
      }),
    )
  leaf('list', 'all developers').action((options: CommonOptions) =>
    within(open, options, async ({ store }) => {
      const columns = {
        id: 'ID',
        email: 'E-MAIL',
        name: 'NAME',
        organisationId: 'ORGANISATION',
        status: 'STATUS',
        secondFactor: 'SECOND FACTOR',
      }
      const rows = (await store.developers({})).map(developerView)
      printList(terminal, options.json, 'developers', rows, columns)
    }),
  )
  leaf('organisations', 'all organisations').action((options: CommonOptions) =>
    within(open, options, async ({ store }) => {
      const columns = {
        id: 'ID',
        name: 'NAME',
        verified: 'VERIFIED',
        testShops: 'TEST SHOPS',
        createdAt: 'CREATED',
      }
      const rows = (await store.organisations()).map(organisationView)
      printList(terminal, options.json, 'organisations', rows, columns)
    }),
  )
  leaf('verify <organisation>', 'it was looked at who it is; merchants are told').action(
    (id: string, options: CommonOptions) =>
      within(open, options, async (runtime) => {
        const changed = granted(await changeOrganisation(id, { verified: true }, runtime))
        await did(runtime.store, 'organisation.change', id, { verified: true })
        printOne(terminal, options.json, 'organisation', organisationView(changed))
      }),
  )
  leaf(
    'test-shops <organisation> [shops...]',
    'sets where its developers may test their apps; ask whose shops they are before',
  ).action((id: string, testShops: readonly string[], options: CommonOptions) =>
    within(open, options, async (runtime) => {
      const changed = granted(await changeOrganisation(id, { testShops }, runtime))
      await did(runtime.store, 'organisation.change', id, { testShops })
      printOne(terminal, options.json, 'organisation', organisationView(changed))
    }),
  )
  leaf(
    'reset-second-factor <developer>',
    'for one who has lost it, by id or e-mail; ends all sessions',
  ).action((which: string, options: CommonOptions) =>
    within(open, options, async (runtime) => {
      const { id } = await developerOf(which, runtime)
      const reset = granted(await takeLostFactor(id, HOUSE_LANGUAGE, runtime))
      await did(runtime.store, 'developer.reset_second_factor', id)
      say(options, reset)
    }),
  )
  leaf('export <developer>', 'all that is kept about him, as JSON').action(
    (which: string, options: CommonOptions) =>
      within(open, options, async (runtime) => {
        const held = await developerOf(which, runtime)
        const data = await developerData(held, runtime.store)
        await did(runtime.store, 'developer.export', held.id)
        terminal.print(`${JSON.stringify(data, undefined, 2)}\n`)
      }),
  )
  leaf('erase <developer>', 'deletes his data; his organisation and its apps stay: docs/personal-data.md')
    .option('--yes', 'there is no way back')
    .action((which: string, options: CommonOptions & { readonly yes?: true }) =>
      within(open, options, async (runtime) => {
        const { id, email } = await developerOf(which, runtime)
        if (!options.yes) throw new Refused(`${email} (${id}) will be gone for good: say --yes`)
        granted(await eraseDeveloper(id, runtime))
        await did(runtime.store, 'developer.erase', id)
        printOne(terminal, options.json, 'erased', { id })
      }),
    )
  leaf('thaw <developer>', 'every network may try passwords and codes again').action(
    (which: string, options: CommonOptions) =>
      within(open, options, async (runtime) => {
        const held = await developerOf(which, runtime)
        await thawDeveloper(held, runtime)
        await did(runtime.store, 'developer.thaw', held.id)
        say(options, held)
      }),
  )
  for (const [name, status] of [
    ['disable', 'disabled'],
    ['enable', 'active'],
  ] as const) {
    leaf(
      `${name} <developer>`,
      status === 'disabled' ? 'no login, and all sessions end' : 'as before',
    ).action((which: string, options: CommonOptions) =>
      within(open, options, async (runtime) => {
        const { id } = await developerOf(which, runtime)
        const changed = granted(await setDeveloperStatus(id, status, runtime))
        await did(runtime.store, `developer.${name}`, id)
        say(options, changed)
      }),
    )
  }
  return developer
}

const developerOf = async (which: string, { store }: AdminRuntime): Promise<Developer> =>
  found((await store.developer(which)) ?? (await store.developerByEmail(emailKey(which))), 'developer', which)
