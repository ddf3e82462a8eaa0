/*
 * What the verbs are made of, whatever the database: each is one statement, or one transaction. They are written once, in
 * the SQL that SQLite and PostgreSQL share, and each database carries them out in its own way.
 */
import type { NewEvent } from '../events.ts'

export type Value = string | number | null
export type Row = readonly Value[]

/**
 * `?1`, `?2` ... stand for the values, `:now` for the store's clock, `:lock` (at a select's end) keeps its rows for us,
 * `:list(?1)` has a row for each object of a `listOf`.
 */
export interface Statement {
  readonly sql: string
  readonly values: readonly Value[]
}

/** A transaction, as what it asks step by step. It may be run again after a rollback. */
export type Act<Result> = Generator<Statement, Result, readonly Row[]>

export interface Database {
  read<Of extends Row>(sql: string, ...values: readonly Value[]): Promise<readonly Of[]>
  /** One statement, durable when this answers. The events are told in the same act, if it gave a row. */
  write<Of extends Row>(
    sql: string,
    values: readonly Value[],
    told?: readonly NewEvent[],
  ): Promise<readonly Of[]>
  /** All or nothing, durable when this answers. */
  transaction<Result>(act: () => Act<Result>): Promise<Result>
  close(): Promise<void>
}

/** One step of an act. */
export function* ask<Of extends Row>(sql: string, ...values: readonly Value[]): Act<readonly Of[]> {
  return (yield { sql, values }) as readonly Of[]
}
