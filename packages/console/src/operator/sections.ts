import { type Operator, type Permission, may } from '@hufu/accounts'
import type { Section } from '@hufu/web/design/document'
import type { InEveryLanguage, Language } from '@hufu/web/design/language'

interface OfConsole {
  readonly href: string
  readonly permission: Permission
  readonly title: InEveryLanguage<string>
}

/** In the order in which they are shown. */
const sections: readonly OfConsole[] = [
  {
    href: '/operator',
    permission: 'overview.read',
    title: { 'zh-CN': '概况', en: 'Overview', th: 'ภาพรวม' },
  },
  {
    href: '/operator/review',
    permission: 'apps.read',
    title: { 'zh-CN': '审核', en: 'Review', th: 'ตรวจสอบ' },
  },
  {
    href: '/operator/apps',
    permission: 'apps.read',
    title: { 'zh-CN': '应用', en: 'Apps', th: 'แอป' },
  },
  {
    href: '/operator/merchants',
    permission: 'merchants.read',
    title: { 'zh-CN': '商家', en: 'Merchants', th: 'ผู้ขาย' },
  },
  {
    href: '/operator/developers',
    permission: 'developers.read',
    title: { 'zh-CN': '开发者', en: 'Developers', th: 'นักพัฒนา' },
  },
  {
    href: '/operator/operators',
    permission: 'operators.read',
    title: { 'zh-CN': '运营人员', en: 'Operators', th: 'ผู้ดูแลระบบ' },
  },
  {
    href: '/operator/platforms',
    permission: 'platforms.read',
    title: { 'zh-CN': '平台', en: 'Platforms', th: 'แพลตฟอร์ม' },
  },
  {
    href: '/operator/audit',
    permission: 'audit.read',
    title: { 'zh-CN': '审计', en: 'Audit log', th: 'บันทึก' },
  },
]

/** What this operator may open. */
export const sectionsOf = (language: Language, operator: Operator): readonly Section[] =>
  sections
    .filter(({ permission }) => may(operator, permission))
    .map(({ href, title }) => ({ href, title: title[language] }))
