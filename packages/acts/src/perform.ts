/* The one way in which an act is performed, whoever asks and through whatever door. */
import type { Actor } from '@hufu/engine'
import { type Refusal, detailOf, may, unknown } from '@hufu/accounts'
import { z } from 'zod'
import { asOne, onceCommitted } from '@hufu/web/as-one'
import { type Act, type Answer, type By, type Deed, type Surroundings, placed } from './act.ts'
import { type Denied, type Malformed, isDenied } from './denied.ts'

/** Whether the act is offered at all: a button, a link. A developer is asked further whose the thing is. */
export const isOffered = ({ permission, organisation }: Act, by: By): boolean =>
  by.kind === 'system' ||
  (by.kind === 'operator'
    ? permission !== undefined && may(by.account, permission)
    : organisation !== undefined)

/**
 * Checks permission and input, then commits at once what the verb changes, its audit entry, and the letters.
 *
 * @param members the members of the act's input, not checked yet
 */
export async function perform<Performed extends Act>(
  act: Performed,
  members: Readonly<Record<string, unknown>>,
  surroundings: Surroundings,
): Promise<Answer<Performed> | Denied> {
  const denied = await whyNot(act, members, surroundings)
  if (denied) return denied
  const input = act.input.safeParse(members)
  if (!input.success) return malformed(input.error)
  const { from, by } = surroundings
  const actor = actorOf(by)
  // A long list is read on while it is answered, outside of any commit.
  if (!act.isLogged) return (await act.run(input.data, { ...surroundings, actor })) as Answer<Performed>
  // The change, what follows from it, its audit entry and its letters are one commit.
  let committed: Deed<unknown>['committed']
  const result = await asOne({ ...surroundings, actor }, async (context) => {
    const deed = await act.run(input.data, context)
    if (isDenied(deed)) return deed
    const { answer, log, tell, ...after } = deed as Deed<unknown>
    committed = after.committed
    const detail = detailOf(log.detail ?? {})
    const at = context.store.now()
    await context.store.appendAuditEntries([
      { at, actor, action: act.name, subject: log.subject, detail, ...from },
    ])
    await tell?.()
    return answer
  })
  if (isDenied(result)) return result
  // A form's page has a commit of its own, of which this one is a part.
  if (committed) await onceCommitted(committed)
  return (typeof result === 'function' ? (result as () => unknown)() : result) as Answer<Performed>
}

/** The reason for which the caller may not perform the act: their role, or the owner of the thing. */
async function whyNot(
  act: Act,
  members: Readonly<Record<string, unknown>>,
  surroundings: Surroundings,
): Promise<Denied | undefined> {
  const { by } = surroundings
  const { permission, organisation, input } = act
  if (!isOffered(act, by))
    return {
      refused: 'not_allowed',
      ...(permission && { permission }),
      message: permission ? `your role has no permission ${permission}` : 'only developers may do this',
    }
  // The members of the path first: a stranger learns nothing of a thing by what is wrong beside it.
  const names = placed(act)
  const pick = <Value>(from: Readonly<Record<string, Value>>) =>
    Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name] as Value]] : [])))
  const which = z.strictObject(pick(input.shape)).safeParse(pick(members))
  if (!which.success) return malformed(which.error)
  if (by.kind !== 'developer') return undefined
  const [name = ''] = names
  return (await organisation?.(which.data, surroundings)) === by.account.organisationId
    ? undefined
    : (unknown(name, String(members[name])) satisfies Refusal)
}

function actorOf(by: By): Actor {
  if (by.kind === 'system') return by
  return { kind: by.kind, id: by.kind === 'operator' ? by.account.username : by.account.id }
}

/** Names the first member that does not fit. Never says a value: it may be a password. */
function malformed({ issues: [issue] }: z.ZodError): Malformed {
  const path = issue?.path.map(String).join('.') ?? ''
  const field = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : path
  const message = `${path === '' ? '' : `${path}: `}${issue?.message ?? 'does not fit'}`
  return { refused: 'invalid', isMalformed: true, field, message }
}
