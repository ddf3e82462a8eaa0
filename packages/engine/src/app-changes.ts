/* Look, change, put back: how an app's row is changed while others change it too. */
import type { Dialect, Policy } from '@hufu/dialects'
import type { Sealing } from './app-credentials.ts'
import type { SettingRules } from './app-settings.ts'
import type { Directory } from './directory.ts'
import { type Refusal, invalid, isRefusal, unknown } from './refusal.ts'
import type { App, Store } from './store.ts'

export interface AppContext {
  readonly store: Pick<Store, 'now' | 'appById' | 'putApp' | 'shop'>
  readonly directory: Pick<Directory, 'forget'>
  /** Those that are enabled. */
  readonly dialects: readonly Dialect[]
  /** The dialect's, with what the operator sets otherwise. */
  policyOf(platform: string): Policy
  /** Demo and sandbox mode. */
  readonly allowLoopback: boolean
  /** Seals a secret for the one place in which it will open. */
  seal(plain: string, associated: string): string
  /** The key in its one spelling. @throws {Error} when it is none of at least 2048 bits. */
  checkPublicKey(text: string): string
}

/** What one platform asks of its apps. */
export interface Rules extends SettingRules {
  readonly seal: Sealing
}

export function rulesOf(platform: string, context: AppContext): Rules | Refusal {
  const dialect = context.dialects.find(({ id }) => id === platform)
  if (!dialect) {
    const enabled = context.dialects.map(({ id }) => id).join(', ')
    return invalid('platform', `${platform} is not enabled; enabled are ${enabled}`)
  }
  return {
    policy: context.policyOf(platform),
    allowLoopback: context.allowLoopback,
    seals: dialect.envelope !== undefined,
    checkPublicKey: (text) => context.checkPublicKey(text),
    seal: dialect.signature === undefined ? undefined : (plain, place) => context.seal(plain, place),
  }
}

const MOST_TRIES = 10

/** Looks, changes, and puts back if nobody else was first; else looks again. */
export async function change(
  id: string,
  decide: (app: App, rules: Rules) => App | Refusal,
  context: AppContext,
): Promise<App | Refusal> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const app = await context.store.appById(id)
    if (!app) return unknown('app', id)
    const rules = rulesOf(app.platform, context)
    const decided = isRefusal(rules) ? rules : decide(app, rules)
    if (isRefusal(decided)) return decided
    const next = { ...decided, version: app.version + 1 }
    if (await context.store.putApp(next)) {
      context.directory.forget()
      return next
    }
  }
  return busy(id)
}

export const busy = (id: string): Refusal => ({
  refused: 'changed_meanwhile',
  message: `app ${id} is being changed by others: try again`,
})
