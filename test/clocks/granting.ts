/* The engine alone under any policy: one app, one shop, a clock that the test turns, and a store that can be opened again. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type KeyRing, generateKey, keyRing } from '@hufu/crypto'
import { type OAuthError, type Policy, type TokenFormats, type TokenSet, usualPolicy } from '@hufu/dialects'
import {
  type App,
  type Caller,
  type GrantContext,
  type TokenKeys,
  type User,
  digest,
  directoryOf,
  idSource,
  introspect,
  isOAuthError,
  issueCode,
  rateLimit,
  redeemCode,
  refreshGrant,
} from '@hufu/engine'
import type { Store } from '@hufu/accounts'
import { memoryStore, sqliteStore } from '@hufu/store'

export const START = 1_720_501_200
const SECRET = 'secret of the app'
const caller: Caller = { address: '203.0.113.9' }

const app: App = {
  id: 'app',
  version: 0,
  platform: 'clocks',
  clientId: 'KEY',
  name: 'App',
  developer: 'A developer',
  status: 'online',
  secrets: [{ digest: digest('client', SECRET) }],
  publicKeys: [],
  redirectUris: [],
  scopes: [],
  addresses: [],
  testShops: [],
  mayRefresh: false,
  createdAt: START,
}

const user: User = {
  id: 'demo',
  version: 0,
  username: 'demo',
  shopId: '2000000001',
  displayName: 'Demo',
  password: '',
  mayAuthorise: true,
  status: 'active',
  addresses: [],
  createdAt: START,
}

const keysOf = (ring: KeyRing): TokenKeys => ({
  current: ring.currentId,
  ids: ring.ids,
  derive: (purpose, keyId) => ring.derive(purpose, keyId),
})

export const opaque: TokenFormats = { accessToken: 'opaque', refreshToken: 'opaque', openId: 'opaque' }
export const short: TokenFormats = { accessToken: 'hex32', refreshToken: 'hex32', openId: 'hex32' }

export type Terms = Partial<Policy>

/** 1,000 s for an access token and 10,000 s for a refresh token, both new each time, unless the terms say otherwise. */
export const termsOf = (terms: Terms): Policy => ({
  ...usualPolicy,
  accessTokenLifetime: 1000,
  refreshTokenLifetime: 10_000,
  refresh: { accessToken: 'new', refreshToken: 'new' },
  ...terms,
})

export type Granting = Awaited<ReturnType<typeof granting>>

/** @param file where the store is kept; in memory where there is none. */
export async function granting(terms: Terms, formats: TokenFormats, file?: string) {
  let at = START
  const ring = keyRing([generateKey()])
  const now = () => at
  const open = () => (file === undefined ? memoryStore({ now }) : sqliteStore(file, { now }))
  let store: Store = open()
  await store.putApp(app)
  await store.putUser(user)
  let policy = termsOf(terms)
  const contextOf = (): GrantContext => ({
    store,
    directory: directoryOf(store),
    keys: keysOf(ring),
    pairwise: Buffer.alloc(32, 7),
    nextId: idSource(store),
    rates: rateLimit(),
    platform: 'clocks',
    formats,
    policy,
  })
  let context = contextOf()
  const presented = { clientId: 'KEY', clientSecret: SECRET }
  const redeem = (code: string, more: object = {}) =>
    redeemCode({ code, ...presented, ...more }, caller, context)
  return {
    now,
    isKept: file !== undefined,
    later: (seconds: number) => void (at += seconds),
    issue: (lifetime?: number) =>
      issueCode(
        { app, user, scope: [], redirectUri: 'https://shop.example.com/', ...(lifetime && { lifetime }) },
        context,
      ),
    redeem,
    async tokens(lifetime?: number): Promise<TokenSet> {
      return granted(await redeem(await this.issue(lifetime)))
    },
    refresh: (refreshToken = '', more: object = {}) =>
      refreshGrant({ refreshToken, ...presented, ...more }, caller, context),
    live: (token = '') =>
      introspect(token, { access: [formats.accessToken], refresh: [formats.refreshToken] }, context),
    grants: () => store.grants({ appId: app.id, limit: 100 }),
    sweep: () => store.sweep(now(), 1000),
    /** As by an operator: for what is issued from now on. */
    change(next: Terms) {
      policy = termsOf({ ...terms, ...next })
      context = contextOf()
    },
    async mayRefresh(right: boolean) {
      assert.ok(await store.putApp({ ...app, version: 1, mayRefresh: right }))
      context = contextOf()
    },
    /** As after a restart: nothing is remembered but what is in the file. */
    async reopen() {
      await store.close()
      store = open()
      context = contextOf()
    },
    close: async () => store.close(),
  }
}

export function granted(answer: TokenSet | OAuthError): TokenSet {
  if (isOAuthError(answer)) throw new assert.AssertionError({ message: JSON.stringify(answer) })
  return answer
}

export function assertRefused(answer: TokenSet | OAuthError, error: OAuthError['error']): void {
  assert.equal(isOAuthError(answer) ? answer.error : 'granted', error)
}

/** In memory with tokens that lead to their grant, and in a file with tokens that an index leads from. */
export function clocks(name: string, terms: Terms, run: (granting: Granting) => Promise<void>): void {
  test(`${name} (memory)`, async () => {
    const each = await granting(terms, opaque)
    try {
      await run(each)
    } finally {
      await each.close()
    }
  })
  test(`${name} (file)`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hufu-clocks-'))
    const each = await granting(terms, short, join(folder, 'hufu.db'))
    try {
      await run(each)
    } finally {
      await each.close()
    }
    rmSync(folder, { recursive: true, force: true })
  })
}
