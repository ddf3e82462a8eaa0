/* Tokens at rest: AES-256-GCM, bound to tenant, connection and field, so that none opens in another's place. */
import { createHash } from 'node:crypto'
import { type KeyRing, UnknownKeyError } from '@hufu/crypto'
import type { Connection } from '@hufu/keeper-store/connection'
import { keeperError } from '@hufu/keeper-store/errors'

/** The previous refresh token is a `refresh` that was moved. */
export type SealedField = 'access' | 'refresh' | 'reply'

type Whose = Pick<Connection, 'id' | 'tenant'>

export interface Sealing {
  readonly ring: KeyRing
  seal(whose: Whose, field: SealedField, text: string): string
  /** @throws {KeeperError} `key_missing` or `seal_broken`; the token stays where it is. */
  open(whose: Whose, field: SealedField, sealed: string): string
}

export function sealing(ring: KeyRing): Sealing {
  const place = ({ id, tenant }: Whose, field: SealedField) => `connections ${tenant}\n${id}\n${field}`
  return {
    ring,
    seal: (whose, field, text) => ring.seal(text, place(whose, field)),
    open(whose, field, sealed) {
      const opened = openedOr(() => ring.openText(sealed, place(whose, field)), whose.id)
      if (opened === undefined) throw keeperError('seal_broken', { connectionId: whose.id })
      return opened
    },
  }
}

function openedOr<Result>(open: () => Result, connectionId: string): Result {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof UnknownKeyError)) throw error
    const hint = `The ring has no key ${JSON.stringify(error.keyId)}: put it back behind the current one.`
    throw keeperError('key_missing', { connectionId, hint }, { cause: error })
  }
}

/** The hash by which a token is recognised. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
