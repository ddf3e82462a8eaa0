/*
 * A recording that may be shown to others: whatever could be a secret, a person, a shop or an application is a pseudonym.
 * What stays is what the dialect itself says, and a few values that are nobody's.
 */
import type { RecordedExchange } from '@hufu/client'
import {
  type Dialect,
  type Fields,
  type OAuthError,
  type WireResponse,
  isOAuthError,
  isWireError,
} from '@hufu/dialects'
import { parsed } from '../reading/checked.ts'
import { sampleRecord } from '../comparing/decode.ts'
import { writtenTwice } from '../comparing/listening.ts'
import { fieldsOf, namedFields } from '../comparing/named-fields.ts'
import type { PlacedExchange } from '../reading/placed-exchange.ts'
import { type Pseudonym, addressPseudonym, pseudonyms } from './pseudonyms.ts'
import {
  type Rewrite,
  redactedAuthorization,
  redactedBody,
  redactedJson,
  redactedPairs,
} from './redact-text.ts'
import { isOpen, isShort } from '../comparing/showing.ts'
import type { AnyEndpoint } from '../steps.ts'
import { refilled } from '../steps.ts'
import { type Read, type VerifyOptions, readExchanges } from '../verify.ts'
import { membersOfQuery, objectIn } from '../reading/wire-of.ts'

/**
 * The platform's own exchanges of a recording, redacted: each is a line of the new one. With keys, what was in the envelopes is
 * written beside them, redacted too, so that it can still be read.
 */
export function redactRecording(
  dialect: Dialect,
  exchanges: readonly PlacedExchange[],
  options: VerifyOptions = {},
): readonly RecordedExchange[] {
  const { read } = readExchanges(dialect, exchanges, options)
  const pseudonym = pseudonyms()
  const secrets = new Set<string>()
  const all = () => read.map((each) => redacted(dialect, each, pseudonym, secrets))
  all() // learns the values that words of the platform may repeat
  return all()
}

function redacted(
  dialect: Dialect,
  each: Read,
  pseudonym: Pseudonym,
  secrets: Set<string>,
): RecordedExchange {
  const { time, request, response } = each.exchange
  const rule = (fields: Fields, written?: unknown, said?: OAuthError): Rewrite =>
    rewriting({ dialect, fields: namedFields(fields), written, said, pseudonym, secrets })
  const base = { time, redacted: true } as const
  if (each.step === 'callback') {
    const [before = '', query = ''] = each.address.split('#', 1)[0]?.split('?') ?? []
    const { value, written } = each.compared
    const said = value && isOAuthError(value) ? value : undefined
    const ours = membersOfQuery(said && typeof written?.wire === 'string' ? written.wire : '').bag
    const pairs = redactedPairs(query, rule(dialect.callback.fields, ours, said))
    const url = `${addressPseudonym(before, pseudonym)}${query === '' ? '' : `?${pairs}`}`
    return { ...base, request: { method: 'GET', url, headers: {} } }
  }
  if (each.step === 'authorize') {
    const url = withQuery(request.url, rule(each.link.request.fields))
    // The page is for a person, and where the browser is sent is an exchange of its own.
    return { ...base, request: { method: request.method, url, headers: {} } }
  }
  const { endpoint, request: asked, response: answered } = each
  const ofRequest = rule(endpoint.request.fields)
  const value = answered?.value
  const said = value && isOAuthError(value) ? value : undefined
  const wire = sampleWire(endpoint, said)
  const ofResponse = rule(endpoint.response.fields, objectIn(wire), said)
  const inside = (text: string | undefined, rewrite: Rewrite) => {
    const opened = text === undefined ? undefined : redactedJson(text, rewrite)
    return opened === undefined ? {} : { opened }
  }
  const { authorization, 'content-type': type } = request.headers
  return {
    ...base,
    request: {
      method: request.method,
      url: withQuery(refilled(endpoint.path, request.url, pseudonym), ofRequest),
      headers: {
        ...(authorization !== undefined && {
          authorization: redactedAuthorization(authorization, ofRequest),
        }),
        ...(type !== undefined && { 'content-type': type }),
      },
      ...(request.body !== undefined && { body: redactedBody(request.body, request.headers, ofRequest) }),
      ...inside(asked.opened, ofRequest),
    },
    ...(response && {
      response: {
        status: response.status,
        headers: response.headers['content-type'] ? { 'content-type': response.headers['content-type'] } : {},
        ...(response.body !== undefined && {
          body: redactedBody(response.body, response.headers, ofResponse),
        }),
        ...inside(answered?.opened, ofResponse),
      },
    }),
  }
}

/** The body that the dialect writes for an error, or for a record that is nobody's. Empty where it can write none. */
function sampleWire({ response }: AnyEndpoint, said: OAuthError | undefined): string {
  try {
    const [{ wire }] = writtenTwice<object, WireResponse>(response, said ?? sampleRecord(response.fields), 0)
    return wire.body
  } catch (error) {
    if (isWireError(error)) return ''
    throw error
  }
}

/** Credentials before the host and what follows `#` are left out. */
const withQuery = (url: string, rewrite: Rewrite): string => {
  const [before = '', query] = url.split('#', 1)[0]?.split('?') ?? []
  const address = before.replace(/^(\w+:\/\/)[^/]*@/, '$1')
  return query === undefined ? address : `${address}?${redactedPairs(query, rewrite)}`
}

interface Ruling {
  readonly dialect: Dialect
  readonly fields: Fields
  /** What the dialect writes for an error, or for a record with nobody's values. */
  readonly written: unknown
  /** Where the answer is one. */
  readonly said: OAuthError | undefined
  readonly pseudonym: Pseudonym
  /** Every value that became a pseudonym. */
  readonly secrets: Set<string>
}

/** What stays, and what becomes of the rest. */
function rewriting({ dialect, fields, written, said, pseudonym, secrets }: Ruling): Rewrite {
  return (path, value) => {
    const name = path.at(-1) ?? ''
    const named = fieldsOf(fields, name)
    const isOfRecord = named.some((each) => 'key' in each)
    if (value === '' || /^\s+$/.test(value)) return value
    if (value === said?.platformMessage) return withoutKnown(value, pseudonym, secrets)
    if (isOpen(fields, name, value) || (!isOfRecord && isOfDialect(path, value))) return value
    const isRedirect = named.some((each) => 'key' in each && each.key === 'redirectUri')
    if (isRedirect && value === dialect.policy.outOfBand) return value
    secrets.add(value)
    return /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? addressPseudonym(value, pseudonym) : pseudonym(value)
  }

  /** Whether the dialect writes the value by itself, whatever the record says. */
  function isOfDialect(path: readonly string[], value: string): boolean {
    // So short a number names nobody, and is often a code.
    if (/^-?\d{1,3}$/.test(value)) return true
    if (value === String(said?.platformCode) && isShort(value)) return true
    const ours = path.reduce<unknown>(
      (at, name) => (Array.isArray(at) ? (at[0] as unknown) : at)?.[name as keyof typeof at],
      written,
    )
    const isWord = typeof ours === 'string' || typeof ours === 'number'
    return isWord && String(ours).toLowerCase() === value.toLowerCase() && isShort(value)
  }
}

/** A short value, or a number, stands in words by accident. */
const isTelling = (value: string): boolean => value.length >= 6 && parsed(value) === undefined

/** An error's words, with a pseudonym in the place of each value that is repeated in them, and of what looks like one. */
function withoutKnown(words: string, pseudonym: Pseudonym, secrets: ReadonlySet<string>): string {
  const repeated = [...secrets].filter((value) => isTelling(value) && words.includes(value))
  return repeated
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, value) => rest.replaceAll(value, pseudonym(value)), words)
    .replace(/[^\s"',;:=]+/g, (run) => (isShort(run) && !run.includes('@') ? run : pseudonym(run)))
}
