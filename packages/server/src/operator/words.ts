import type { InEveryLanguage } from '../design/language.ts'

interface ConsoleWords {
  readonly brand: string
  readonly done: Readonly<Record<string, string>>
  readonly notAllowedTitle: string
  readonly notAllowed: string
}

/** What the console says on all of its pages. `done`: each topic adds what was done there. */
export const consoleWords: InEveryLanguage<ConsoleWords> = {
  'zh-CN': {
    brand: '虎符 · 运营后台',
    done: {
      password: '密码已更改，其他会话已结束。',
      platform: '设置已保存并生效。',
      app_approve: '应用已通过审核，现已上线。',
      app_ask_changes: '已要求开发者修改。',
      app_reject: '审核不通过，开发者可以看到原因。',
      app_approve_changes: '变更已通过并生效。',
      app_reject_changes: '变更未通过，应用保持原样。',
      app_suspend: '应用已暂停，令牌已失效。',
      app_lift: '暂停已解除。',
      app_revoke: '全部授权已撤销。',
      platformKey: '新密钥已生效，请把新公钥发给开发者。',
      saved: '已保存。',
      added: '已新增。',
      sent: '邮件已发送。',
      erased: '个人信息已删除。',
    },
    notAllowedTitle: '没有权限',
    notAllowed: '您的角色无权查看此页或执行此操作，没有任何改动。如确有需要，请联系管理员调整角色。',
  },
  en: {
    brand: 'Hufu · Operators',
    done: {
      password: 'Your password was changed, and your other sessions have ended.',
      platform: 'The settings are saved and in force.',
      app_approve: 'The app is approved, and online.',
      app_ask_changes: 'Its developer is asked for changes.',
      app_reject: 'The app is rejected; its developer can read why.',
      app_approve_changes: 'The changes are approved, and in force.',
      app_reject_changes: 'The changes are rejected; the app stays as it was.',
      app_suspend: 'The app is suspended, and its tokens have stopped working.',
      app_lift: 'The suspension is lifted.',
      app_revoke: 'All its grants are revoked.',
      platformKey: 'The new key is in force. Give developers the new public key.',
      saved: 'Done.',
      added: 'Added.',
      sent: 'The letter is on its way.',
      erased: 'The personal data was deleted.',
    },
    notAllowedTitle: 'Not allowed',
    notAllowed:
      'Your role may not see this page or do this. Nothing was changed. If you need it, ask an administrator for another role.',
  },
  th: {
    brand: 'Hufu · ผู้ดูแลระบบ',
    done: {
      password: 'เปลี่ยนรหัสผ่านแล้ว และเซสชันอื่นสิ้นสุดแล้ว',
      platform: 'บันทึกการตั้งค่าและมีผลแล้ว',
      app_approve: 'อนุมัติแอปแล้ว และออนไลน์แล้ว',
      app_ask_changes: 'ขอให้นักพัฒนาแก้ไขแล้ว',
      app_reject: 'ไม่อนุมัติแอป นักพัฒนาอ่านเหตุผลได้',
      app_approve_changes: 'อนุมัติการเปลี่ยนแปลงแล้ว และมีผลแล้ว',
      app_reject_changes: 'ไม่อนุมัติการเปลี่ยนแปลง แอปคงเดิม',
      app_suspend: 'ระงับแอปแล้ว โทเค็นใช้ไม่ได้แล้ว',
      app_lift: 'ยกเลิกการระงับแล้ว',
      app_revoke: 'เพิกถอนการอนุญาตทั้งหมดแล้ว',
      platformKey: 'กุญแจใหม่มีผลแล้ว โปรดส่งกุญแจสาธารณะใหม่ให้นักพัฒนา',
      saved: 'เรียบร้อยแล้ว',
      added: 'เพิ่มแล้ว',
      sent: 'ส่งจดหมายแล้ว',
      erased: 'ลบข้อมูลส่วนบุคคลแล้ว',
    },
    notAllowedTitle: 'ไม่ได้รับอนุญาต',
    notAllowed: 'บทบาทของคุณไม่สามารถดูหน้านี้หรือทำรายการนี้ได้ ไม่มีการเปลี่ยนแปลงใด ๆ หากจำเป็น โปรดขอบทบาทอื่นจากผู้ดูแล',
  },
}
