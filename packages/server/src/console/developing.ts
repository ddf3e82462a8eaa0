/* What developers do to their apps is done in their name: in the app's history, and in the audit log. */
import type { Actor, AppContext, Developer } from '@hufu/engine'
import type { AdminContext } from '../admin/context.ts'
import { audit } from '../auditing.ts'
import type { Visit } from '../site.ts'
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
