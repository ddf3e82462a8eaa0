/*
 * What a developer changes of their own app. Once it was approved, merchants trust what was reviewed: its name, its logo,
 * where their codes go and what it may ask for. Whatever of these becomes other or wider waits for review, while what was
 * reviewed stays in force; what becomes narrower is taken at once, and so is everything else.
 */
import { type AppContext, type Rules, change, checkOwnShops } from './app-changes.ts'
import { type AppSettings, withSettings } from './app-settings.ts'
import { notPossible } from './app-status.ts'
import { type Refusal, checkLine, isRefusal } from '../refusal.ts'
import type { App, ProposedChanges } from '@hufu/engine'

/** Only operators set the developer's name and the right to refresh. */
export type OwnSettings = Omit<AppSettings, 'developer' | 'mayRefresh'>

const reviewed = ['name', 'redirectUris', 'scopes', 'logo'] as const
type Reviewed = (typeof reviewed)[number]

/** Sets all that is given, or nothing; what has to be reviewed first is in `proposed` afterwards. */
export async function changeOwnApp(
  id: string,
  settings: OwnSettings,
  context: AppContext,
): Promise<App | Refusal> {
  const refused = await checkOwnShops(id, settings, context)
  if (refused) return refused
  const by = { at: context.store.now(), by: context.actor }
  return change(id, { deed: 'change' }, (app, rules) => changed(app, settings, rules, by), context)
}

function changed(
  app: App,
  settings: OwnSettings,
  rules: Rules,
  by: Omit<ProposedChanges, 'settings'>,
): App | Refusal {
  const standing = app.status === 'suspended' ? app.statusBefore : app.status
  const given = reviewed.filter((setting) => settings[setting] !== undefined)
  if (standing === 'submitted' && given.length > 0) {
    return notPossible(app, 'the app is in review: withdraw it before you change a setting that is reviewed')
  }
  const whole = withSettings(app, settings, rules)
  if (isRefusal(whole) || standing !== 'online') return whole
  const waiting = given.filter((setting) => isWider[setting](app, whole))
  const atOnce = withSettings(app, without(settings, waiting), rules)
  if (isRefusal(atOnce)) return atOnce
  // The last proposal replaces the earlier one.
  const proposed = { ...without(app.proposed?.settings ?? {}, given), ...only(settings, waiting) }
  return withProposed(atOnce, Object.keys(proposed).length > 0 ? { ...by, settings: proposed } : undefined)
}

const isWider: Readonly<Record<Reviewed, (before: App, after: App) => boolean>> = {
  name: (before, after) => before.name !== after.name,
  logo: (before, after) => before.logo !== after.logo,
  scopes: (before, after) => after.scopes.some((each) => !before.scopes.includes(each)),
  /** Another path of a host that was reviewed is no wider. */
  redirectUris: (before, after) => {
    const hosts = before.redirectUris.map(hostOf)
    return after.redirectUris.some((each) => !hosts.includes(hostOf(each)))
  },
}

/** A URL parser would read `isv.example:8443`, a host as platforms register it, as a scheme. */
const hostOf = (entry: string): string =>
  /^https?:\/\//i.test(entry) ? (URL.parse(entry)?.origin ?? entry) : entry.toLowerCase()

/** Puts the proposal into force. `seen`: the version that was reviewed. */
export const approveChanges = (id: string, seen: number, context: AppContext): Promise<App | Refusal> =>
  change(
    id,
    { deed: 'approve_changes', seen },
    (app, rules) =>
      app.proposed
        ? withSettings(withProposed(app, undefined), app.proposed.settings, rules)
        : nothingWaits(app),
    context,
  )

/** `reason` is for the developer. */
export const rejectChanges = (id: string, reason: string, context: AppContext): Promise<App | Refusal> =>
  change(
    id,
    { deed: 'reject_changes', reason },
    (app) => checkLine('reason', reason, 500) ?? ended(app),
    context,
  )

/** The developer calls them back. */
export const withdrawChanges = (id: string, context: AppContext): Promise<App | Refusal> =>
  change(id, { deed: 'withdraw_changes' }, ended, context)

const ended = (app: App): App | Refusal => (app.proposed ? withProposed(app, undefined) : nothingWaits(app))

const nothingWaits = (app: App): Refusal => notPossible(app, 'no changes wait for review')

function withProposed(app: App, proposed: ProposedChanges | undefined): App {
  const { proposed: _before, ...rest } = app
  return proposed ? { ...rest, proposed } : rest
}

const only = <Settings extends object>(settings: Settings, names: readonly string[]): Partial<Settings> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name))) as Partial<Settings>

const without = <Settings extends object>(settings: Settings, names: readonly string[]): Partial<Settings> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name))) as Partial<Settings>
