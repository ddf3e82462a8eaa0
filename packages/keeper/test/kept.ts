/* A keeper on a file of its own, with shops of the sandbox. */
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatKeys, generateKey } from '@hufu/crypto'
import type { Policy } from '@hufu/dialects'
import {
  type AppOptions,
  type ConnectionView,
  type Keeper,
  type KeeperOptions,
  type KeeperStore,
  createKeeper,
  sqliteKeeperStore,
} from '@hufu/keeper'
import { ofClient } from './browsing.ts'
import type { SandboxApp, Seeded, TestSandbox } from './sandbox.ts'
import { warningsTo } from './warnings.ts'

const base = mkdtempSync(join(tmpdir(), 'hufu-keeper-'))
let files = 0

export const newFolder = (): string => mkdtempSync(join(base, 'folder-'))
export const newFile = (): string => join(base, `keeper-${files++}.db`)

export interface ShopOfTest {
  readonly tenant: string
  readonly platform: string
  readonly shop: string
}

export interface Kept {
  readonly keeper: Keeper & {
    /** A refresh as soon as one is allowed again after the last. */
    refreshAfter(name: ShopOfTest): Promise<ConnectionView>
  }
  readonly store: KeeperStore
  readonly keys: string
  readonly sandboxApp: SandboxApp
  readonly seeded: readonly Seeded[]
  readonly names: readonly ShopOfTest[]
  /** Seconds that the store's clock is ahead from now on; the platform's stays. */
  moveClock(seconds: number): void
  until(holds: () => boolean | Promise<boolean>): Promise<void>
}

export interface KeptOptions {
  readonly policy?: Partial<Policy>
  readonly app?: Partial<AppOptions>
  readonly keeper?: Partial<KeeperOptions>
  /** Whose keys and app are to be used again. */
  readonly of?: Kept
}

export async function keep(
  sandbox: TestSandbox,
  platform: string,
  shops: number,
  { policy, app, keeper: options, of }: KeptOptions = {},
): Promise<Kept> {
  const clock = { ahead: 0 }
  const sandboxApp = of?.sandboxApp ?? (await sandbox.app(platform))
  const keys = of?.keys ?? formatKeys([generateKey()])
  const given = options?.store
  const store =
    given === undefined || typeof given === 'string'
      ? sqliteKeeperStore(newFile(), { ahead: () => clock.ahead })
      : given
  const keeper = await createKeeper({
    keys,
    apps: { [platform]: { ...ofClient(sandboxApp), ...(policy && { policy }), ...app } },
    schedule: false,
    maxStaleSeconds: 0,
    log: warningsTo(() => undefined),
    ...options,
    store,
  })
  const seeded = shops === 0 ? [] : await sandbox.grants(sandboxApp, shops)
  const names = await Promise.all(
    seeded.map(async ({ tokens }) => {
      const { accessToken, refreshToken, expiresIn, openId, userId } = tokens
      const expiresAt = Math.floor(Date.now() / 1000) + expiresIn
      const given = { tenant: 'acme', platform, accessToken, refreshToken, expiresAt, openId, userId }
      const { shop } = await keeper.add(given)
      return { tenant: 'acme', platform, shop }
    }),
  )
  return {
    keeper: {
      ...keeper,
      async refreshAfter(name) {
        await new Promise((done) => setTimeout(done, 1050))
        return keeper.refresh(name)
      },
    },
    store,
    keys,
    sandboxApp,
    seeded,
    names,
    moveClock(seconds) {
      clock.ahead = seconds
    },
    async until(holds) {
      const end = Date.now() + 10_000
      while (!(await holds())) {
        assert.ok(Date.now() < end, 'it did not come to that within 10 s')
        await new Promise((done) => setTimeout(done, 50))
      }
    },
  }
}
