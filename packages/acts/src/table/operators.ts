/* Operators: who they are, and what they may do. */
import {
  type NewOperator,
  type Operator,
  type Refusal,
  createOperator,
  operatorAccount,
  operatorView,
  resetOperator,
  roles,
  setOperatorRole,
  setOperatorStatus,
  thawOperator,
} from '@hufu/accounts'
import { z } from 'zod'
import { operatorView as shownOperator } from '../api/answers.ts'
import { type Titles, type ActContext, change, reading, say } from '../act.ts'
import { toldOnce } from './shapes.ts'
import { known } from '@hufu/web/api/answer'
import { mapSuccess } from './map-success.ts'

const oneOperator = z.object({ operator: shownOperator })
const withPassword = oneOperator.extend({
  oneTimePassword: toldOnce('For the first login, which asks for a new one; shown once'),
})
const username = z.string().describe('The user name that the operator logs in with')
const role = z.enum(roles).describe('The permissions of the operator: see docs/deploy.md')
const which = z.strictObject({ username: username.min(1).max(64) })

const shown = (operator: Operator) => ({ operator: operatorView(operator) })
const issued = ({ operator, oneTimePassword }: NewOperator) => ({ ...shown(operator), oneTimePassword })

/** Operators cannot change their own account, so one admin always remains. */
const onBehalf = ({ store, by }: ActContext) => ({
  store,
  ...(by.kind === 'operator' && { by: by.account.username }),
})

const columns = {
  username: 'USERNAME',
  role: 'ROLE',
  status: 'STATUS',
  oneTime: 'MUST CHOOSE PASSWORD',
  createdAt: 'CREATED',
}

export const operatorActs = {
  'operator.list': reading({
    title: say('查看运营账号', 'List the operators', 'ดูผู้ดูแล'),
    permission: 'operators.read',
    http: 'GET /operators',
    input: z.strictObject({}),
    output: z.object({ operators: z.array(shownOperator) }),
    command: { columns },
    run: async (_, { store }) => ({ operators: (await store.operators()).map(operatorView) }),
  }),
  'operator.create': change({
    title: say('新建运营账号', 'Create an operator, with a one-time password', 'สร้างผู้ดูแล'),
    permission: 'operators.change',
    http: 'POST /operators',
    input: z.strictObject({ username, role }),
    output: withPassword,
    creates: true,
    command: { arguments: ['username'] },
    run: ({ username: name, role: newRole }, { store }) =>
      mapSuccess(createOperator(name, { store }, newRole), (made) => ({
        answer: issued(made),
        log: { subject: name, detail: { role: newRole } },
      })),
  }),
  'operator.role': change({
    title: say('修改角色', 'Give an operator another role', 'เปลี่ยนบทบาท'),
    permission: 'operators.change',
    http: 'PUT /operators/:username/role',
    input: which.extend({ role }),
    output: oneOperator,
    run: ({ username: name, role: newRole }, context) =>
      mapSuccess(setOperatorRole(name, newRole, onBehalf(context)), (operator) => ({
        answer: shown(operator),
        log: { subject: name, detail: { role: newRole } },
      })),
  }),
  'operator.reset': change({
    title: say('重置密码', 'Give an operator a new one-time password; their sessions end', 'ตั้งรหัสผ่านใหม่'),
    permission: 'operators.change',
    http: 'POST /operators/:username/reset',
    input: which,
    output: withPassword,
    run: ({ username: name }, context) =>
      mapSuccess(resetOperator(name, onBehalf(context)), (made) => ({
        answer: issued(made),
        log: { subject: name },
      })),
  }),
  'operator.disable': simple(
    'disable',
    say('停用运营账号', 'Disable an operator: no login, and all sessions end', 'ปิดใช้งานผู้ดูแล'),
    (name, context) => setOperatorStatus(name, 'disabled', onBehalf(context)),
  ),
  'operator.enable': simple(
    'enable',
    say('启用运营账号', 'Enable an operator again', 'เปิดใช้งานผู้ดูแล'),
    (name, context) => setOperatorStatus(name, 'active', onBehalf(context)),
  ),
  'operator.thaw': simple(
    'thaw',
    say('解除运营账号的冻结', 'Let every network try the password of an operator again', 'ยกเลิกการระงับผู้ดูแล'),
    helped(thawOperator),
  ),
  'operator.end_sessions': simple(
    'end-sessions',
    say('退出该账号的所有登录', 'End all sessions of an operator', 'สิ้นสุดเซสชันทั้งหมดของผู้ดูแล'),
    helped((name, { store }) => store.endSessions(operatorAccount(name))),
  ),
}

type Verb = (name: string, context: ActContext) => Promise<Operator | Refusal>

/** Changes nothing that is shown of the operator. */
function helped(help: (name: string, context: ActContext) => Promise<void>): Verb {
  return async (name, context) =>
    mapSuccess(known(await context.store.operator(name), 'operator', name), async (operator) => {
      await help(name, context)
      return operator
    })
}

/** An act that takes nothing but the operator. */
function simple(path: string, title: Titles, verb: Verb) {
  return change({
    title,
    permission: 'operators.change',
    http: `POST /operators/:username/${path}`,
    input: which,
    output: oneOperator,
    run: ({ username: name }, context) =>
      mapSuccess(verb(name, context), (operator) => ({ answer: shown(operator), log: { subject: name } })),
  })
}
