/* The history of an app, for its developer and its reviewers: who, when, from what to what, and why. */
import type { Actor } from '@hufu/engine'
import { appActions } from './app-status.ts'
import type { App, AppStatus } from '@hufu/engine'

const LONGEST_VALUE = 400

export const appDeeds = [
  ...appActions,
  'create',
  'change',
  'replace_secret',
  'issue_keys',
  // A change of what was reviewed was asked for, called back, accepted, refused.
  'propose',
  'withdraw_changes',
  'approve_changes',
  'reject_changes',
] as const
export type AppDeed = (typeof appDeeds)[number]

export interface AppEvent {
  readonly appId: string
  /** The app's version after this deed. */
  readonly version: number
  /** Seconds since the epoch. */
  readonly at: number
  readonly actor: Actor
  readonly deed: AppDeed
  readonly from: AppStatus
  readonly to: AppStatus
  readonly changes: readonly SettingChange[]
  readonly reason?: string
}

export interface SettingChange {
  readonly setting: ShownSetting
  /** Lines of text, truncated when long; empty for no value. */
  readonly from: string
  readonly to: string
}

export const shownSettings = [
  'name',
  'developer',
  'redirectUris',
  'scopes',
  'addresses',
  'testShops',
  'publicKeys',
  'mayRefresh',
  'logo',
] as const satisfies readonly (keyof App)[]

export type ShownSetting = (typeof shownSettings)[number]

/** The differences between two versions of an app, including its proposals. */
export function changesBetween(before: App | undefined, after: App): readonly SettingChange[] {
  const asked = (app: App | undefined) => app?.proposed?.settings ?? {}
  return shownSettings.flatMap((setting) => {
    const [was, is] = [textOf(before?.[setting]), textOf(after[setting])]
    const [asksBefore, asks] = [
      textOf(asked(before)[setting as never]),
      textOf(asked(after)[setting as never]),
    ]
    if (was !== is) return [{ setting, from: was, to: is }]
    return asks !== '' && asks !== asksBefore ? [{ setting, from: is, to: asks }] : []
  })
}

function textOf(value: string | boolean | readonly string[] | undefined): string {
  const text = Array.isArray(value) ? value.join('\n') : value === undefined ? '' : String(value)
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}...` : text
}
