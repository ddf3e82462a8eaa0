import {
  type App,
  type AppEvent,
  type Issued,
  LONGEST_OVERLAP,
  type NewApp,
  appView,
  approve,
  approveChanges,
  askForChanges,
  changeApp,
  createApp,
  issueKeyPair,
  lift,
  reject,
  rejectChanges,
  rotateSecret,
  startOnlineTest,
  submit,
  suspend,
  withdraw,
} from '@hufu/engine'
import { Command, Option } from 'commander'
import type { Terminal } from '../terminal.ts'
import { type SettingOptions, settingOptions, settingsOf } from './app-settings.ts'
import { subcommand, wholeNumber } from './options.ts'
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

interface ListOptions extends CommonOptions {
  readonly platform?: string
  readonly status?: App['status']
  readonly developer?: string
}

interface Judged extends CommonOptions {
  readonly reviewedVersion: number
}

type Outcome = Issued & { readonly privateKey?: string }

export function appCommand(open: OpenRuntime, terminal: Terminal): Command {
  const app = new Command('app').description('applications: create, review, AppKey and AppSecret')
  const leaf = (usage: string, description: string): Command => subcommand(app, usage, description)

  /** Does it, and prints what became of the app. Secrets are said here and nowhere again. */
  const then = (
    options: CommonOptions,
    act: (runtime: AdminRuntime) => Promise<Outcome>,
    done?: { readonly action: string; readonly detail?: object },
  ): Promise<void> =>
    within(open, options, async (runtime) => {
      const { app: shown, ...secrets } = await act(runtime)
      if (done) await did(runtime.store, `app.${done.action.replace('-', '_')}`, shown.id, done.detail)
      printOne(terminal, options.json, 'app', appView(shown, runtime.store.now()), secrets)
    })

  leaf('list', 'all applications')
    .option('--platform <id>', 'of this platform only')
    .addOption(new Option('--status <status>', 'in this status only').choices(statuses))
    .option('--developer <name>', 'of this developer only')
    .action((options: ListOptions) => within(open, options, (runtime) => list(options, runtime, terminal)))
  leaf('show <id>', 'one application').action((id: string, options: CommonOptions) =>
    then(options, async ({ store }) => ({ app: found(await store.appById(id), 'app', id) })),
  )

  leaf('history <id>', 'what has been done to it: who, when, why; the newest first').action(
    (id: string, options: CommonOptions) =>
      within(open, options, async ({ store }) => {
        found(await store.appById(id), 'app', id)
        printHistory(await store.appHistory(id, 200), options, terminal)
      }),
  )

  settingOptions(
    leaf('create', 'a draft; prints AppKey and AppSecret, if the platform issues them now'),
    true,
  )
    .requiredOption('--platform <id>', 'its platform')
    .action((options: SettingOptions & Pick<NewApp, 'platform' | 'name' | 'developer'>) => {
      const { platform, name, developer } = options
      const asked = { ...settingsOf(options), platform, name, developer }
      return then(options, async (runtime) => granted(await createApp(asked, runtime)), {
        action: 'create',
        detail: asked,
      })
    })
  settingOptions(
    leaf('set <id>', 'change settings; a list is replaced, and emptied by an empty value'),
  ).action((id: string, options: SettingOptions) => {
    const asked = settingsOf(options)
    return then(options, async (runtime) => ({ app: granted(await changeApp(id, asked, runtime)) }), {
      action: 'change',
      detail: asked,
    })
  })

  for (const [name, description, verb] of steps) {
    leaf(`${name} <id>`, description).action((id: string, options: CommonOptions) =>
      then(options, async (runtime) => ({ app: granted(await verb(id, runtime)) }), { action: name }),
    )
  }
  for (const [name, description, verb] of verdicts) {
    leaf(`${name} <id>`, description)
      .requiredOption('--reason <text>', 'why, for its developer')
      .action((id: string, options: CommonOptions & { readonly reason: string }) =>
        then(options, async (runtime) => ({ app: granted(await verb(id, options.reason, runtime)) }), {
          action: name,
          detail: { reason: options.reason },
        }),
      )
  }
  /** Which version was looked at: where the app has changed since, nothing is approved. */
  const judging = (usage: string, description: string): Command =>
    leaf(usage, description).requiredOption(
      '--reviewed-version <number>',
      'the version that was looked at, as `hufu app show` prints it',
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
  judging(
    'approve <id>',
    'put it online; prints AppKey and AppSecret, if the platform issues them now and no organisation owns it',
  ).action((id: string, options: Judged) =>
    then(options, async (runtime) => granted(await approve(id, options.reviewedVersion, runtime)), {
      action: 'approve',
    }),
  )
  judging('approve-changes <id>', 'put in force what its developer wants changed of an online app').action(
    (id: string, options: Judged) =>
      then(
        options,
        async (runtime) => ({ app: granted(await approveChanges(id, options.reviewedVersion, runtime)) }),
        { action: 'approve-changes' },
      ),
  )

  leaf('secret <id>', 'a new AppSecret; the one before stays good for a while')
    .option('--overlap <seconds>', 'how long; 0 ends it now', wholeNumber(0, LONGEST_OVERLAP), 86_400)
    .action((id: string, options: CommonOptions & { readonly overlap: number }) =>
      then(options, async (runtime) => granted(await rotateSecret(id, options.overlap, runtime)), {
        action: 'secret',
        detail: { overlapSeconds: options.overlap },
      }),
    )
  leaf('keys <id>', 'a new RSA key pair for it; prints the private half').action(
    (id: string, options: CommonOptions) =>
      then(options, async (runtime) => granted(await issueKeyPair(id, runtime)), { action: 'keys' }),
  )
  return app
}

const statuses: readonly App['status'][] = [
  'draft',
  'online_test',
  'submitted',
  'changes_requested',
  'online',
  'suspended',
  'rejected',
]

const steps = [
  ['test', 'start its online test: its own test shops may authorise it', startOnlineTest],
  ['submit', 'submit it for review', submit],
  ['withdraw', 'call it back from review', withdraw],
  ['lift', 'lift its suspension', lift],
] as const

const verdicts = [
  ['reject', 'send it back to its developer', reject],
  ['ask-changes', 'have its developer change something, and submit it again', askForChanges],
  ['reject-changes', 'refuse what its developer wants changed of an online app', rejectChanges],
  ['suspend', 'stop it and all its tokens, until it is lifted', suspend],
] as const

async function list(
  { json, platform, status, developer }: ListOptions,
  { store }: AdminRuntime,
  terminal: Terminal,
): Promise<void> {
  const which = { ...(platform !== undefined && { platform }), ...(status && { status }) }
  const apps = (await store.apps(which)).filter(
    (each) => developer === undefined || each.developer === developer,
  )
  const shown = apps.map((each) => appView(each, store.now()))
  printList(terminal, json, 'apps', shown, {
    id: 'ID',
    platform: 'PLATFORM',
    status: 'STATUS',
    name: 'NAME',
    developer: 'DEVELOPER',
    clientId: 'APPKEY',
  })
}

function printHistory(events: readonly AppEvent[], { json }: CommonOptions, terminal: Terminal): void {
  const rows = events.map(({ actor, changes, ...event }) => ({
    ...event,
    by: `${actor.kind} ${actor.id}`,
    settings: changes.map(({ setting }) => setting),
  }))
  printList(terminal, json, 'history', json ? events : rows, {
    at: 'TIME',
    by: 'BY',
    deed: 'WHAT',
    to: 'STATUS',
    settings: 'SETTINGS',
    reason: 'REASON',
  })
}
