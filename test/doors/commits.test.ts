/*
 * Whatever an act of administration changes, what follows from it, its audit entry and its letters are one commit, by each
 * door. A process that is gone before it leaves nothing, and one that is gone after it everything.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { accountOf } from '../security/account.ts'
import { newFile } from '../security/target.ts'
import { developerChanges } from './changes-of-apps.ts'
import { merchantChanges } from './changes-of-merchants.ts'
import { operatorChanges } from './changes-of-operators.ts'
import type { Answer, Visitors } from './changes.ts'
import { cut, everythingIn } from './cut.ts'
import { doors } from './doors.ts'

const file = newFile()
const store = cut()
const at = {} as Visitors
before(async () => {
  at.all = await doors({ store: 'sqlite', file, through: store.through })
  at.developer = await at.all.site.developer()
  at.merchant = await accountOf(at.all.site)
})
after(() => at.all.close())

/** What this process holds of what operators set. */
const heldInMemory = (): string => {
  const { platforms, settings } = at.all.site.running.runtime
  return JSON.stringify(
    [...platforms.keys()].map((id) => [id, settings.policyOf(id), settings.keysOf(id).publicKey]),
  )
}

const isDone = (answer: Answer): boolean => ('code' in answer ? answer.code === 0 : answer.status < 400)

for (const changesOf of [merchantChanges, developerChanges, operatorChanges])
  for (const { name, verbs, given, doors: by } of changesOf(at))
    suite(`when ${name}`, () => {
      for (const [door, act] of Object.entries(by))
        test(`by the ${door}, nothing is there before the one commit, and everything after it`, async () => {
          store.allow(Infinity)
          await given?.()
          await at.all.site.running.runtime.mail.settled()
          const nothing = everythingIn(file)
          const inMemory = heldInMemory()
          for (let commits = 0; ; commits++) {
            store.allow(commits)
            const answer = await act().catch((error: unknown) => ({ code: 1, error: String(error) }))
            const said = JSON.stringify(answer).slice(0, 500)
            if (isDone(answer)) {
              const [done = [], ...more] = store.commits
              assert.deepEqual([commits, more], [1, []], said)
              for (const verb of [...verbs, 'appendAuditEntries'])
                assert.ok(done.includes(verb), `${verb} is not in ${done.join()}`)
              return
            }
            assert.equal(everythingIn(file), nothing, `something is there after ${commits}: ${said}`)
            assert.equal(heldInMemory(), inMemory, `this process holds what is not stored: ${said}`)
            assert.ok(commits < 3, said)
          }
        })
    })
