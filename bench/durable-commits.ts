import { DatabaseSync } from 'node:sqlite'

/**
 * How many rows a second node:sqlite makes durable here (WAL, synchronous FULL), with one row a commit and with 50: what
 * the disk allows whoever keeps its word. A program of its own; arguments: a fresh file, seconds for each.
 */
const [file = ':memory:', seconds = '1'] = process.argv.slice(2)
const database = new DatabaseSync(file)
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
database.exec('CREATE TABLE row (id INTEGER PRIMARY KEY, payload TEXT NOT NULL)')
const insert = database.prepare('INSERT INTO row (payload) VALUES (?)')
const begin = database.prepare('BEGIN IMMEDIATE')
const commit = database.prepare('COMMIT')
const payload = 'x'.repeat(200)

function rowsPerSecond(rowsPerCommit: number): number {
  const began = performance.now()
  const end = began + Number(seconds) * 1000
  let rows = 0
  while (performance.now() < end) {
    begin.run()
    for (let row = 0; row < rowsPerCommit; row += 1) insert.run(payload)
    commit.run()
    rows += rowsPerCommit
  }
  return (rows / (performance.now() - began)) * 1000
}

process.stdout.write(JSON.stringify({ one: rowsPerSecond(1), fifty: rowsPerSecond(50) }))
