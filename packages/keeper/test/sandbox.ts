/* The platform half with faults on purpose, in this process, for tests of the keeper. */
import assert from 'node:assert/strict'
import { generateKey, keyRing } from '@hufu/crypto'
import { type Policy, dialects, builtInPlatforms } from '@hufu/dialects'
import { createShop, createUser, isRefusal } from '@hufu/accounts'
import type { FaultInput } from '@hufu/sandbox/fault'
import { logTo } from '@hufu/web/log'
import { readConfig } from '@hufu/server'
import { serve } from '@hufu/platform'
import { memoryStore } from '@hufu/store'

const TOKEN = 'the sandbox of the keeper'

/** What Hufu's servers do; a keeper is told so. */
export const hufuReuse = { replaySeconds: 30, then: 'revoke-family' } as const

export interface SandboxApp {
  readonly platform: string
  readonly clientId: string
  readonly clientSecret: string
  readonly baseUrl: string
  readonly privateKey?: string
  readonly platformPublicKey?: string
}

export interface Seeded {
  readonly grantId: number
  readonly openId: string
  readonly tokens: {
    readonly accessToken: string
    readonly refreshToken?: string
    readonly expiresIn: number
    readonly openId?: string
    readonly userId?: string
  }
}

export interface Shopkeeper {
  readonly username: string
  readonly password: string
  readonly shop: string
}

/** What the sandbox counted of refreshes, of one grant or of all. */
export interface Figures {
  readonly received: number
  readonly committed: number
  readonly notProcessed: number
  readonly answered: number
  readonly committedNotAnswered: number
  readonly replayed: number
  readonly mostInFlight: number
  readonly mostOverQuota: number
  readonly revoked?: unknown
}

export interface TestSandbox {
  readonly url: string
  ask<Answer>(method: string, path: string, body?: object): Promise<Answer>
  /** `callback` is what is registered; one that no test comes back to by default. */
  app(platform: string, callback?: string): Promise<SandboxApp>
  /** A shop with a user who may log in and agree. */
  shopkeeper(): Promise<Shopkeeper>
  grants(app: SandboxApp, count: number): Promise<readonly Seeded[]>
  policy(platform: string, policy: Partial<Policy>): Promise<void>
  fault(fault: FaultInput): Promise<void>
  totals(): Promise<Figures>
  figuresOf(grantId: number): Promise<Figures>
  close(): Promise<void>
}

export async function startSandbox(): Promise<TestSandbox> {
  const config = readConfig({ mode: 'demo', listen: { port: 0 }, store: 'memory:' }, builtInPlatforms)
  const running = await serve(
    config,
    keyRing([generateKey()]),
    logTo('silent'),
    memoryStore(),
    {},
    { token: TOKEN },
  )
  async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${running.url}/sandbox/api${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`)
    return (text === '' ? {} : JSON.parse(text)) as Answer
  }
  return {
    url: running.url,
    ask,
    async app(platform, callback = 'http://127.0.0.1/callback') {
      const rule = dialects.find(({ id }) => id === platform)?.policy.redirectUri
      const { app } = await ask<{ app: SandboxApp }>('POST', '/apps', {
        platform,
        redirectUris: [rule === 'host' ? new URL(callback).host : callback],
      })
      return { ...app, baseUrl: `${running.url}/${platform}` }
    },
    async shopkeeper() {
      const { store, directory } = running.runtime
      const shop = await createShop('Fruit and more', { store, directory })
      assert.ok(!isRefusal(shop))
      const login = { username: `keeper-${shop.id}`, password: 'a long walk to the sea' }
      const user = await createUser({ ...login, shopId: shop.id }, { store, directory })
      assert.ok(!isRefusal(user), JSON.stringify(user))
      return { ...login, shop: shop.id }
    },
    grants: async ({ platform, clientId }, count) =>
      (await ask<{ grants: readonly Seeded[] }>('POST', '/grants', { platform, clientId, count })).grants,
    policy: async (platform, policy) => void (await ask('PUT', `/platforms/${platform}/policy`, policy)),
    fault: async (fault) => void (await ask('POST', '/faults', { fault })),
    totals: async () =>
      (await ask<{ totals: Awaited<ReturnType<TestSandbox['totals']>> }>('GET', '/totals')).totals,
    figuresOf: async (grantId) => (await ask<{ tally: Figures }>('GET', `/grants/${grantId}`)).tally,
    close: () => running.close(),
  }
}
