/* A million connections take longer than anybody waits for a page: measured when asked for, and kept for the page beside this file. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Loaded } from './keeper.ts'
import { loadTable } from './report.ts'

const file = fileURLToPath(new URL('million.json', import.meta.url))

interface Kept extends Loaded {
  readonly date: string
}

const all = (): readonly Kept[] =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Kept[]) : []

/** In the place of an older finding of the same. */
export function keepMillion(found: Loaded): void {
  const others = all().filter((each) => each.store !== found.store || each.connections !== found.connections)
  const kept: Kept = { date: new Date().toISOString().slice(0, 10), ...found }
  writeFileSync(file, `${JSON.stringify([...others, kept], null, 2)}\n`)
}

/** As it was measured last, with its dates. */
export function millionTable(): string {
  const kept = all()
  if (kept.length === 0) return 'Not measured yet: `npm run bench -- --million`.'
  const dates = [...new Set(kept.map(({ date }) => date))].toSorted().join(' and ')
  return `Measured on ${dates} by \`npm run bench -- --million\`:\n\n${loadTable(kept)}`
}
