/* Users, who log in for a shop: their accounts, and what is kept about them. */
import type { User } from '@hufu/engine'
import {
  type Refusal,
  changeUser,
  createUser,
  disableUser,
  enableUser,
  eraseUser,
  inviteUser,
  membersOf,
  oneTimePassword,
  personalDataOf,
  setPassword,
  setShopsOfUser,
  thawAccount,
  userAccount,
  userView,
} from '@hufu/accounts'
import { known } from '@hufu/web/api/answer'
import { password } from '@hufu/web/api/members'
import { HOUSE_LANGUAGE, languages } from '@hufu/web/design/language'
import { shownParts } from '@hufu/web/json-pieces'
import { z } from 'zod'
import { type ActContext, type Titles, change, reading, say } from '../act.ts'
import { auditEntry, grantView, login, session, shopView, userView as shownUser } from '../api/answers.ts'
import { tellFormerAddress, tellOwner } from '../letters/new-password.ts'
import { sendInvitation } from '../letters/reset-links.ts'
import { idOf, texts, toldOnce } from './shapes.ts'
import { mapSuccess } from './map-success.ts'

const which = z.strictObject({ user: idOf('user').describe('The user: an id; a command takes the name too') })
const settings = z.strictObject({
  displayName: z.string().exactOptional().describe('The name of the user for applications and consent pages'),
  mayAuthorise: z.boolean().exactOptional().describe('Whether the user may authorise apps for the shop'),
  addresses: texts
    .exactOptional()
    .describe('Addresses or networks that the user may log in from; empty for any'),
  avatarUrl: z.string().nullable().exactOptional().describe('A picture: an https address'),
  email: z.string().nullable().exactOptional().describe('The e-mail address for links and notices'),
})
const oneUser = z.object({ user: shownUser })
const personalData = z.object({
  user: shownUser,
  shop: shopView.exactOptional(),
  authorizations: z.array(grantView.extend({ app: z.string() })),
  logins: z.array(login),
  sessions: z.array(session),
  audit: z.array(auditEntry),
})

const options = { addresses: '--address', avatarUrl: '--avatar' } as const
const MOST_ENTRIES = 10_000

const shown = (user: User) => ({ user: userView(user) })
const userOf = async (id: string, { store }: Pick<ActContext, 'store'>) =>
  known(await store.user(id), 'user', id)

/** Names of the members that were given: the log outlives people. */
const namesOfMembers = (asked: object) =>
  membersOf(Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null)))

/** The members that really changed. */
const changed = (before: User, after: User) =>
  membersOf(
    Object.fromEntries(
      Object.entries({ ...before, ...after }).filter(
        ([name]) =>
          name !== 'version' &&
          JSON.stringify(before[name as keyof User]) !== JSON.stringify(after[name as keyof User]),
      ),
    ),
  )

export const userActs = {
  'user.list': reading({
    title: say('查看用户', 'List the users of shops', 'ดูผู้ใช้'),
    permission: 'merchants.read',
    http: 'GET /users',
    input: z.strictObject({ shopId: z.string().exactOptional().describe('Only users of this shop') }),
    output: z.object({ users: z.array(shownUser) }),
    command: {
      options: { shopId: '--shop' },
      columns: {
        id: 'ID',
        username: 'USERNAME',
        shopId: 'SHOP',
        status: 'STATUS',
        mayAuthorise: 'AUTHORISES',
      },
    },
    run: async (filter, { store }) => ({
      users: await shownParts((part) => store.users(filter, part), userView),
    }),
  }),
  'user.show': reading({
    title: say('查看用户详情', 'Show a user', 'ดูรายละเอียดผู้ใช้'),
    permission: 'merchants.read',
    http: 'GET /users/:user',
    input: which,
    output: oneUser,
    run: ({ user }, context) => mapSuccess(userOf(user, context), shown),
  }),
  'user.create': change({
    title: say('新增用户', 'Create a user of a shop', 'เพิ่มผู้ใช้'),
    permission: 'merchants.change',
    http: 'POST /users',
    input: settings.extend({
      shopId: z.string().describe('The number of the shop'),
      username: z.string().describe('The name that the user logs in with'),
      password: password
        .exactOptional()
        .describe('The first password; without one the user chooses it, by an invitation'),
    }),
    output: oneUser,
    creates: true,
    command: { arguments: ['username'], options: { ...options, shopId: '--shop' } },
    run: ({ password: first = oneTimePassword(), ...asked }, context) =>
      mapSuccess(createUser({ ...asked, password: first }, context), (user) => {
        const { shopId, ...members } = asked
        return {
          answer: shown(user),
          log: { subject: user.id, detail: { shopId, ...namesOfMembers(members) } },
        }
      }),
  }),
  'user.change': change({
    title: say('修改用户', 'Change the settings of a user', 'แก้ไขผู้ใช้'),
    more: 'Sets all given members, or none. An e-mail to the former address tells its owner.',
    permission: 'merchants.change',
    http: 'PATCH /users/:user',
    input: settings.extend(which.shape),
    output: oneUser,
    command: { options },
    run: ({ user: id, ...asked }, context) =>
      mapSuccess(userOf(id, context), (before) =>
        mapSuccess(changeUser(id, asked, context), (user) => ({
          answer: shown(user),
          log: { subject: id, detail: changed(before, user) },
          tell: () => tellFormerAddress(before, user, HOUSE_LANGUAGE, context),
        })),
      ),
  }),
  'user.shops': change({
    title: say('设置用户的店铺', 'Set the shops of a user’s account', 'กำหนดร้านค้าของบัญชีผู้ใช้'),
    more: 'On platforms that have such accounts, one consent covers them all. Authorizations that were given stay as they are.',
    permission: 'merchants.change',
    http: 'PUT /users/:user/shops',
    input: which.extend({
      shops: texts.describe('Numbers of shops beside the user’s own; none for an account of one shop'),
    }),
    output: oneUser,
    command: { options: { shops: '--shop' } },
    run: ({ user: id, shops }, context) =>
      mapSuccess(setShopsOfUser(id, shops, context), (user) => ({
        answer: shown(user),
        log: { subject: id, detail: { shops } },
      })),
  }),
  'user.password': change({
    title: say('重设用户密码', 'Set a user’s password', 'ตั้งรหัสผ่านของผู้ใช้'),
    more: 'Their sessions end, and their grants if the platform’s policy says so. An e-mail tells them.',
    permission: 'merchants.change',
    http: 'PUT /users/:user/password',
    input: which.extend({ password: password.describe('The new password') }),
    output: oneUser,
    run: ({ user: id, password: wanted }, context) =>
      mapSuccess(setPassword(id, wanted, context), (user) => ({
        answer: shown(user),
        log: { subject: id },
        tell: () => tellOwner(user, HOUSE_LANGUAGE, context),
      })),
  }),
  'user.invite': change({
    title: say('发送设置密码的链接', 'Send a user a link to choose a password', 'ส่งลิงก์ตั้งรหัสผ่าน'),
    more: 'An e-mail has a link that works once within 3 days. If no e-mail can be sent, the link is in the answer: anybody who sees it can use it.',
    permission: 'merchants.change',
    http: 'POST /users/:user/invitation',
    input: which.extend({
      language: z.enum(languages).default(HOUSE_LANGUAGE).describe('The language of the letter'),
    }),
    output: oneUser.extend({
      sent: z.boolean().describe('Whether a letter is on its way'),
      link: toldOnce('Pass it on, because no e-mail can be sent; shown once').exactOptional(),
    }),
    creates: true,
    run: ({ user: id, language }, context) =>
      mapSuccess(inviteUser(id, context.store), async (invited) => ({
        answer: await sendInvitation(invited, language, context),
        log: { subject: id },
      })),
  }),
  'user.disable': simple(
    'disable',
    say('停用用户', 'Disable a user and suspend their grants', 'ปิดใช้งานผู้ใช้'),
    disableUser,
  ),
  'user.enable': simple('enable', say('启用用户', 'Enable a user again', 'เปิดใช้งานผู้ใช้'), enableUser),
  'user.thaw': simple(
    'thaw',
    say('解除用户冻结', 'Unfreeze a user for every network', 'ยกเลิกการระงับผู้ใช้'),
    (id, context) =>
      mapSuccess(userOf(id, context), async (user) => {
        await thawAccount(userAccount(id), context.store)
        return user
      }),
  ),
  'user.end_sessions': simple(
    'end-sessions',
    say('退出用户的所有登录', 'End all sessions of a user', 'สิ้นสุดเซสชันทั้งหมดของผู้ใช้'),
    (id, context) =>
      mapSuccess(userOf(id, context), async (user) => {
        await context.store.endSessions(id)
        return user
      }),
  ),
  'user.export': change({
    title: say('导出用户信息', 'Export all that is kept about a user', 'ส่งออกข้อมูลของผู้ใช้'),
    permission: 'merchants.change',
    http: 'GET /users/:user/personal-data',
    input: which,
    output: personalData,
    run: ({ user: id }, context) =>
      mapSuccess(userOf(id, context), async (user) => {
        const { store } = context
        const audit = await store.auditEntries({ subject: id, limit: MOST_ENTRIES })
        return { answer: { ...(await personalDataOf(user, store)), audit }, log: { subject: id } }
      }),
  }),
  'user.erase': change({
    title: say('删除用户信息', 'Delete a user and their data', 'ลบข้อมูลของผู้ใช้'),
    more: 'All their authorizations end.',
    permission: 'merchants.change',
    http: 'DELETE /users/:user',
    input: which,
    output: z.object({ erased: z.string().describe('The id of the deleted user') }),
    question: {
      warning: {
        'zh-CN': () =>
          '账号、姓名、邮箱、密码、登录记录将被删除，全部授权立即失效。审计日志按期限保留。此操作无法恢复。',
        en: () =>
          'The account, name, e-mail address, password and login history are deleted, and all authorizations end at once. Audit entries are deleted when they are old enough. This cannot be undone.',
        th: () =>
          'บัญชี ชื่อ อีเมล รหัสผ่าน และประวัติการเข้าสู่ระบบจะถูกลบ การอนุญาตทั้งหมดสิ้นสุดทันที บันทึกการตรวจสอบจะหมดไปตามอายุ ไม่สามารถย้อนกลับได้',
      },
      typed: async ({ user }, { store }) => (await store.user(user))?.username,
    },
    run: ({ user }, context) =>
      mapSuccess(eraseUser(user, context), (answer) => ({ answer, log: { subject: user } })),
  }),
}

/** An act that takes nothing but the user. */
function simple(
  path: string,
  title: Titles,
  verb: (id: string, context: ActContext) => Promise<User | Refusal>,
) {
  return change({
    title,
    permission: 'merchants.change',
    http: `POST /users/:user/${path}`,
    input: which,
    output: oneUser,
    run: ({ user: id }, context) =>
      mapSuccess(verb(id, context), (user) => ({ answer: shown(user), log: { subject: id } })),
  })
}
