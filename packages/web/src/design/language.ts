/* Which of the three languages a page is in, and how each writes dates, numbers, plurals and lists. */
import { dateOf } from '@hufu/dialects'
import type { FastifyRequest } from 'fastify'

export const languages = ['zh-CN', 'en', 'th'] as const
export type Language = (typeof languages)[number]

/** One text, or one function that makes it, in every language: a language that lacks one does not compile. */
export type InEveryLanguage<Words> = Readonly<Record<Language, Words>>

/** English names the texts, and what each is made of; a language that lacks one, or has one more, does not compile. */
export const inEveryLanguage = <Words>(words: {
  readonly en: Words
  readonly 'zh-CN': NoInfer<Words>
  readonly th: NoInfer<Words>
}): InEveryLanguage<Words> => words

/** The language of readers whose language is unknown. */
export const HOUSE_LANGUAGE: Language = 'zh-CN'

export const languageNames: InEveryLanguage<string> = { 'zh-CN': '简体中文', en: 'English', th: 'ไทย' }

/** Set by the switch at the foot of every page; no secret, and no login hangs on it. */
export const LANGUAGE_COOKIE = 'hufu_language'

export const isLanguage = (text: string | undefined): text is Language =>
  languages.some((each) => each === text)

/** The one that was chosen, else the best that the browser accepts. `link`: what the link that led here asks for. */
export function languageFor(request: FastifyRequest, link?: string): Language {
  const chosen = request.cookies[LANGUAGE_COOKIE]
  return isLanguage(chosen) ? chosen : languageOf([link, request.headers['accept-language']].join())
}

/** The best of the languages that a browser accepts (RFC 9110, section 12.5.4); Chinese where it says nothing we have. */
function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .slice(0, 20)
    .map((each) => {
      const [tag = '', q] = each.trim().toLowerCase().split(';q=')
      return { tag, weight: q === undefined ? 1 : Number(q) || 0 }
    })
    .toSorted((a, b) => b.weight - a.weight)
  for (const { tag } of wanted) {
    const found = languages.find((each) => tag.split(/[-_]/)[0] === each.split('-')[0])
    if (found) return found
  }
  return HOUSE_LANGUAGE
}

/** `seconds` since the epoch. In the server's time zone, by the reader's calendar. */
export const dateText = (language: Language, seconds: number): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(dateOf(seconds))

/** `day`: whole days since the epoch, in UTC. Its noon is on that day nearly everywhere. */
export const dayText = (language: Language, day: number): string => dateText(language, (day + 0.5) * 86_400)

/** Includes the time zone, because the reader may be in another one. */
export const timeText = (language: Language, seconds: number): string =>
  new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(dateOf(seconds))

/** In the largest unit without a remainder: `365 days`, `90 minutes`. */
export function durationText(language: Language, seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const
  const [unit, size] = units.find(([, each]) => seconds >= each && seconds % each === 0) ?? ['second', 1]
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size)
}

/** `1 hour, 57 minutes` */
export const hoursText = (language: Language, minutes: number): string =>
  new Intl.DurationFormat(language, { style: 'long' }).format({
    hours: Math.floor(minutes / 60),
    minutes: minutes % 60,
  })

/** Includes seconds, for lists in which the order matters; `zoneText` states the time zone once. */
export const momentText = (language: Language, seconds: number): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(
    dateOf(seconds),
  )

/** The server's time zone, as it is now. */
export const zoneText = (language: Language): string =>
  new Intl.DateTimeFormat(language, { timeZoneName: 'short' })
    .formatToParts()
    .find(({ type }) => type === 'timeZoneName')?.value ?? ''

/** A day of UTC, counted since the epoch. */
export const utcDayText = (language: Language, day: number): string =>
  new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    dateOf(day * 86_400),
  )

export const numberText = (language: Language, value: number): string =>
  new Intl.NumberFormat(language).format(value)

/** The plural form for the count: English has two, Chinese and Thai have one. `#` stands for the count. */
export function counted(
  language: Language,
  count: number,
  forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string },
): string {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other
  return form.replaceAll('#', numberText(language, count))
}

/** `a, b, and c` */
export const listText = (language: Language, items: Iterable<string>): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(items)

/** How much more or less it is: with its sign. */
export const differenceText = (language: Language, value: number): string =>
  new Intl.NumberFormat(language, { signDisplay: 'exceptZero' }).format(value)
