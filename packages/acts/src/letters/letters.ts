/* Letters of the developer console: short, in the reader's language, with at most one link. */
import { type Language, inEveryLanguage } from '@hufu/web/design/language'
import type { Letter } from '@hufu/server'

export type LetterText = Omit<Letter, 'to'>

/** Changes of an account of which its owner is told. */
export type Happened =
  | 'password'
  | 'factorAdded'
  | 'factorRemoved'
  | 'factorReset'
  | 'recoveryCodes'
  | 'removed'

type LetterWords = (typeof words)['en']

const words = inEveryLanguage({
  en: {
    registered: (organisation: string, link: string): LetterText => ({
      subject: 'Confirm your e-mail address',
      text: `Hello,\n\nsomebody has registered as a developer of ${organisation} with this address. To choose a password, open this link within a day:\n\n${link}\n\nIf it was not you, do nothing: no account is created.`,
    }),
    alreadyRegistered: (link: string): LetterText => ({
      subject: 'You already have a developer account',
      text: `Hello,\n\nsomebody has registered as a developer with this address, which already has an account. If it was you, log in, or choose a new password here:\n\n${link}\n\nIf it was not you, do nothing.`,
    }),
    invited: (organisation: string, link: string, days: number): LetterText => ({
      subject: `Invitation to ${organisation}`,
      text: `Hello,\n\nyou are invited to be a developer of ${organisation}. Open this link within ${days} days and choose a password:\n\n${link}`,
    }),
    cannotBeInvited: (organisation: string): LetterText => ({
      subject: `Invitation to ${organisation}`,
      text: `Hello,\n\n${organisation} invites you to manage its apps, but this address belongs to a developer of another organisation. To join, give them another e-mail address.`,
    }),
    forgotten: (link: string): LetterText => ({
      subject: 'Choose a new password',
      text: `Hello,\n\nopen this link within an hour to choose a new password for your developer account:\n\n${link}\n\nIf you did not ask for this, do nothing: the password does not change.`,
    }),
    happened: {
      password: {
        subject: 'Your password was changed',
        text: 'The password of your developer account was changed, and all other sessions have ended.',
      },
      factorAdded: {
        subject: 'Second factor added',
        text: 'Your developer account now has a second factor.',
      },
      factorRemoved: {
        subject: 'Second factor removed',
        text: 'Your developer account does not have a second factor any more. The password alone is enough to log in.',
      },
      factorReset: {
        subject: 'Second factor reset',
        text: 'The operator of the platform has reset your second factor, and all your sessions have ended. Log in with your password, and add a second factor again.',
      },
      recoveryCodes: {
        subject: 'New recovery codes',
        text: 'New recovery codes were made for your developer account. The former codes do not work any more.',
      },
      removed: {
        subject: 'You have left the organisation',
        text: 'You were removed from your organisation, and your developer account was deleted.',
      },
    } satisfies Record<Happened, LetterText>,
    ending: 'If it was not you, choose a new password at once and tell the operator of the platform.',
  },
  'zh-CN': {
    registered: (organisation, link) => ({
      subject: '确认您的邮箱',
      text: `您好：\n\n有人使用此邮箱为「${organisation}」注册开发者账号。请在一天内打开以下链接并设置密码：\n\n${link}\n\n如果不是您本人操作，请忽略此邮件，账号不会被创建。`,
    }),
    alreadyRegistered: (link) => ({
      subject: '您已有开发者账号',
      text: `您好：\n\n有人使用此邮箱注册开发者账号，但该邮箱已有账号。如果是您本人，请直接登录，或在此重设密码：\n\n${link}\n\n如果不是您本人操作，请忽略此邮件。`,
    }),
    invited: (organisation, link, days) => ({
      subject: `邀请您加入「${organisation}」`,
      text: `您好：\n\n您被邀请成为「${organisation}」的开发者。请在 ${days} 天内打开以下链接并设置密码：\n\n${link}`,
    }),
    cannotBeInvited: (organisation) => ({
      subject: `「${organisation}」邀请您`,
      text: `您好：\n\n「${organisation}」邀请您共同管理其应用，但此邮箱已属于另一个组织的开发者账号。如需加入，请告知对方您的另一个邮箱。`,
    }),
    forgotten: (link) => ({
      subject: '重设密码',
      text: `您好：\n\n请在一小时内打开以下链接重设您的开发者账号密码：\n\n${link}\n\n如果不是您本人操作，请忽略此邮件，密码不会改变。`,
    }),
    happened: {
      password: { subject: '密码已更改', text: '您的开发者账号密码已更改，其他登录均已退出。' },
      factorAdded: { subject: '两步验证已开启', text: '您的开发者账号已开启两步验证。' },
      factorRemoved: {
        subject: '两步验证已关闭',
        text: '您的开发者账号已关闭两步验证，今后仅凭密码即可登录。',
      },
      factorReset: {
        subject: '两步验证已重置',
        text: '平台管理员已重置您的两步验证，所有登录均已退出。请使用密码登录，并重新开启两步验证。',
      },
      recoveryCodes: {
        subject: '恢复码已更换',
        text: '您的开发者账号已生成新的恢复码，旧的恢复码均已失效。',
      },
      removed: { subject: '您已离开组织', text: '您已被移出所在组织，您的开发者账号已删除。' },
    },
    ending: '如果不是您本人操作，请立即重设密码并联系平台管理员。',
  },
  th: {
    registered: (organisation, link) => ({
      subject: 'ยืนยันอีเมลของคุณ',
      text: `สวัสดี\n\nมีผู้ใช้อีเมลนี้ลงทะเบียนเป็นนักพัฒนาของ ${organisation} โปรดเปิดลิงก์นี้ภายในหนึ่งวันเพื่อตั้งรหัสผ่าน:\n\n${link}\n\nหากไม่ใช่คุณ ไม่ต้องทำอะไร บัญชีจะไม่ถูกสร้าง`,
    }),
    alreadyRegistered: (link) => ({
      subject: 'คุณมีบัญชีนักพัฒนาอยู่แล้ว',
      text: `สวัสดี\n\nมีผู้ใช้อีเมลนี้ลงทะเบียนเป็นนักพัฒนา แต่อีเมลนี้มีบัญชีอยู่แล้ว หากเป็นคุณ โปรดเข้าสู่ระบบ หรือตั้งรหัสผ่านใหม่ที่นี่:\n\n${link}\n\nหากไม่ใช่คุณ ไม่ต้องทำอะไร`,
    }),
    invited: (organisation, link, days) => ({
      subject: `คำเชิญเข้าร่วม ${organisation}`,
      text: `สวัสดี\n\nคุณได้รับเชิญให้เป็นนักพัฒนาของ ${organisation} โปรดเปิดลิงก์นี้ภายใน ${days} วันเพื่อตั้งรหัสผ่าน:\n\n${link}`,
    }),
    cannotBeInvited: (organisation) => ({
      subject: `คำเชิญเข้าร่วม ${organisation}`,
      text: `สวัสดี\n\n${organisation} เชิญคุณร่วมดูแลแอป แต่อีเมลนี้เป็นของนักพัฒนาในองค์กรอื่น หากต้องการเข้าร่วม โปรดแจ้งอีเมลอื่นของคุณให้พวกเขา`,
    }),
    forgotten: (link) => ({
      subject: 'ตั้งรหัสผ่านใหม่',
      text: `สวัสดี\n\nโปรดเปิดลิงก์นี้ภายในหนึ่งชั่วโมงเพื่อตั้งรหัสผ่านใหม่ของบัญชีนักพัฒนา:\n\n${link}\n\nหากคุณไม่ได้เป็นผู้ขอ ไม่ต้องทำอะไร รหัสผ่านจะคงเดิม`,
    }),
    happened: {
      password: {
        subject: 'รหัสผ่านถูกเปลี่ยนแล้ว',
        text: 'รหัสผ่านบัญชีนักพัฒนาของคุณถูกเปลี่ยน และเซสชันอื่นทั้งหมดสิ้นสุดแล้ว',
      },
      factorAdded: {
        subject: 'เปิดการยืนยันสองขั้นตอนแล้ว',
        text: 'บัญชีนักพัฒนาของคุณเปิดใช้การยืนยันสองขั้นตอนแล้ว',
      },
      factorRemoved: {
        subject: 'ปิดการยืนยันสองขั้นตอนแล้ว',
        text: 'บัญชีนักพัฒนาของคุณไม่มีการยืนยันสองขั้นตอนแล้ว เข้าสู่ระบบได้ด้วยรหัสผ่านเพียงอย่างเดียว',
      },
      factorReset: {
        subject: 'รีเซ็ตการยืนยันสองขั้นตอนแล้ว',
        text: 'ผู้ดูแลแพลตฟอร์มได้รีเซ็ตการยืนยันสองขั้นตอนของคุณ และเซสชันทั้งหมดสิ้นสุดแล้ว โปรดเข้าสู่ระบบด้วยรหัสผ่านและเปิดใช้อีกครั้ง',
      },
      recoveryCodes: {
        subject: 'รหัสกู้คืนชุดใหม่',
        text: 'มีการสร้างรหัสกู้คืนชุดใหม่สำหรับบัญชีนักพัฒนาของคุณ รหัสชุดเดิมใช้ไม่ได้แล้ว',
      },
      removed: {
        subject: 'คุณออกจากองค์กรแล้ว',
        text: 'คุณถูกนำออกจากองค์กร และบัญชีนักพัฒนาของคุณถูกลบแล้ว',
      },
    },
    ending: 'หากไม่ใช่คุณ โปรดตั้งรหัสผ่านใหม่ทันทีและแจ้งผู้ดูแลแพลตฟอร์ม',
  },
})

/** The letters of the console in this language. */
export const lettersIn = (language: Language): Omit<LetterWords, 'happened' | 'ending'> => words[language]

export function happenedLetter(language: Language, happened: Happened): LetterText {
  const { subject, text } = words[language].happened[happened]
  return { subject, text: `${text}\n\n${words[language].ending}` }
}
