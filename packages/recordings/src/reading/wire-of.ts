/* A recorded message to the wire that codecs read, and to its members by name. */
import type { RecordedRequest } from '@hufu/client'
import { type Bag, isBag, type WireRequest } from '@hufu/dialects'
import { parsed } from './checked.ts'

/** Where a member of a message stands. */
export type Place = 'query' | 'form' | 'multipart form' | 'JSON' | 'header'

/** A message as names and values; of a name that comes twice in one place, the last value. */
export interface Members {
  readonly bag: Bag
  readonly places: ReadonlyMap<string, Place>
  readonly repeated: readonly string[]
}

export type Pair = readonly [name: string, value: string]

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** The pairs of a query or form, whatever their escapes are worth. */
export const pairsOf = (text: string): readonly Pair[] =>
  text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [unescaped(name), unescaped(value.join('='))]
    })

/** Pairs as a query or form. */
export const pairsText = (pairs: readonly Pair[]): string =>
  pairs.map((pair) => pair.map((each) => encodeURIComponent(each.toWellFormed())).join('=')).join('&')

/** `multipart/form-data`, in lower case, without what follows it. */
export const mediaTypeOf = (headers: Readonly<Record<string, string>>): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

export const MULTIPART = 'multipart/form-data'

/** The fields of a multipart form (RFC 7578). A file is no parameter, and is left out. */
export function partsOf(body: string, contentType: string): readonly Pair[] {
  const boundary = /;\s*boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return []
  return body.split(`--${boundary}`).flatMap((part): readonly Pair[] => {
    const [, head, value] = /^\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*)\r?\n$/.exec(part) ?? []
    const name = /;\s*name="([^"]*)"/i.exec(head ?? '')?.[1]
    return name === undefined || value === undefined || /;\s*filename="/i.test(head ?? '')
      ? []
      : [[name, value]]
  })
}

const queryOf = (url: string): string => {
  const [before = ''] = url.split('#', 1)
  const mark = before.indexOf('?')
  return mark < 0 ? '' : before.slice(mark + 1)
}

/** What is left of a request when the transport is taken off. */
export function wireOf({ method, url, headers, body = '' }: RecordedRequest): WireRequest {
  const mediaType = body === '' ? '' : mediaTypeOf(headers)
  const { authorization } = headers
  return {
    method,
    query: queryOf(url),
    mediaType,
    body: mediaType === MULTIPART ? pairsText(partsOf(body, headers['content-type'] ?? '')) : body,
    ...(authorization !== undefined && { headers: { authorization } }),
  }
}

/** The header that a member of this name is. */
export const AUTHORIZATION = 'Authorization'

function membersOf(all: readonly (readonly [name: string, value: unknown, place: Place])[]): Members {
  const bag = Object.create(null) as Bag
  const places = new Map<string, Place>()
  const repeated: string[] = []
  for (const [name, value, place] of all) {
    // Some platforms want a member in two places.
    const isElsewhere = places.has(name) && places.get(name) !== place
    const key = isElsewhere ? `${name} of the ${place}` : name
    if (places.has(key)) repeated.push(name)
    bag[key] = value
    places.set(key, place)
  }
  return { bag, places, repeated }
}

/** The members of a query, or of a callback. */
export const membersOfQuery = (query: string): Members =>
  membersOf(pairsOf(query).map(([name, value]) => [name, value, 'query'] as const))

/** The members of a request, wherever they stand. */
export function membersOfRequest({ query, mediaType, body, headers }: WireRequest): Members {
  const json = parsed(body)
  const inBody: readonly (readonly [string, unknown, Place])[] =
    body === ''
      ? []
      : isBag(json)
        ? Object.entries(json).map(([name, value]) => [name, value, 'JSON'])
        : pairsOf(body).map(([name, value]) => [
            name,
            value,
            mediaType === MULTIPART ? 'multipart form' : 'form',
          ])
  const { authorization } = headers ?? {}
  return membersOf([
    ...pairsOf(query).map(([name, value]) => [name, value, 'query'] as const),
    ...inBody,
    ...(authorization === undefined ? [] : [[AUTHORIZATION, authorization, 'header'] as const]),
  ])
}

/** The JSON object of an answer, text around it left out; undefined where there is none. */
export function objectIn(body: string): Bag | undefined {
  const json = parsed(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1))
  return isBag(json) ? json : undefined
}
