import type { Actor } from '@hufu/engine'

/** The append-only audit log: who did what to what, when and from where. */
export interface AuditStore {
  /** Appended in this order; nothing changes or removes an entry but its age. */
  appendAuditEntries(entries: readonly NewAuditEntry[]): Promise<void>
  /** The newest first. All that is given must fit. */
  auditEntries(which: AuditFilter): Promise<readonly AuditEntry[]>
  /** Removes entries from before that second, the oldest first, at most `limit`; returns how many. For the janitor. */
  deleteAuditEntries(before: number, limit: number): Promise<number>
}

export interface NewAuditEntry {
  /** Seconds since the epoch. */
  readonly at: number
  readonly actor: Actor
  /** The action, as `thing.verb`: `app.approve`, `user.freeze`, `platform.change`. */
  readonly action: string
  /** The target: the id of an app, a user, a platform. */
  readonly subject: string
  /** The change, in words and figures; never a secret. */
  readonly detail: Readonly<Record<string, string>>
  /** The client address, as trusted proxies report it; empty for the command line. */
  readonly address: string
  readonly requestId: string
}

export interface AuditEntry extends NewAuditEntry {
  /** Grows with every entry. */
  readonly id: number
}

export interface AuditFilter {
  readonly actor?: string
  /** One of them, where there are several. */
  readonly action?: string | readonly string[]
  readonly subject?: string
  /** Occurs anywhere in the entry, capitals or not. */
  readonly text?: string
  /** Seconds since the epoch: from the first, before the second. */
  readonly from?: number
  readonly to?: number
  /** Only entries older than the one of this id: the next page. */
  readonly before?: number
  readonly limit: number
}

/** Former names of acts: a search by the present name finds their entries too. */
const formerly: ReadonlyMap<string, readonly string[]> = new Map([
  ['user.revoke', ['user.revoke_grants']],
  ['user.invite', ['user.send_link']],
  ['app.keys', ['app.remove_key']],
  ['app.try_call', ['app.try']],
  ['organisation.change', ['organisation.rename']],
])

/** The same search for whoever asks by the present name of an act: it finds what was written under a former one too. */
export const withFormerNames = <Which extends Omit<AuditFilter, 'limit'>>(which: Which): Which =>
  typeof which.action === 'string' && formerly.has(which.action)
    ? { ...which, action: [which.action, ...(formerly.get(which.action) ?? [])] }
    : which

const LONGEST_DETAIL = 400

/** The names of the members that were given, without their values: the log outlives a person's name and address. */
export const membersOf = (values: object): Readonly<Record<string, string>> => ({
  members: Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
    .toSorted()
    .join(' '),
})

/** Figures, flags and lists as the texts that an entry keeps, each cut where it is long. */
export const detailOf = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        (Array.isArray(value) ? value.join(' ') : String(value)).slice(0, LONGEST_DETAIL),
      ]),
  )
