/* Developers: invited, helped, shut out, and erased. */
import {
  type Developer,
  INVITATION_DAYS,
  type Refusal,
  developerData,
  developerView,
  endAll,
  eraseDeveloper,
  inviteColleague,
  inviteOrganisation,
  removeColleague,
  resetSecondFactor,
  setDeveloperStatus,
  thawDeveloper,
} from '@hufu/accounts'
import { z } from 'zod'
import { HOUSE_LANGUAGE, languages } from '@hufu/web/design/language'
import { shownParts } from '@hufu/web/json-pieces'
import {
  auditEntry,
  session,
  developerView as shownDeveloper,
  organisationView as shownOrganisation,
} from '../api/answers.ts'
import { type ActContext, type Titles, change, reading, say } from '../act.ts'
import { happenedLetter, lettersIn } from '../letters/letters.ts'
import { idOf, toldOnce } from './shapes.ts'
import { known } from '@hufu/web/api/answer'
import { mapSuccess } from './map-success.ts'

/** The reader's language is unknown, so the caller states it. */
const language = z.enum(languages).default(HOUSE_LANGUAGE).describe('The language of the letter')
const oneDeveloper = z.object({ developer: shownDeveloper })
const which = z.strictObject({ developer: idOf('developer') })

const shown = (developer: Developer) => ({ developer: developerView(developer) })

const developerOf = async ({ developer }: z.output<typeof which>, { store }: Pick<ActContext, 'store'>) =>
  known(await store.developer(developer), 'developer', developer)

const columns = {
  id: 'ID',
  email: 'E-MAIL',
  name: 'NAME',
  organisationId: 'ORGANISATION',
  status: 'STATUS',
  secondFactor: 'SECOND FACTOR',
}

const newInvitation = z.strictObject({
  email: z.string().describe('The e-mail address for the invitation'),
  organisation: z.string().exactOptional().describe('The name of a new organisation'),
  organisationId: z.string().exactOptional().describe('Instead: the id of one that there is'),
  language,
})

/** Invitations that one organisation sends. */
const INVITED = { count: 20, perSeconds: 86_400 }

/** Operators into a new organisation or one that there is, developers into their own. */
function invited(asked: z.output<typeof newInvitation>, context: ActContext) {
  const { by, rates, store } = context
  if (by.kind !== 'developer') return inviteOrganisation(asked, context)
  if (!rates.admit(`invitations ${by.account.organisationId}`, INVITED, store.now())) return tooMany
  return inviteColleague(by.account, asked.email, context)
}

const tooMany: Refusal = {
  refused: 'invalid',
  field: 'email',
  message: `email: the organisation has sent ${INVITED.count} invitations within a day: try again tomorrow`,
  why: { fault: 'too_many', most: INVITED.count },
}

export const developerActs = {
  'developer.list': reading({
    title: say('查看开发者', 'List the developers', 'ดูนักพัฒนา'),
    permission: 'developers.read',
    http: 'GET /developers',
    input: z.strictObject({
      organisationId: z.string().exactOptional().describe('Only developers of this organisation'),
    }),
    output: z.object({ developers: z.array(shownDeveloper) }),
    more: 'The oldest first.',
    command: { columns },
    run: async (filter, { store }) => ({
      developers: await shownParts((part) => store.developers(filter, part), developerView),
    }),
  }),
  'developer.show': reading({
    title: say('查看开发者详情', 'Show a developer', 'ดูรายละเอียดนักพัฒนา'),
    permission: 'developers.read',
    http: 'GET /developers/:developer',
    input: which,
    output: oneDeveloper,
    run: (input, context) => mapSuccess(developerOf(input, context), shown),
  }),
  'developer.invite': change({
    title: say('邀请开发者', 'Invite a developer', 'เชิญนักพัฒนา'),
    permission: 'developers.change',
    organisation: async (_, { by }) => (by.kind === 'developer' ? by.account.organisationId : undefined),
    http: 'POST /developers/invitations',
    input: newInvitation,
    output: z.object({
      email: z.string(),
      organisation: z.string(),
      sent: z.boolean().describe('Whether a letter is on its way'),
      link: toldOnce(
        `Pass it on, because no e-mail can be sent: the link works once within ${INVITATION_DAYS} days; shown once`,
      ).exactOptional(),
    }),
    creates: true,
    more: 'A letter with a link goes to the address.',
    command: { arguments: ['email'] },
    run: (asked, context) =>
      mapSuccess(invited(asked, context), ({ email, organisation, secret, hasAccount }) => {
        const link = context.linkTo(`/developer/welcome?ticket=${secret}`)
        const letters = lettersIn(asked.language)
        // Whoever invites is not told that somebody has an account elsewhere.
        const letter = hasAccount
          ? letters.cannotBeInvited(organisation)
          : letters.invited(organisation, link, INVITATION_DAYS)
        let sent = false
        return {
          answer: () => ({ email, organisation, sent, ...(!sent && { link }) }),
          log: { subject: email, detail: { organisation } },
          tell: async () => (sent = await context.mail.send({ to: email, ...letter })),
        }
      }),
  }),
  'developer.remove': change({
    title: say('移出开发者', 'Remove a developer from their organisation', 'นำนักพัฒนาออกจากองค์กร'),
    organisation: async ({ developer }, { store }) => (await store.developer(developer))?.organisationId,
    http: 'POST /developers/:developer/remove',
    input: which.extend({ language }),
    question: {
      warning: {
        'zh-CN': () => '该开发者将立即失去对所有应用的访问，其账号会被删除。',
        en: () => 'The developer loses access to all apps at once, and their account is deleted.',
        th: () => 'นักพัฒนาจะเข้าถึงแอปทั้งหมดไม่ได้ทันที และบัญชีจะถูกลบ',
      },
    },
    run: (input, context) =>
      mapSuccess(developerOf(input, context), (developer) =>
        mapSuccess(
          removeColleague(ownerOf(developer, context), developer.id, context),
          ({ id, email, organisationId }) => ({
            answer: undefined,
            log: { subject: id, detail: { organisation: organisationId } },
            tell: () => context.mail.send({ to: email, ...happenedLetter(input.language, 'removed') }),
          }),
        ),
      ),
  }),
  'developer.reset_second_factor': change({
    title: say('重置两步验证', 'Reset the second factor of a developer', 'รีเซ็ตการยืนยันสองขั้นตอน'),
    permission: 'developers.change',
    http: 'POST /developers/:developer/second-factor/reset',
    input: which.extend({ language }),
    output: oneDeveloper,
    more: 'For a developer who has lost it: check their identity first. Their sessions end, and an e-mail tells them.',
    run: (input, context) =>
      mapSuccess(resetSecondFactor(input.developer, context), (developer) => ({
        answer: shown(developer),
        log: { subject: developer.id },
        tell: () =>
          context.mail.send({ to: developer.email, ...happenedLetter(input.language, 'factorReset') }),
      })),
  }),
  'developer.disable': simple(
    'disable',
    say('停用开发者', 'Disable a developer: no login, and all sessions end', 'ปิดใช้งานนักพัฒนา'),
    (id, context) => setDeveloperStatus(id, 'disabled', context),
  ),
  'developer.enable': simple(
    'enable',
    say('启用开发者', 'Enable a developer again', 'เปิดใช้งานนักพัฒนา'),
    (id, context) => setDeveloperStatus(id, 'active', context),
  ),
  'developer.thaw': simple(
    'thaw',
    say('解除冻结', 'Let every network try the passwords and codes of a developer again', 'ปลดการระงับนักพัฒนา'),
    helped(thawDeveloper),
  ),
  'developer.end_sessions': simple(
    'end-sessions',
    say('退出该开发者的所有登录', 'End all sessions of a developer', 'สิ้นสุดเซสชันทั้งหมดของนักพัฒนา'),
    helped(endAll),
  ),
  'developer.export': change({
    title: say(
      '导出开发者的个人数据',
      'Export all that is kept about a developer',
      'ส่งออกข้อมูลส่วนบุคคลของนักพัฒนา',
    ),
    permission: 'developers.change',
    http: 'GET /developers/:developer/personal-data',
    input: which,
    output: z.object({
      developer: shownDeveloper,
      organisation: shownOrganisation.exactOptional(),
      sessions: z.array(session),
      audit: z.array(auditEntry),
    }),
    run: (input, context) =>
      mapSuccess(developerOf(input, context), async (developer) => ({
        answer: await developerData(developer, context.store),
        log: { subject: developer.id },
      })),
  }),
  'developer.erase': change({
    title: say('删除开发者的个人数据', 'Erase the data of a developer', 'ลบข้อมูลของนักพัฒนา'),
    permission: 'developers.change',
    http: 'DELETE /developers/:developer',
    input: which,
    more: 'Their organisation and its apps stay.',
    output: z.object({ erased: z.string().describe('The id of the developer') }),
    question: {
      warning: {
        'zh-CN': () =>
          '账号、姓名、邮箱、密码和两步验证将被删除。组织及其应用保留；如果这是最后一位开发者，请另行邀请他人加入。审计日志按期限保留。此操作无法恢复。',
        en: () =>
          'The account, name, e-mail address, password and second factor are deleted. The organisation and its apps stay; if this was its last developer, invite another one. Audit entries are deleted when they are old enough. This cannot be undone.',
        th: () =>
          'บัญชี ชื่อ อีเมล รหัสผ่าน และการยืนยันสองขั้นตอนจะถูกลบ องค์กรและแอปยังอยู่ หากเป็นนักพัฒนาคนสุดท้าย โปรดเชิญผู้อื่นเข้าร่วม บันทึกการตรวจสอบจะหมดไปตามอายุ ไม่สามารถย้อนกลับได้',
      },
      typed: async ({ developer }, { store }) => (await store.developer(developer))?.email,
    },
    run: ({ developer }, context) =>
      mapSuccess(eraseDeveloper(developer, context), (answer) => ({ answer, log: { subject: developer } })),
  }),
}

/** Developers remove whom they share an organisation with; a command removes anybody. */
const ownerOf = (developer: Developer, { by }: ActContext) =>
  by.kind === 'developer' ? by.account : developer

type Verb = (id: string, context: ActContext) => Promise<Developer | Refusal>

/** Changes nothing that is shown of the developer. */
function helped(help: (developer: Developer, context: ActContext) => Promise<void>): Verb {
  return (id, context) =>
    mapSuccess(developerOf({ developer: id }, context), async (developer) => {
      await help(developer, context)
      return developer
    })
}

/** An act that takes nothing but the developer. */
function simple(path: string, title: Titles, verb: Verb) {
  return change({
    title,
    permission: 'developers.change',
    http: `POST /developers/:developer/${path}`,
    input: which,
    output: oneDeveloper,
    run: ({ developer: id }, context) =>
      mapSuccess(verb(id, context), (developer) => ({ answer: shown(developer), log: { subject: id } })),
  })
}
