/* A signature as people read it: a formula, with words where it has to choose among the parameters. */
import type { Dialect } from './dialect.ts'
import { facesOf } from './faces.ts'
import { signingsOf } from './wire/client-authentication.ts'
import type { Signing } from './wire/signing.ts'

const macs = {
  md5: 'MD5',
  sha256: 'SHA256',
  'hmac-md5': 'HMAC_MD5',
  'hmac-sha1': 'HMAC_SHA1',
  'hmac-sha256': 'HMAC_SHA256',
} as const satisfies Record<Signing['mac'], string>

const spellings = { hex: 'hex', HEX: 'HEX', base64: 'base64' } as const

/** What is said of the parameters that a signature runs over. */
export interface FormulaWords {
  readonly joined: (separator: string) => string
  readonly of: Readonly<Record<'query' | 'body', string>>
  readonly but: (names: string) => string
  readonly notEmpty: string
  /** All that is said, behind `name value`; with what stands before it. */
  readonly list: (said: readonly string[]) => string
}

const english: FormulaWords = {
  joined: (separator) => `joined by "${separator}"`,
  of: { query: 'of the query', body: 'of the body' },
  but: (names) => `but ${names}`,
  notEmpty: 'that are not empty',
  list: (said) => said.map((each) => ` ${each}`).join(''),
}

/** `sign = HEX(MD5(secret + Σ name value + secret))`: Σ runs over the parameters but the signature, names sorted. */
export function formulaOf({ into, parts, mac, spelt }: Signing, words: FormulaWords = english): string {
  const text = parts
    .map((part) => {
      if ('text' in part) return JSON.stringify(part.text)
      if ('secret' in part) return 'secret'
      if ('raw' in part) return 'body'
      if ('value' in part) return part.named ? `"${part.value}" + ${part.value}` : part.value
      const said = [
        ...(part.join ? [words.joined(part.join)] : []),
        ...(part.sorted === 'all' ? [] : [words.of[part.sorted]]),
        ...(part.but ? [words.but(part.but.join(', '))] : []),
        ...(part.empties === 'out' ? [words.notEmpty] : []),
      ]
      const [name, value] = part.escaped ? ['URI(name)', 'URI(value)'] : ['name', 'value']
      return `Σ ${name}${part.pair ? ' "="' : ''} ${value}${words.list(said)}`
    })
    .join(' + ')
  const key = mac.startsWith('hmac') ? 'secret, ' : ''
  return `${into} = ${spellings[spelt]}(${macs[mac]}(${key}${text}))`
}

/** How links, the way back and the calls of every face are signed that are sent: each formula once. */
export const formulasOf = (dialect: Dialect, words?: FormulaWords): readonly string[] => [
  ...new Set(
    facesOf(dialect)
      .flatMap(sentSignings)
      .map((each) => formulaOf(each, words)),
  ),
]

function sentSignings({ authorize, callback, token, refresh, userInfo }: Dialect): readonly Signing[] {
  const links = [authorize, ...(authorize.others ?? [])].map(({ request }) => request.signings)
  const calls = [token, refresh, userInfo].map((each) => each && signingsOf(each.request.carrier))
  return [...links, callback.signings, ...calls].flatMap((each) => each?.[0] ?? [])
}
