import type { KeeperStore } from '../store.ts'
import { changeVerbs } from './change.ts'
import { connectNewVerbs } from './connect-new.ts'
import { connectVerb } from './connect.ts'
import type { Database } from './database.ts'
import { endingVerb } from './endings.ts'
import { epochVerbs } from './epoch.ts'
import { eventVerbs } from './events.ts'
import { figureVerbs } from './figures.ts'
import { findVerbs } from './find.ts'
import { heldVerbs } from './held.ts'
import { journalVerbs } from './journal.ts'
import { leaseVerbs } from './leases.ts'
import { outboxVerbs } from './outbox.ts'
import { postponedVerbs } from './postponed.ts'
import { rateVerb } from './rates.ts'
import { rekeyVerbs } from './rekey.ts'
import { seedVerbs } from './seeds.ts'
import { stateVerbs } from './states.ts'
import { sweepVerb } from './sweep.ts'
import { withoutNul } from './without-nul.ts'

/** A keeper's store, of what its database can do. */
export function verbs(carrier: Database): KeeperStore {
  const database = withoutNul(carrier)
  return {
    now: async () => (await database.read<readonly [number]>('select :now'))[0]?.[0] ?? Number.NaN,
    ...findVerbs(database),
    ...endingVerb(database),
    ...figureVerbs(database),
    ...connectVerb(database),
    ...connectNewVerbs(database),
    ...changeVerbs(database),
    ...postponedVerbs(database),
    ...leaseVerbs(database),
    ...rateVerb(database),
    ...epochVerbs(database),
    ...journalVerbs(database),
    ...heldVerbs(database),
    ...rekeyVerbs(database),
    ...stateVerbs(database),
    ...seedVerbs(database),
    ...eventVerbs(database),
    ...outboxVerbs(database),
    ...sweepVerb(database),
    close: database.close,
  }
}
