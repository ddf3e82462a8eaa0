import { type App, appStatuses } from '@hufu/engine'
import {
  type AppEvent,
  type Issued,
  LONGEST_OVERLAP,
  type NewApp,
  type AppApproval,
  type AppStep,
  type AppVerdict,
  appApprovals,
  appSteps,
  appVerdicts,
  appView,
  changeApp,
  createApp,
  issueKeyPair,
  rotateSecret,
} from '@hufu/accounts'
import * as details from '@hufu/acts/audit-details'
import { Command, Option } from 'commander'
import type { Terminal } from '../terminal.ts'
import {
  type SettingOptions,
  publicKeyOption,
  publicKeysOf,
  settingOptions,
  settingsOf,
} from './app-settings.ts'
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

type Outcome = Issued & { readonly privateKey?: string }

export function appCommand(open: OpenRuntime, terminal: Terminal): Command {
  const app = new Command('app').description('applications: create, review, AppKey and AppSecret')
  const leaf = (usage: string, description: string): Command => subcommand(app, usage, description)

  /** Does it, and prints what became of the app. Secrets are said here and nowhere again. */
  const then = (
    options: CommonOptions,
    act: (runtime: AdminRuntime) => Promise<Outcome>,
    done?: { readonly action: string; readonly detail: (app: App) => object },
  ): Promise<void> =>
    within(open, options, async (runtime) => {
      const { app: shown, ...secrets } = await act(runtime)
      if (done) await did(runtime.store, `app.${done.action}`, shown.id, done.detail(shown))
      printOne(terminal, options.json, 'app', appView(shown, runtime.store.now()), secrets)
    })

  leaf('list', 'all applications')
    .option('--platform <id>', 'of this platform only')
    .addOption(new Option('--status <status>', 'in this status only').choices(appStatuses))
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

  const create = leaf('create', 'a draft; prints AppKey and AppSecret, if the platform issues them now')
  publicKeyOption(settingOptions(create, true))
    .requiredOption('--platform <id>', 'its platform')
    .action((options: SettingOptions & Pick<NewApp, 'platform' | 'name' | 'developer'>) => {
      const { platform, name, developer } = options
      const asked = { ...settingsOf(options), platform, name, developer }
      return then(options, async (runtime) => granted(await createApp(asked, runtime)), {
        action: 'create',
        detail: (made) => details.appCreated(made, asked),
      })
    })
  settingOptions(
    leaf('set <id>', 'change settings; a list is replaced, and emptied by an empty value'),
  ).action((id: string, options: SettingOptions) => {
    const asked = settingsOf(options)
    return then(options, async (runtime) => ({ app: granted(await changeApp(id, asked, runtime)) }), {
      action: 'change',
      detail: () => details.appChanged(asked),
    })
  })

  const named = (action: string): string => `${action.replace('_', '-')} <id>`
  for (const action of Object.keys(steps) as readonly AppStep[]) {
    leaf(named(action), steps[action]).action((id: string, options: CommonOptions) =>
      then(options, async (runtime) => ({ app: granted(await appSteps[action](id, runtime)) }), {
        action,
        detail: details.appMoved,
      }),
    )
  }
  for (const action of Object.keys(verdicts) as readonly AppVerdict[]) {
    leaf(named(action), verdicts[action])
      .requiredOption('--reason <text>', 'why, for its developer')
      .action((id: string, { reason, ...options }: CommonOptions & { readonly reason: string }) =>
        then(options, async (runtime) => ({ app: granted(await appVerdicts[action](id, reason, runtime)) }), {
          action,
          detail: (app) => details.appMoved(app, reason),
        }),
      )
  }
  for (const action of Object.keys(approvals) as readonly AppApproval[]) {
    leaf(named(action), approvals[action])
      .requiredOption(
        '--reviewed-version <number>',
        'the version that was looked at, as `hufu app show` prints it; of another, nothing is approved',
        wholeNumber(0, Number.MAX_SAFE_INTEGER),
      )
      .action((id: string, options: CommonOptions & { readonly reviewedVersion: number }) =>
        then(
          options,
          async (runtime) => {
            const judged = granted(await appApprovals[action](id, options.reviewedVersion, runtime))
            return 'app' in judged ? judged : { app: judged }
          },
          { action, detail: details.appMoved },
        ),
      )
  }

  leaf('secret <id>', 'a new AppSecret; the one before stays good for a while')
    .option('--overlap-seconds <seconds>', 'how long; 0 ends it now', wholeNumber(0, LONGEST_OVERLAP), 86_400)
    .action(
      (id: string, { overlapSeconds, ...options }: CommonOptions & { readonly overlapSeconds: number }) =>
        then(options, async (runtime) => granted(await rotateSecret(id, overlapSeconds, runtime)), {
          action: 'secret',
          detail: () => details.appSecretReplaced(overlapSeconds),
        }),
    )
  publicKeyOption(
    leaf('keys <id>', 'a new RSA key pair for it; prints the private half. Or its own public keys'),
  ).action((id: string, { publicKey, ...options }: SettingOptions) =>
    then(
      options,
      async (runtime) =>
        publicKey
          ? { app: granted(await changeApp(id, { publicKeys: publicKeysOf(publicKey) }, runtime)) }
          : granted(await issueKeyPair(id, runtime)),
      { action: 'keys', detail: details.appKeysChanged },
    ),
  )
  return app
}

const steps: Readonly<Record<AppStep, string>> = {
  test: 'start its online test: its own test shops may authorise it',
  submit: 'submit it for review',
  withdraw: 'call it back from review',
  lift: 'lift its suspension',
}

const verdicts: Readonly<Record<AppVerdict, string>> = {
  reject: 'send it back to its developer',
  ask_changes: 'have its developer change something, and submit it again',
  reject_changes: 'refuse what its developer wants changed of an online app',
  suspend: 'stop it and all its tokens, until it is lifted',
}

const approvals: Readonly<Record<AppApproval, string>> = {
  approve:
    'put it online; prints AppKey and AppSecret, if the platform issues them now and no organisation owns it',
  approve_changes: 'put in force what its developer wants changed of an online app',
}

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
