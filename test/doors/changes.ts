/* Acts of administration, each by every door that has it: what the tests of commits are driven by. */
import type { Operator } from '@hufu/accounts'
import type { Browser } from '../security/browser.ts'
import { accountOf } from '../security/account.ts'
import { sent } from '../security/operators.ts'
import type { Doors } from './doors.ts'
import { operatorOf } from '../../packages/store/test/rows.ts'

/** Who comes by which door; filled once the server runs. */
export interface Visitors {
  all: Doors
  /** Logged in to the developer console. */
  developer: Browser
  /** Logged in to the account. */
  merchant: Browser
}

export type Answer = { readonly code: number } | { readonly status: number }

export interface Change {
  readonly name: string
  /** Verbs that have to be in the one commit, beside its audit entry. */
  readonly verbs: readonly string[]
  /** Before each door. */
  readonly given?: () => Promise<unknown>
  readonly doors: Readonly<Record<string, () => Promise<Answer>>>
}

type Fields = Readonly<Record<string, string>>

let made = 0
export const fresh = (): string => `made-${made++}`

export const doorsOf = (at: Visitors) => ({
  api: (method: string, path: string, body?: object) => () => at.all.api(method, path, body),
  command:
    (...line: readonly string[]) =>
    () =>
      at.all.command(line),
  form:
    (path: string, fields: Fields = {}, action?: string) =>
    () =>
      at.all.form(path, fields, action),
  own:
    (path: string, fields: Fields = {}, action = path) =>
    () =>
      sent(at.developer, `/developer${path}`, fields, `/developer${action}`),
})

/** What has to be there before an act. */
export const givenOf = (at: Visitors) => ({
  user:
    (changes = {}) =>
    () =>
      at.all.site.putUser('demo', { email: 'demo@shop.example', passwordChangedAt: 0, ...changes }),
  tokens: async () => {
    await at.all.site.putUser('demo', { passwordChangedAt: 0 })
    await at.all.site.sites[0]?.tokens()
  },
  merchant: async () => {
    await at.all.site.putUser('demo', { status: 'active', email: 'demo@shop.example' })
    at.merchant = await accountOf(at.all.site)
  },
  app: (status: 'draft' | 'submitted' | 'online' | 'suspended') => () =>
    at.all.site.putApp('jos2', 'app', { status, statusBefore: 'online' }),
  factor: () =>
    at.all.site.putDeveloper('app', {
      totp: { sealed: '', lastStep: 0, recovery: [], since: 0 },
      status: 'active',
    }),
  operator: (changes: Partial<Operator>) => async () => {
    const { store } = at.all.site
    const held = await store.operator('second')
    await store.putOperator({
      ...operatorOf('second'),
      ...held,
      role: 'admin',
      ...changes,
      version: held ? held.version + 1 : 0,
    })
  },
})
