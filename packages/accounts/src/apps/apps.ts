/* Changes of an app. Each changes its row once, however many callers change it at the same time. */
import { randomBytes } from 'node:crypto'
import { type AppContext, type Rules, change, checkShops, eventOf, rulesOf } from './app-changes.ts'
import { freeClientId, keptSecretOf, newClientSecret, withNewSecret } from './app-credentials.ts'
import { type AppSettings, MOST_PUBLIC_KEYS, noRsaKeys, withSettings } from './app-settings.ts'
import { moved, notPossible } from './app-status.ts'
import type { AppAction } from './app-action.ts'
import { type Refusal, isRefusal, overtaken, unknown } from '../refusal.ts'
import type { Actor } from '@hufu/engine'
import type { App } from '@hufu/engine'

export interface NewApp extends AppSettings {
  readonly platform: string
  readonly name: string
  readonly developer: string
  readonly organisationId?: string
}

/** An app, and its secret where one was just made for who asked: shown once, stored nowhere. */
export interface Issued {
  readonly app: App
  readonly clientSecret?: string
}

/** Secrets of an organisation's app are made for its developers alone: no operator sees one. */
const mayHaveSecret = ({ organisationId }: App, { kind }: Actor): boolean =>
  organisationId === undefined || kind === 'developer'

const onlyForDevelopers = (app: App): Refusal =>
  notPossible(app, 'the app belongs to an organisation: its developers create its secrets in their console')

/** A draft. Its AppKey and AppSecret are issued now or on approval, as the platform's policy says. */
export async function createApp(asked: NewApp, context: AppContext): Promise<Issued | Refusal> {
  const { platform, name, developer, organisationId, ...settings } = asked
  const rules = rulesOf(platform, context)
  if (isRefusal(rules)) return rules
  const blank: App = {
    id: `app_${randomBytes(8).toString('hex')}`,
    version: 0,
    platform,
    name,
    developer,
    ...(organisationId !== undefined && { organisationId }),
    status: 'draft',
    secrets: [],
    publicKeys: [],
    redirectUris: [],
    scopes: rules.policy.defaultScope.filter((scope) => rules.policy.scopes.includes(scope)),
    addresses: [],
    testShops: [],
    mayRefresh: false,
    createdAt: context.store.now(),
  }
  const app = withSettings(blank, { name, developer, ...settings }, rules)
  if (isRefusal(app)) return app
  const refused = await checkShops(settings, context)
  if (refused) return refused
  const issued =
    rules.policy.clientIdIssued === 'on-creation'
      ? withCredentials(app, await freeClientId(rules, context.store), rules)
      : { app }
  const event = eventOf(undefined, issued.app, { deed: 'create' }, context)
  if (!(await context.store.putApp(issued.app, event))) return overtaken(`app ${app.id}`)
  context.directory.forget()
  return mayHaveSecret(issued.app, context.actor) ? issued : { app: issued.app }
}

/** Sets all that is given, or nothing. */
export async function changeApp(
  id: string,
  settings: AppSettings,
  context: AppContext,
): Promise<App | Refusal> {
  const refused = await checkShops(settings, context)
  return (
    refused ?? change(id, { deed: 'change' }, (app, rules) => withSettings(app, settings, rules), context)
  )
}

/** Starts the test: the app's own test merchants may authorise it. */
export const startOnlineTest = (id: string, context: AppContext): Promise<App | Refusal> =>
  move(id, 'test', undefined, context)

/** Asks for review. */
export const submit = (id: string, context: AppContext): Promise<App | Refusal> =>
  move(id, 'submit', undefined, context)

/** Calls it back from review. */
export const withdraw = (id: string, context: AppContext): Promise<App | Refusal> =>
  move(id, 'withdraw', undefined, context)

/**
 * From now on every merchant may authorise it. Issues what was not issued on creation. `seen`: the version that was judged;
 * where its developer has changed it since, nothing is approved.
 */
export async function approve(id: string, seen: number, context: AppContext): Promise<Issued | Refusal> {
  let clientSecret: string | undefined
  const clientId = await clientIdFor(id, context)
  const app = await change(
    id,
    { deed: 'approve', seen },
    (before, rules) => {
      clientSecret = undefined
      const online = moved(before, 'approve')
      if (isRefusal(online) || online.clientId !== undefined) return online
      if (clientId === undefined) return overtaken(`app ${id}`)
      const issued = withCredentials(online, clientId, rules)
      clientSecret = issued.clientSecret
      return issued.app
    },
    context,
  )
  if (isRefusal(app)) return app
  return clientSecret === undefined || !mayHaveSecret(app, context.actor) ? { app } : { app, clientSecret }
}

/** `reason` is for the developer. */
export const reject = (id: string, reason: string, context: AppContext): Promise<App | Refusal> =>
  move(id, 'reject', reason, context)

/** Sends it back to its developer, who changes what `reason` says and submits it again. */
export const askForChanges = (id: string, reason: string, context: AppContext): Promise<App | Refusal> =>
  move(id, 'ask_changes', reason, context)

/** Stops it and all its tokens, until it is lifted. */
export const suspend = (id: string, reason: string, context: AppContext): Promise<App | Refusal> =>
  move(id, 'suspend', reason, context)

/** Back to where it was when it was suspended; its tokens work again as far as they have not expired. */
export const lift = (id: string, context: AppContext): Promise<App | Refusal> =>
  move(id, 'lift', undefined, context)

/** A new secret; the one before stays good for `overlap` seconds, 0 to end it now. */
export async function rotateSecret(
  id: string,
  overlap: number,
  context: AppContext,
): Promise<Required<Issued> | Refusal> {
  let clientSecret = ''
  const rotated = (app: App, rules: Rules): App | Refusal => {
    if (!mayHaveSecret(app, context.actor)) return onlyForDevelopers(app)
    if (app.clientId === undefined)
      return notPossible(app, 'this platform issues AppKey and AppSecret on approval')
    clientSecret = newClientSecret(rules)
    return withNewSecret(app, keptSecretOf(app.id, clientSecret, rules.seal), overlap, context.store.now())
  }
  const app = await change(id, { deed: 'replace_secret' }, rotated, context)
  return isRefusal(app) ? app : { app, clientSecret }
}

/**
 * A new RSA pair for an app of a platform that seals: its private half is told this once, and kept nowhere. The key
 * before stays good beside it, an older one goes.
 */
export async function issueKeyPair(
  id: string,
  context: AppContext & {
    generateKeyPair(): Promise<{ readonly publicKey: string; readonly privateKey: string }>
  },
): Promise<{ readonly app: App; readonly privateKey: string } | Refusal> {
  const held = await context.store.appById(id)
  if (!held) return unknown('app', id)
  if (!mayHaveSecret(held, context.actor)) return onlyForDevelopers(held)
  const rules = rulesOf(held.platform, context)
  if (isRefusal(rules)) return rules
  if (!rules.seals) return noRsaKeys
  const { publicKey, privateKey } = await context.generateKeyPair()
  const app = await change(
    id,
    { deed: 'issue_keys' },
    (before) =>
      withSettings(
        before,
        { publicKeys: [publicKey, ...before.publicKeys].slice(0, MOST_PUBLIC_KEYS) },
        rules,
      ),
    context,
  )
  return isRefusal(app) ? app : { app, privateKey }
}

const move = (
  id: string,
  action: AppAction,
  reason: string | undefined,
  context: AppContext,
): Promise<App | Refusal> =>
  change(id, { deed: action, reason }, (app) => moved(app, action, reason), context)

function withCredentials(app: App, clientId: string, rules: Rules): Required<Issued> {
  const clientSecret = newClientSecret(rules)
  return {
    app: { ...app, clientId, secrets: [keptSecretOf(app.id, clientSecret, rules.seal)] },
    clientSecret,
  }
}

/** One for an app that has none yet. */
async function clientIdFor(id: string, context: AppContext): Promise<string | undefined> {
  const app = await context.store.appById(id)
  const rules = app && rulesOf(app.platform, context)
  if (!app || app.clientId !== undefined || !rules || isRefusal(rules)) return undefined
  return freeClientId(rules, context.store)
}
