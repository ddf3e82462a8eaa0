/* Which of the three languages a page is in. */

export const languages = ['zh-CN', 'en', 'th'] as const
export type Language = (typeof languages)[number]

/** A text in every language: a language that lacks one does not compile. */
export type InEveryLanguage<Words> = Readonly<Record<Language, Words>>

/** The best of those that are wanted, as `accept-language` says it (RFC 9110, section 12.5.4); Chinese where none is ours. */
export function languageOf(wanted: string): Language {
  const best = wanted
    .split(',')
    .slice(0, 20)
    .map((each) => {
      const [tag = '', q] = each
        .trim()
        .toLowerCase()
        .split(/;\s*q=/)
      return { primary: tag.split(/[-_]/)[0], weight: q === undefined ? 1 : Number(q) || 0 }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  for (const { primary } of best) {
    const found = languages.find((each) => each.split('-')[0] === primary)
    if (found) return found
  }
  return 'zh-CN'
}
