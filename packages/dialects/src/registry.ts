/* A platform whole: its dialect, and what its pages say beside it. Clients load the dialect alone. */
import type { Dialect } from './dialect.ts'
import { type ErrorTable, standardErrors } from './error-table.ts'
import type { PlainWords, ScopeWords } from './policy.ts'

/** By the English text that the dialect's fields have as their note. A note that is not here is shown in English. */
export type NoteWords = Readonly<Record<string, Omit<PlainWords, 'en'>>>

/** A module as the configuration names it, and what it exports the record as. */
export interface PlatformModule {
  readonly specifier: string
  readonly exported: 'platform' | 'default'
}

/** All that is known of one platform. Its file exports it as `platform`. */
export interface PlatformRecord {
  readonly dialect: Dialect
  /** The codes that its error page shows; RFC 6749's own where it has none. */
  readonly pageErrors?: ErrorTable
  /** What merchants read of its scopes. A scope that is not here is shown by its name. */
  readonly scopeWords?: ScopeWords
  /** The notes of its fields in the other languages of the pages. */
  readonly notes?: NoteWords
  /** Where a configuration has it from; absent where it comes with Hufu. */
  readonly module?: PlatformModule
}

/** Platforms by which a server, a keeper or a command works, each id once. */
export type Registry = readonly PlatformRecord[]

/** The codes that a platform's error page shows. */
export const pageErrorsOf = ({ pageErrors }: Pick<PlatformRecord, 'pageErrors'>): ErrorTable =>
  pageErrors ?? standardErrors

/** Those that a server of ours mounts. */
export const servedIn = (registry: Registry): Registry =>
  registry.filter(({ dialect }) => !dialect.clientOnly)

export const idsOf = (registry: Registry): readonly string[] => registry.map(({ dialect }) => dialect.id)
