/* Look, change, put back: how an app's row is changed while others change it too. */
import type { Dialect, Policy } from '@hufu/dialects'
import type { CredentialRules, Sealing } from './app-credentials.ts'
import { type AppDeed, type AppEvent, changesBetween } from './app-history.ts'
import type { AppSettings, SettingRules } from './app-settings.ts'
import type { Actor } from '@hufu/engine'
import type { Directory } from '@hufu/engine'
import { type Refusal, invalid, isRefusal, overtaken, unknown } from '../refusal.ts'
import type { App } from '@hufu/engine'
import type { Store } from '../store.ts'

export interface AppContext {
  readonly store: Pick<Store, 'now' | 'app' | 'appById' | 'putApp' | 'shop' | 'organisation'>
  /** The account on whose behalf the change is made; the app's history records it. */
  readonly actor: Actor
  readonly directory: Pick<Directory, 'forget'>
  /** Those that are enabled. */
  readonly dialects: readonly Dialect[]
  /** The dialect's, with what the operator sets otherwise. */
  policyOf(platform: string): Policy
  /** Demo and sandbox mode. */
  readonly allowLoopback: boolean
  /** Whether calls of the platform are signed with the app's secret, so that the secret must be kept sealed. */
  keepsSecret(dialect: Dialect): boolean
  /** Seals a secret for the one place in which it will open. */
  seal(plain: string, associated: string): string
  /** The key, normalised. @throws {Error} for a key below 2048 bits, or for no key. */
  checkPublicKey(text: string): string
}

/** The platform's rules for its apps. */
export interface Rules extends SettingRules, CredentialRules {
  readonly seal: Sealing
}

export function rulesOf(platform: string, context: AppContext): Rules | Refusal {
  const dialect = context.dialects.find(({ id }) => id === platform)
  if (!dialect) {
    const enabled = context.dialects.map(({ id }) => id).join(', ')
    return invalid('platform', `${platform} is not enabled; enabled are ${enabled}`)
  }
  return {
    platform,
    formats: dialect.formats,
    policy: context.policyOf(platform),
    allowLoopback: context.allowLoopback,
    seals: dialect.envelope !== undefined,
    checkPublicKey: (text) => context.checkPublicKey(text),
    seal: context.keepsSecret(dialect) ? (plain, place) => context.seal(plain, place) : undefined,
  }
}

/** One change of an app, as its history tells it. */
export interface Deed {
  readonly deed: AppDeed
  readonly reason?: string | undefined
  /** The version that was looked at before it was decided: of another, nothing is changed. */
  readonly seen?: number | undefined
}

/** Looks, changes, and puts back. */
export async function change(
  id: string,
  done: Deed,
  decide: (app: App, rules: Rules) => App | Refusal,
  context: AppContext,
): Promise<App | Refusal> {
  const app = await context.store.appById(id)
  if (!app) return unknown('app', id)
  if (done.seen !== undefined && done.seen !== app.version) return notSeen(app, done.seen)
  const rules = rulesOf(app.platform, context)
  const decided = isRefusal(rules) ? rules : decide(app, rules)
  if (isRefusal(decided)) return decided
  const next = { ...decided, version: app.version + 1 }
  if (!(await context.store.putApp(next, eventOf(app, next, done, context)))) return overtaken(`app ${id}`)
  context.directory.forget()
  return next
}

/** Undefined if a change sets every setting to its present value. */
export function eventOf(
  before: App | undefined,
  after: App,
  { deed, reason }: Deed,
  { actor, store }: Pick<AppContext, 'actor' | 'store'>,
): AppEvent | undefined {
  const changes = changesBetween(before, after)
  if (deed === 'change' && changes.length === 0) return undefined
  return {
    appId: after.id,
    version: after.version,
    at: store.now(),
    actor,
    // A change that needs a review is a proposal.
    deed: deed === 'change' && isProposal(before, after) ? 'propose' : deed,
    from: before?.status ?? after.status,
    to: after.status,
    changes,
    ...(reason !== undefined && { reason }),
  }
}

const isProposal = (before: App | undefined, { proposed }: App): boolean =>
  proposed !== undefined && JSON.stringify(proposed.settings) !== JSON.stringify(before?.proposed?.settings)

const notSeen = ({ id, version }: App, seen: number): Refusal => ({
  refused: 'changed_meanwhile',
  message: `app ${id} is at version ${version}, not ${seen}: look at it again before you decide`,
})

/** A shop that is not there would never be able to test. */
export async function checkShops(
  { testShops = [] }: Pick<AppSettings, 'testShops'>,
  { store }: { readonly store: Pick<Store, 'shop'> },
): Promise<Refusal | undefined> {
  for (const [index, id] of testShops.entries()) {
    if (!(await store.shop(id)))
      return invalid(`testShops[${index}]`, `there is no shop ${id}`, { fault: 'no_shop' })
  }
  return undefined
}

/** Shops that may test the app: those of its organisation, and those that an operator has set for the app itself. */
export async function testShopsFor(
  { organisationId, testShops }: App,
  { store }: { readonly store: Pick<Store, 'organisation'> },
): Promise<readonly string[]> {
  const organisation = organisationId === undefined ? undefined : await store.organisation(organisationId)
  return [...new Set([...(organisation?.testShops ?? []), ...testShops])]
}

/** For a developer. The answer does not tell whether the shop exists in another organisation. */
export async function checkOwnShops(
  id: string,
  { testShops = [] }: Pick<AppSettings, 'testShops'>,
  { store }: AppContext,
): Promise<Refusal | undefined> {
  const app = await store.appById(id)
  if (!app) return unknown('app', id)
  const own = await testShopsFor(app, { store })
  return testShops.every((each) => own.includes(each))
    ? undefined
    : invalid(
        'testShops',
        'contains a shop that is not a test shop of your organisation: ask the platform to add it',
        {
          fault: 'not_test_shop',
        },
      )
}
