/* Who reads while a file is locked whole, as it is while another process mends its log, waits for as long as it was told. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { isBusy } from '../src/sqlite/file/sqlite-error.ts'
import { whenFree } from '../src/sqlite/file/when-free.ts'
import { newFolder } from './folders.ts'

const locked = (path: string, milliseconds: number) =>
  new Promise<Worker>((resolve) => {
    const text = `
      const { workerData: [path, milliseconds], parentPort } = require('node:worker_threads')
      const db = new (require('node:sqlite').DatabaseSync)(path)
      db.exec('begin exclusive')
      parentPort.postMessage('locked')
      setTimeout(() => { db.exec('rollback'); db.close() }, milliseconds)`
    const worker: Worker = new Worker(text, { eval: true, workerData: [path, milliseconds] })
    worker.once('message', () => resolve(worker))
  })

test('a read waits for a lock, no longer than it may, and leaves no waiting behind', async () => {
  const path = join(newFolder(), 'locked.db')
  const db = new DatabaseSync(path, { timeout: 0 })
  db.exec('create table kept (id integer)')
  const count = db.prepare('select count(*) as all_of_them from kept')
  const read = () => count.get()?.['all_of_them']
  const timeout = () => db.prepare('pragma busy_timeout').get()?.['timeout']

  const longer = await locked(path, 60_000)
  assert.throws(() => whenFree(db, 20)(read), isBusy)
  assert.equal(timeout(), 0)
  await longer.terminate()

  await locked(path, 100)
  assert.throws(read, isBusy)
  assert.equal(whenFree(db, 30_000)(read), 0)
  assert.equal(timeout(), 0)
  assert.throws(() => whenFree(db, 30_000)(() => db.exec('select * from missing')), /no such table/)
  db.close()
})
