import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { prove } from './short.ts'

test('four keepers on one SQLite file, killed while they refresh, lose nothing that is theirs to keep', (t) =>
  prove(t, `sqlite:${join(mkdtempSync(join(tmpdir(), 'hufu-crash-')), 'keeper.db')}`))
