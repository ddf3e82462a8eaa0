/* The audit log: read, and never changed. */
import { type AuditFilter, withFormerNames } from '@hufu/accounts'
import { z } from 'zod'
import { auditEntry } from '../api/answers.ts'
import { reading, say } from '../act.ts'
import { limit, wholeNumber } from './shapes.ts'

const words = z.string().min(1).max(200).exactOptional()
const number = wholeNumber(0, 1e15 - 1, 'is no number').exactOptional()

const columns = {
  at: 'TIME',
  actor: 'WHO',
  action: 'ACTION',
  subject: 'SUBJECT',
  detail: 'DETAIL',
  address: 'FROM',
}

export const auditActs = {
  'audit.list': reading({
    title: say('查看审计日志', 'List the entries of the audit log, the newest first', 'ดูบันทึกการตรวจสอบ'),
    permission: 'audit.read',
    http: 'GET /audit',
    input: z.strictObject({
      actor: words.describe('The actor: a user name or an id'),
      action: words.describe('The action, such as app.approve'),
      subject: words.describe('The id of the thing that was changed'),
      text: words.describe('Occurs anywhere in the entry'),
      from: number.describe('Seconds since the epoch'),
      to: number.describe('Seconds since the epoch; this second is not in it'),
      before: number.describe('Only entries older than this id: the next page'),
      limit,
    }) satisfies z.ZodType<AuditFilter>,
    output: z.object({ entries: z.array(auditEntry) }),
    command: { columns },
    run: async (filter, { store }) => ({ entries: await store.auditEntries(withFormerNames(filter)) }),
  }),
}
