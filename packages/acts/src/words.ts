/* What acts are called: on a button, in a command's help, as the API's summary. One without a language does not compile. */
import type { InEveryLanguage, Language } from '@hufu/web/design/language'
import type { ActName } from './index.ts'

const say = (zh: string, en: string, th: string): InEveryLanguage<string> => ({ 'zh-CN': zh, en, th })

const titles: Readonly<Record<ActName, InEveryLanguage<string>>> = {
  'audit.list': say('查看审计日志', 'List who did what, the newest first', 'ดูบันทึกการตรวจสอบ'),
  'gateway.change': say('修改网关', 'Change what a gateway may see', 'แก้ไขเกตเวย์'),
  'gateway.create': say('新建网关', 'Create an API gateway, which may introspect tokens', 'สร้างเกตเวย์'),
  'gateway.list': say('查看网关', 'List the API gateways', 'ดูเกตเวย์'),
  'gateway.secret': say(
    '更换网关密钥',
    'Replace a gateway’s secret; the one before ends within seconds',
    'เปลี่ยนรหัสลับของเกตเวย์',
  ),
  'operator.create': say('新建运营账号', 'Create an operator, with a one-time password', 'สร้างผู้ดูแล'),
  'operator.disable': say(
    '停用运营账号',
    'Disable an operator: no login, and all sessions end',
    'ปิดใช้งานผู้ดูแล',
  ),
  'operator.enable': say('启用运营账号', 'Enable an operator again', 'เปิดใช้งานผู้ดูแล'),
  'operator.end_sessions': say(
    '退出该账号的所有登录',
    'End all sessions of an operator',
    'สิ้นสุดเซสชันทั้งหมดของผู้ดูแล',
  ),
  'operator.list': say('查看运营账号', 'List the operators', 'ดูผู้ดูแล'),
  'operator.reset': say(
    '重置密码',
    'Give an operator a new one-time password; their sessions end',
    'ตั้งรหัสผ่านใหม่',
  ),
  'operator.role': say('修改角色', 'Give an operator another role', 'เปลี่ยนบทบาท'),
  'platform.change': say('修改平台规则', 'Set the terms of a platform', 'แก้ไขเงื่อนไขของแพลตฟอร์ม'),
  'platform.list': say('查看平台', 'List the platforms that are served', 'ดูแพลตฟอร์ม'),
  'platform.rotate_key': say(
    '更换平台密钥',
    'Make a new key of a platform; the one before still opens',
    'เปลี่ยนกุญแจของแพลตฟอร์ม',
  ),
  'platform.show': say('查看平台详情', 'Show the terms of a platform', 'ดูรายละเอียดแพลตฟอร์ม'),
}

/** The commands that acts stand under, in the order of the help. */
export const topics: Readonly<Record<string, string>> = {
  operator: 'who administers: accounts, roles, passwords',
  gateway: 'API gateways, which ask what a token is worth',
  platform: 'what each platform asks and allows, and its keys',
  audit: 'who did what, when and from where',
}

export const titleOf = (name: string, language: Language): string => titles[name as ActName][language]
