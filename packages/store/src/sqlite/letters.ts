import type { LetterStore, QueuedLetter } from '@hufu/accounts'
import type { Connection } from './file/connection.ts'

type Row = [id: string, reader: string, sealed: string, createdAt: number, tries: number]

export function letterVerbs({ prepare, read, write }: Connection): LetterStore {
  const columns = 'id, reader, sealed, created_at, tries'
  const insert = prepare(`insert into letters (${columns}, due_at) values (?1, ?2, ?3, ?4, ?5, ?4)`)
  const take = prepare<Row>(`
    update letters set due_at = ?2, tries = tries + 1
    where id = (select id from letters where due_at <= ?1 order by due_at, id limit 1) returning ${columns}`)
  const due = prepare<[number]>('select 1 from letters where due_at <= ? limit 1')
  const delay = prepare('update letters set due_at = ? where id = ?')
  const remove = prepare('delete from letters where id = ?')
  const drop = prepare('delete from letters where reader = ?')
  const all = prepare<Row>(`select ${columns} from letters order by created_at, id limit ?`)

  const letterOf = ([id, reader, sealed, createdAt, tries]: Row): QueuedLetter => ({
    id,
    reader: reader as QueuedLetter['reader'],
    sealed,
    createdAt,
    tries,
  })
  return {
    putLetter: ({ id, reader, sealed, createdAt, tries }) =>
      write(() => void insert.run(id, reader, sealed, createdAt, tries)),
    async takeLetter(now, until) {
      // Most of the time none waits, and nothing is written.
      if (!(await read(() => due.get(now)))) return undefined
      return write(() => {
        const row = take.get(now, until)
        return row && letterOf(row)
      })
    },
    delayLetter: (id, until) => write(() => void delay.run(until, id)),
    removeLetter: (id) => write(() => remove.run(id) > 0),
    dropLetters: (reader) => write(() => void drop.run(reader)),
    letters: (limit) => read(() => all.all(limit).map(letterOf)),
  }
}
