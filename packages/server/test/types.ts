/* What the compiler must refuse of words. `npx tsc --noEmit` checks this file; nothing runs it. */
import { inEveryLanguage } from '@hufu/web/design/language'

const en = { title: 'Apps', more: (count: number) => `${count} more` }

export const words = inEveryLanguage({
  en,
  // @ts-expect-error: a text is missing in Chinese
  'zh-CN': { title: '应用' },
  // @ts-expect-error: Thai has a text that English does not have
  th: { title: 'แอป', more: (count) => `อีก ${count} รายการ`, fewer: 'น้อยลง' },
})

// @ts-expect-error: Thai is missing
inEveryLanguage({ en, 'zh-CN': en })

// @ts-expect-error: a text that takes a number in English takes no string in Chinese
inEveryLanguage({ en, 'zh-CN': { ...en, more: (count: string) => count }, th: en })

// @ts-expect-error: the count is a number
words['zh-CN'].more('3')
