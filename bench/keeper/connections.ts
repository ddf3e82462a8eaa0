/* Connections to measure with: tokens as long as usual ones, brought in as anybody's would be. */
import { contextAt } from '@hufu/client'
import { type Dialect, dialects, servedDialects } from '@hufu/dialects'
import {
  type Keeper,
  type KeeperOptions,
  type KeeperStore,
  type Named,
  postgresKeeperStore,
  sqliteKeeperStore,
} from '@hufu/keeper'

export const benchClient = { clientId: 'BENCH', clientSecret: 'sM5tqPqfJ1WbUbB0wzXcF3yEo7nRkG2L' }

const inForm = ({ refresh }: Dialect): boolean =>
  refresh.request.encode({ ...benchClient, refreshToken: 'a token' }, contextAt(0)).headers === undefined

/** Of any standard server, with the credentials in the form: what every library can ask for in the same words. */
export const standard =
  dialects.find((each) => !servedDialects.includes(each) && inForm(each)) ?? never('no such dialect')
export const platform = standard.id

function never(message: string): never {
  throw new Error(message)
}

/** A keeper's data, for several processes one after the other. */
export interface Kept {
  /** As `createKeeper` takes it. */
  readonly store: string
  readonly keys: string
  readonly spool: string
}

/** Nobody listens there: what is measured with these calls no platform. */
export const optionsOf = (kept: Kept): KeeperOptions => ({
  ...kept,
  apps: { [platform]: { ...benchClient, baseUrl: 'http://127.0.0.1:9' } },
})

/** @param ahead seconds that the store's clock is ahead. */
export const storeOf = async ({ store }: Kept, ahead: () => number): Promise<KeeperStore> =>
  store.startsWith('sqlite:')
    ? sqliteKeeperStore(store.slice('sqlite:'.length), { ahead })
    : postgresKeeperStore(store, { ahead })

/** Of the access tokens of these connections, in seconds. */
export const LIFETIME = 86_400

export const nameOf = (nth: number): Named => ({ tenant: 'acme', platform, shop: `TH${1_000_000 + nth}` })

/** What a platform might have given: 32 hexadecimal digits, another for each. */
export const tokenOf = (kind: string, nth: number): string => `${kind}${nth.toString(16)}`.padStart(32, '0')

/** Brings in so many connections by the keeper's own import, each sealed and durable. */
export async function importConnections(keeper: Keeper, count: number): Promise<void> {
  const { created } = await keeper.import(lines(count), { format: 'jsonl' })
  if (created !== count) throw new Error(`${created} of ${count} connections were made`)
}

/** Characters of JSON that are handed over at once, about. */
const PIECE = 65_536

function* lines(count: number): Generator<string> {
  const issued_at = Math.floor(Date.now() / 1000)
  let piece = ''
  for (let nth = 0; nth < count; nth++) {
    const [access_token, refresh_token] = [tokenOf('a', nth), tokenOf('b', nth)]
    const times = { issued_at, expires_at: issued_at + LIFETIME }
    piece += `${JSON.stringify({ ...nameOf(nth), access_token, refresh_token, ...times })}\n`
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  yield piece
}
