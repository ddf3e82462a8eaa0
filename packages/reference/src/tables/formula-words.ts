/* How a signature's formula is read. English is the dialects' own. */
import type { FormulaWords } from '@hufu/dialects'
import type { Language } from '@hufu/web/design/language'

export const formulaWords: Readonly<Record<Language, FormulaWords | undefined>> = {
  en: undefined,
  'zh-CN': {
    joined: (separator) => `以 "${separator}" 连接`,
    of: { query: '只取 query', body: '只取 body' },
    but: (names) => `除去 ${names}`,
    notEmpty: '不含空值',
    list: (said) => (said.length > 0 ? `（${said.join('，')}）` : ''),
  },
  th: {
    joined: (separator) => `คั่นด้วย "${separator}"`,
    of: { query: 'เฉพาะของ query', body: 'เฉพาะของ body' },
    but: (names) => `ยกเว้น ${names}`,
    notEmpty: 'ไม่รวมค่าว่าง',
    list: (said) => (said.length > 0 ? ` (${said.join(', ')})` : ''),
  },
}
