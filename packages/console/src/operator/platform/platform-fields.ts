/*
 * The form of a platform's settings: one field per figure, empty where the platform's documented value applies. The fields
 * follow from the schema of the settings.
 */
import type { Policy } from '@hufu/dialects'
import { type PolicyInput, policyJsonSchema } from '@hufu/server'

export type SettingKey = keyof PolicyInput
/** Rows of rules are set in the configuration and by the API; the words of the scopes have fields of their own. */
type FormKey = Exclude<SettingKey, 'scopeWords' | 'earlyRefresh'>

type Kind = 'number' | 'text' | 'lines' | 'numbers' | 'boolean' | readonly string[]

/** One field of the form. `at`: the members that lead to its figure; none where the setting is one figure. */
export interface Part {
  readonly at?: string
  readonly kind: Kind
}

export interface Setting {
  readonly key: FormKey
  readonly parts: readonly Part[]
  /** Whether it is a limit, which can be lifted. */
  readonly limit?: true
}

type Schema = typeof policyJsonSchema

const branches = ({ anyOf }: Schema): readonly Schema[] => anyOf ?? []

function kindOf(schema: Schema): Kind | undefined {
  const choices: readonly unknown[] = schema.enum ?? branches(schema).map((each) => each.const)
  if (choices.length > 0 && choices.every((each) => each !== undefined)) return choices.map(String)
  if (schema.type === 'integer') return 'number'
  if (schema.type === 'boolean') return 'boolean'
  if (schema.type === 'string') return 'text'
  const { type } = (schema.items ?? {}) as Schema
  if (schema.type !== 'array' || (type !== 'string' && type !== 'integer')) return undefined
  return type === 'integer' ? 'numbers' : 'lines'
}

/** A setting with a figure for each of some members has a field for each, also where one figure may stand for all. */
function partsOf(schema: Schema): readonly Part[] {
  const members = [schema, ...branches(schema)].find(({ properties }) => properties !== undefined)
  if (members === undefined) {
    const kind = kindOf(schema)
    return kind === undefined ? [] : [{ kind }]
  }
  const { properties = {}, required = [] } = members
  return required.flatMap((at) => {
    const kind = kindOf(properties[at] as Schema)
    return kind === undefined ? [] : [{ at, kind }]
  })
}

export const settings: readonly Setting[] = Object.entries(policyJsonSchema.properties ?? {}).flatMap(
  ([name, property]) => {
    const schema = property as Schema
    const key = name as SettingKey
    if (key === 'scopeWords' || key === 'earlyRefresh') return []
    const isLimit = branches(schema).some(({ type }) => type === 'null')
    return [{ key, parts: partsOf(schema), ...(isLimit && { limit: true as const }) }]
  },
)

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
 * What is no number stays text, and is refused by name afterwards. A word that stands for the whole setting is said once.
 * What was set before and has no field stays.
 */
export function readForm(
  form: URLSearchParams,
  documented: Policy,
  { earlyRefresh }: PolicyInput,
): Readonly<Record<string, unknown>> {
  const set: Record<string, unknown> = earlyRefresh === undefined ? {} : { earlyRefresh }
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
    const isEndless = values.every(([, value]) => value === 'endless')
    set[key] = parts[0]?.at === undefined || isEndless ? values[0]?.[1] : Object.fromEntries(values)
  }
  const words = readWords(form, documented)
  return Object.keys(words).length === 0 ? set : { ...set, scopeWords: words }
}

const linesOf = (text: string): readonly string[] => text.split(/\s+/).filter((line) => line !== '')
const numberIn = (text: string): number | string => (/^\d{1,12}$/.test(text) ? Number(text) : text)

function typed(text: string, kind: Kind): unknown {
  switch (kind) {
    case 'number':
      return numberIn(text)
    case 'numbers':
      return linesOf(text).map(numberIn)
    case 'boolean':
      return text === 'true'
    case 'lines':
      return linesOf(text)
    case 'text':
      return text
    default:
      return kind.every((each) => /^\d+$/.test(each)) ? numberIn(text) : text
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
