/* The form of a platform's settings: one field per figure, empty where the platform's documented value applies. */
import type { Policy } from '@hufu/dialects'
import type { PolicyInput } from '@hufu/server'

export type SettingKey = keyof PolicyInput

type Kind = 'number' | 'text' | 'lines' | 'boolean' | 'status' | readonly string[]

/** One field of the form. `at`: the members that lead to its figure; none where the setting is one figure. */
export interface Part {
  readonly at?: string
  readonly kind: Kind
}

export interface Setting {
  readonly key: SettingKey
  readonly parts: readonly Part[]
  /** Whether it is a limit, which can be lifted. */
  readonly limit?: true
}

const lifetimes: readonly Part[] = [
  { at: 'online', kind: 'number' },
  { at: 'onlineTest', kind: 'number' },
]
const one = (kind: Kind): readonly Part[] => [{ kind }]

/** All but the words of the scopes, whose fields are the scopes'. */
export const settings: readonly Setting[] = [
  { key: 'codeLifetime', parts: one('number') },
  { key: 'accessTokenLifetime', parts: lifetimes },
  { key: 'refreshTokenLifetime', parts: lifetimes },
  {
    key: 'refresh',
    parts: [
      { at: 'accessToken', kind: ['new', 'same'] },
      { at: 'refreshToken', kind: ['new', 'same'] },
    ],
  },
  { key: 'refreshTokenGranted', parts: one(['always', 'by-right']) },
  { key: 'previousAccessToken', parts: [{ at: 'graceSeconds', kind: 'number' }] },
  {
    key: 'reuse',
    parts: [
      { at: 'replaySeconds', kind: 'number' },
      { at: 'then', kind: ['revoke-family', 'reject'] },
    ],
  },
  {
    key: 'refreshQuota',
    limit: true,
    parts: [
      { at: 'count', kind: 'number' },
      { at: 'per', kind: ['month', 'day'] },
      { at: 'timeZone', kind: 'text' },
    ],
  },
  { key: 'refreshWindow', limit: true, parts: [{ at: 'lastSeconds', kind: 'number' }] },
  {
    key: 'rateLimit',
    limit: true,
    parts: [
      { at: 'count', kind: 'number' },
      { at: 'perSeconds', kind: 'number' },
    ],
  },
  { key: 'passwordChange', parts: one(['end-grants', 'keep-grants']) },
  { key: 'clientIdIssued', parts: one(['on-creation', 'on-approval']) },
  { key: 'redirectUri', parts: one(['exact', 'host', 'registrable-domain']) },
  { key: 'httpsOnly', parts: one('boolean') },
  { key: 'callbackStatus', parts: one('status') },
  { key: 'scopes', parts: one('lines') },
  { key: 'defaultScope', parts: one('lines') },
]

export const nameOf = (key: SettingKey, { at }: Part): string => (at === undefined ? key : `${key}.${at}`)

/** The figure as the form has it; empty where there is none. A lifetime for all is one for each status. */
export function figureOf(from: Partial<Policy> | PolicyInput, key: SettingKey, { at }: Part): string {
  const whole: unknown = from[key]
  const value: unknown =
    at === undefined || typeof whole !== 'object' || whole === null
      ? whole
      : (whole as Readonly<Record<string, unknown>>)[at]
  if (value === undefined || value === null) return ''
  return Array.isArray(value) ? value.join('\n') : `${value as string | number | boolean}`
}

/**
 * What the form sets. A setting of several figures of which some are empty takes those from the document.
 * What is no number stays text, and is refused by name afterwards.
 */
export function readForm(form: URLSearchParams, documented: Policy): Readonly<Record<string, unknown>> {
  const set: Record<string, unknown> = {}
  for (const { key, parts, limit } of settings) {
    if (limit && form.get(`${key}.none`) === 'yes') {
      set[key] = null
      continue
    }
    const texts = parts.map((part) => (form.get(nameOf(key, part)) ?? '').trim())
    if (texts.every((each) => each === '')) continue
    const values = parts.map((part, index) => {
      const text = texts[index] ?? ''
      return [part.at, typed(text === '' ? figureOf(documented, key, part) : text, part.kind)] as const
    })
    set[key] = parts[0]?.at === undefined ? values[0]?.[1] : Object.fromEntries(values)
  }
  const words = readWords(form, documented)
  return Object.keys(words).length === 0 ? set : { ...set, scopeWords: words }
}

function typed(text: string, kind: Kind): unknown {
  switch (kind) {
    case 'number':
    case 'status':
      return /^\d{1,12}$/.test(text) ? Number(text) : text
    case 'boolean':
      return text === 'true'
    case 'lines':
      return text.split(/\s+/).filter((line) => line !== '')
    case 'text':
    default:
      return text
  }
}

export const wordLanguages = ['zh-CN', 'en', 'th'] as const
export const wordName = (scope: string, language: string): string => `words ${scope} ${language}`

/** Words in one language alone take the others from the platform's own. */
function readWords(form: URLSearchParams, { scopeWords }: Policy): Readonly<Record<string, unknown>> {
  const scopes = new Set([...form.keys()].flatMap((name) => /^words (\S+) [a-zA-Z-]+$/.exec(name)?.[1] ?? []))
  return Object.fromEntries(
    [...scopes].flatMap((scope) => {
      const texts = wordLanguages.map((language) => (form.get(wordName(scope, language)) ?? '').trim())
      if (texts.every((each) => each === '')) return []
      const whole = wordLanguages.map((language, index) => [
        language,
        texts[index] || (scopeWords[scope]?.[language] ?? ''),
      ])
      return [[scope, Object.fromEntries(whole) as unknown] as const]
    }),
  )
}
