/* Rows as the engine writes them, and the decisions that write them. */
import { createHash } from 'node:crypto'
import type {
  App,
  Code,
  CodeDecision,
  Digest,
  Found,
  Grant,
  GrantDecision,
  IndexEntry,
  SecretKind,
  TokenKind,
  User,
} from '@hufu/engine'
import type { Developer, Operator } from '@hufu/accounts'

export const DAY = 86_400
/** Noon, so that an hour more or less is the same day. */
export const T0 = 20_000 * DAY + DAY / 2

export const digestOf = <Kind extends SecretKind>(kind: Kind, secret: string): Digest<Kind> =>
  createHash('sha256').update(`${kind} ${secret}`).digest('base64url') as Digest<Kind>

export const codeOf = (id: number, more: Partial<Code> = {}): Code => ({
  id,
  digest: digestOf('code', `c${id}`),
  platform: 'tong',
  appId: 'app-1',
  userId: 'user-1',
  shopId: '1000000001',
  openId: 'o-1',
  scope: ['orders', 'items'],
  redirectUri: 'https://isv.example/callback?店=1',
  createdAt: T0,
  expiresAt: T0 + 600,
  ...more,
})

export const grantOf = (id: number, more: Partial<Grant> = {}): Grant => ({
  id,
  platform: 'tong',
  appId: 'app-1',
  userId: 'user-1',
  shopId: '1000000001',
  openId: 'o-1',
  scope: ['orders', 'items'],
  keyId: 'k1',
  generation: 0,
  access: digestOf('access', `a${id}.0`),
  accessExpiresAt: T0 + 3600,
  refresh: digestOf('refresh', `r${id}.0`),
  refreshExpiresAt: T0 + 30 * DAY,
  createdAt: T0,
  ...more,
})

/** The grant after one more refresh, with new tokens. */
export const rotated = (grant: Grant, more: Partial<Grant> = {}): Grant => {
  const generation = grant.generation + 1
  return {
    ...grant,
    generation,
    access: digestOf('access', `a${grant.id}.${generation}`),
    refresh: digestOf('refresh', `r${grant.id}.${generation}`),
    previousAccess: { digest: grant.access, until: T0 + 60 },
    replay: { question: 'q', until: T0 + 10, salt: 'salt' },
    ...more,
  }
}

export const entry = (digest: Digest<TokenKind>, id: number, expiresAt = T0 + 30 * DAY): IndexEntry => ({
  digest,
  id,
  expiresAt,
})

/** A token that carries its id. */
export const codeAt = (id: number): Found<'code'> => ({
  kind: 'code',
  digest: digestOf('code', `c${id}`),
  id,
})
export const accessAt = (id: number, generation = 0): Found<'access'> => ({
  kind: 'access',
  digest: digestOf('access', `a${id}.${generation}`),
  id,
})
export const refreshAt = (id: number, generation = 0): Found<'refresh'> => ({
  kind: 'refresh',
  digest: digestOf('refresh', `r${id}.${generation}`),
  id,
})

/** The same token, had it no room for the id. */
export const indexed = <Kind extends TokenKind>({ kind, digest }: Found<Kind>): Found<Kind> => ({
  kind,
  digest,
})

/** Redeems what is there and unused, and says whether it did. */
export const redeem =
  (more: Partial<Grant> = {}, index: readonly IndexEntry[] = []) =>
  (code: Code | undefined): CodeDecision<boolean> =>
    code && code.usedAt === undefined
      ? { answer: true, redeem: { at: T0, grant: grantOf(code.id, more), index } }
      : { answer: false }

/** Rotates if the token presented is the present one, and says whether it did. */
export const refresh =
  ({ digest }: Found<'refresh'>, index: readonly IndexEntry[] = []) =>
  (grant: Grant | undefined): GrantDecision<boolean> =>
    grant && !grant.revoked && grant.refresh === digest
      ? { answer: true, write: { grant: rotated(grant), index } }
      : { answer: false }

export const appOf = (id: string, more: Partial<App> = {}): App => ({
  id,
  version: 0,
  platform: 'tong',
  name: `App ${id}`,
  developer: 'dev',
  status: 'draft',
  secrets: [],
  publicKeys: [],
  redirectUris: [],
  scopes: [],
  addresses: [],
  testShops: [],
  mayRefresh: true,
  createdAt: T0,
  ...more,
})

export const userOf = (id: string, more: Partial<User> = {}): User => ({
  id,
  version: 0,
  username: `name-${id}`,
  shopId: '1000000001',
  displayName: '掌柜',
  password: '$argon2id$',
  mayAuthorise: true,
  status: 'active',
  addresses: [],
  createdAt: T0,
  ...more,
})

export const developerOf = (id: string, more: Partial<Developer> = {}): Developer => ({
  id,
  version: 0,
  organisationId: 'o1',
  email: `${id}@example.com`,
  name: `Developer ${id}`,
  password: '$argon2id$',
  status: 'active',
  createdAt: T0,
  ...more,
})

export const operatorOf = (username: string, more: Partial<Operator> = {}): Operator => ({
  username,
  version: 0,
  password: '$argon2id$',
  oneTime: false,
  status: 'active',
  createdAt: T0,
  ...more,
})
