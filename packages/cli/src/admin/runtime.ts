import { userInfo } from 'node:os'
import type { Actor } from '@hufu/engine'
import { type Refusal, type Store, detailOf, isRefusal } from '@hufu/accounts'
import type { AdminContext } from '@hufu/acts/api/context'
import { Refused } from '../refused.ts'

/** The parts that administration works on, and the actor. */
export interface AdminRuntime extends AdminContext {
  readonly actor: Actor
  close(): Promise<void>
}

export interface RuntimeOptions {
  /** File of the configuration. */
  readonly config?: string
}

export type OpenRuntime = (options: RuntimeOptions) => Promise<AdminRuntime>

/** Options of every administration command. */
export interface CommonOptions extends RuntimeOptions {
  readonly json?: true
}

/** Opens, acts and closes, whatever happens. */
export async function within(
  open: OpenRuntime,
  options: RuntimeOptions,
  act: (runtime: AdminRuntime) => Promise<void>,
): Promise<void> {
  const runtime = await open(options.config === undefined ? {} : { config: options.config })
  try {
    await act(runtime)
  } finally {
    await runtime.close()
  }
}

/** The user of this machine who runs the command. */
export function commandLine(): { readonly kind: 'system'; readonly id: string } {
  try {
    return { kind: 'system', id: `command line (${userInfo().username})` }
  } catch {
    // A container's user may have a number and no name.
    return { kind: 'system', id: `command line (${process.getuid?.() ?? 'nobody'})` }
  }
}

/** Appends what was just done to the audit log. `detail`: never a secret. */
export const appendAuditEntry = (
  store: Pick<Store, 'appendAuditEntries' | 'now'>,
  action: string,
  subject: string | number,
  detail: object = {},
): Promise<void> =>
  store.appendAuditEntries([
    {
      at: store.now(),
      actor: commandLine(),
      action,
      subject: String(subject),
      detail: detailOf({ ...detail }),
      address: '',
      requestId: '',
    },
  ])

/** The value of a success. @throws {Refused} with the reason, which ends the command with code 1. */
export function granted<Value extends object>(result: Value | Refusal): Value {
  if (isRefusal(result)) throw new Refused(result.message)
  return result
}
