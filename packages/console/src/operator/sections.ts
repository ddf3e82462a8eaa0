import { type Operator, type Permission, may } from '@hufu/accounts'
import type { Section } from '@hufu/web/design/document'
import type { InEveryLanguage, Language } from '@hufu/web/design/language'

const section = (href: string, permission: Permission, title: InEveryLanguage<string>) => ({
  href,
  permission,
  title,
})

/** In the order in which they are shown. */
const sections = [
  section('/operator', 'overview.read', { 'zh-CN': '概况', en: 'Overview', th: 'ภาพรวม' }),
  section('/operator/review', 'apps.read', { 'zh-CN': '审核', en: 'Review', th: 'ตรวจสอบ' }),
  section('/operator/apps', 'apps.read', { 'zh-CN': '应用', en: 'Apps', th: 'แอป' }),
  section('/operator/merchants', 'merchants.read', { 'zh-CN': '商家', en: 'Merchants', th: 'ผู้ขาย' }),
  section('/operator/developers', 'developers.read', { 'zh-CN': '开发者', en: 'Developers', th: 'นักพัฒนา' }),
  section('/operator/operators', 'operators.read', { 'zh-CN': '运营人员', en: 'Operators', th: 'ผู้ดูแลระบบ' }),
  section('/operator/platforms', 'platforms.read', { 'zh-CN': '平台', en: 'Platforms', th: 'แพลตฟอร์ม' }),
  section('/operator/audit', 'audit.read', { 'zh-CN': '审计', en: 'Audit log', th: 'บันทึก' }),
]

/** The sections that this operator may open. */
export const sectionsOf = (language: Language, operator: Operator): readonly Section[] =>
  sections
    .filter(({ permission }) => may(operator, permission))
    .map(({ href, title }) => ({ href, title: title[language] }))
