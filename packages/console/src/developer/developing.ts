/* What developers do to their apps is done in their name: in the app's history, and in the audit log. */
import type { Actor } from '@hufu/engine'
import type { AppContext, Developer } from '@hufu/accounts'
import type { AdminContext } from '@hufu/acts/api/context'
import { audit } from '@hufu/acts/auditing'
import type { Visit } from '@hufu/web/site'
import type { Console } from './console.ts'

const actorOf = ({ account }: Pick<Visit<Developer>, 'account'>): Actor => ({
  kind: 'developer',
  id: account.id,
})

/** For the engine's verbs. */
export const onBehalfOf = (
  visit: Pick<Visit<Developer>, 'account'>,
  { administration }: Console,
): AppContext & AdminContext => ({ ...administration, actor: actorOf(visit) })

/** `detail`: what was set; never a secret. */
export const did = (
  visit: Visit<Developer>,
  { runtime }: Console,
  action: string,
  appId: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> => audit(visit.request, runtime.store, actorOf(visit), action, appId, detail)
