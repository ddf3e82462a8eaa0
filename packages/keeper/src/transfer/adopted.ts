import { randomBytes } from 'node:crypto'
import type { Admitted } from '../connect/admitted.ts'
import type { App } from '../app/app.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { seedOf } from '../connect/newer.ts'
import { changed } from '../connection/settings.ts'
import { NO_LEASE } from '@hufu/keeper-store/store'
import { pause } from '../refresh/timing.ts'
import { sealTokens } from '../sealing/tokens.ts'

const LOOK = 200

/** Through the journal, like late tokens: a refresh in progress, in any process, takes precedence. */
export async function adopted(
  context: KeeperContext,
  app: App,
  row: Connection,
  { tokens, ...admitted }: Admitted,
): Promise<'renewed' | 'unchanged'> {
  const { id: connectionId, generation } = row
  const { authorizationExpiresAt = row.authorizationExpiresAt } = admitted
  const seed = seedOf(tokens)
  const entry = {
    id: randomBytes(12).toString('hex'),
    connectionId,
    generation,
    epoch: NO_LEASE,
    refreshHash: seed.hash,
    seed,
    tokens: sealTokens({ ...row, authorizationExpiresAt }, tokens, app, context.sealing),
    at: context.clock.now(),
  }
  await orUnavailable(context.store.journal(entry))
  let become = await orUnavailable(context.store.adopt(entry))
  while (become === 'busy') {
    await pause(LOOK)
    become = await orUnavailable(context.store.adopt(entry))
  }
  context.doubt(row)
  if (become === 'adopted' && authorizationExpiresAt !== row.authorizationExpiresAt)
    await changed(
      context,
      row,
      { authorizationExpiresAt: authorizationExpiresAt ?? null },
      { authorizationExpiresAt },
    )
  return become === 'adopted' ? 'renewed' : 'unchanged'
}
