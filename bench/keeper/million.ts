/* A million connections take longer than anybody waits for a page: measured when asked for, and kept for the page beside this file. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Loaded } from './keeper.ts'
import { loadTable } from './report.ts'

const file = fileURLToPath(new URL('million.json', import.meta.url))

interface Kept {
  readonly date: string
  readonly loads: readonly Loaded[]
}

export function keepMillion(loads: readonly Loaded[]): void {
  const kept: Kept = { date: new Date().toISOString().slice(0, 10), loads }
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`)
}

/** As it was measured last, with its date. */
export function millionTable(): string {
  if (!existsSync(file)) return 'Not measured yet: `npm run bench -- --million`.'
  const { date, loads } = JSON.parse(readFileSync(file, 'utf8')) as Kept
  return `Measured on ${date} by \`npm run bench -- --million\`, all sizes in one run:\n\n${loadTable(loads)}`
}
