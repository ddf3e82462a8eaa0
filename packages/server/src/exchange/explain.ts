/* What the developer may see in their log of a signature of theirs that did not verify. Nothing is done until one does not. */
import type { KeyObject } from 'node:crypto'
import { fingerprintOf } from '@hufu/crypto'
import {
  type Explanation,
  type Fields,
  type RequestCarrier,
  type WireError,
  isWireError,
  type WireRequest,
  type WithFields,
  applies,
  exactJson,
  isBag,
  parseJson,
  readPairs,
  signedText,
  signingsOf,
  type Bag,
} from '@hufu/dialects'
import type { App } from '@hufu/engine'
import type { Platform } from '../settings/platform.ts'

/** A name that nobody knows is shown up to this length, of a value that is masked the beginning from it on. */
const SHORT = 16

/** A key's fingerprint costs as much as what the key is used for, and whoever sends garbage is told it each time. */
const fingerprints = new WeakMap<object, string>()
const ofTexts = new Map<string, string>()
const MOST_TEXTS = 1000

function fingerprint(key: KeyObject | string): string {
  const held = typeof key === 'string' ? ofTexts.get(key) : fingerprints.get(key)
  if (held !== undefined) return held
  const made = fingerprintOf(key)
  if (typeof key !== 'string') fingerprints.set(key, made)
  else {
    const [oldest] = ofTexts.keys()
    if (ofTexts.size >= MOST_TEXTS && oldest !== undefined) ofTexts.delete(oldest)
    ofTexts.set(key, made)
  }
  return made
}

/** Stands where the secret does. */
const SECRET = '{AppSecret}'

/** How the sender's clock is spelt, on any platform. */
const CLOCK = /^\d{10}(\d{3})?$|^\d{14}(\d{3})?$|^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{3})?(\+0800|Z)?$/

/**
 * Of a signature made with the secret, the text that was signed here, to find the byte that differs. Of an envelope only
 * which keys were tried, the same whatever was wrong: anything more would be a decryption oracle.
 */
export function explainSignature(
  { problem }: WireError,
  { fields, carrier }: WithFields & { readonly carrier: RequestCarrier },
  wire: WireRequest | undefined,
  { keys, unseal }: Platform,
  app: App | undefined,
): { readonly explanation?: Explanation } {
  if (problem !== 'unauthentic' || !wire || !app) return {}
  if (carrier.in === 'sealed-json') {
    const [own, peer] = [keys.privateKeys.map(fingerprint), app.publicKeys.map(fingerprint)]
    return { explanation: { keys: { own, peer } } }
  }
  const signings = signingsOf(carrier)
  if (!signings) return {}
  const inside = parseJson(wire.body)
  const sent = {
    query: readPairs(undefined, wire.query),
    body: isBag(inside) ? inside : readPairs(undefined, wire.body),
    raw: outline(wire.body, new Set()),
  }
  const signing = signings.find((each) => applies(each, sent)) ?? signings[0]
  const shown = (bag: Bag) => masked(bag, fields, app.clientId)
  const text = signedText(
    signing,
    { query: shown(sent.query), body: shown(sent.body), raw: sent.raw },
    SECRET,
  )
  const secrets = app.secrets.flatMap(({ sealed }) => (sealed === undefined ? [] : [unseal(app, sealed)]))
  return { explanation: { signed: secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text) } }
}

/**
 * Parameters as they may be shown, of a request that could perhaps not be read; none where they are no pairs at all.
 * `clientId`: an AppKey that is known to be one.
 */
export function parametersOutlined(
  query: string,
  body: string,
  fields: Fields,
  clientId?: string,
): Record<string, unknown> {
  const json = body.startsWith('{')
  try {
    return masked(
      { ...readPairs(undefined, query, json ? '' : body), ...(json && { body }) },
      fields,
      clientId,
    )
  } catch (error) {
    if (isWireError(error)) return {}
    throw error
  }
}

/** An answer as it may be shown: names and figures, and of each text the beginning at most. */
export function answerOutlined(text: string): string {
  const none = new Set<string>()
  try {
    const shown = (_: string, value: unknown) => (typeof value === 'string' ? outline(value, none) : value)
    // A number that JSON.parse would round is outlined as the text that it was written with.
    return JSON.stringify(exactJson(text), shown) ?? outline(text, none)
  } catch {
    return outline(text, none)
  }
}

/** Public values are shown unchanged, others as an outline: any parameter may contain a secret by mistake. */
function masked(
  parameters: Readonly<Record<string, unknown>>,
  fields: Fields,
  clientId: string | undefined,
): Record<string, unknown> {
  const known = new Map(fields.map((each) => [each.name, each]))
  const words = new Set(fields.flatMap((each) => ('key' in each ? [each.name, each.key] : [each.name])))
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      known.has(name) || name.length <= SHORT ? name : outline(name, words),
      isPublic(known.get(name), value, clientId) ? value : outline(String(value), words),
    ]),
  )
}

/** The right AppKey or constant in its own place, and a time. */
function isPublic(field: Fields[number] | undefined, value: unknown, clientId: string | undefined): boolean {
  if (!field || typeof value !== 'string') return false
  if ('key' in field) return field.key === 'clientId' && value === clientId
  return field.clock === undefined ? value === field.value : CLOCK.test(value)
}

/** Its length, and of a long one its beginning: a short one can be guessed from it. JSON stays JSON, with its spaces. */
const outline = (text: string, words: ReadonlySet<string>): string =>
  text.replace(/[^{}[\]":,\s]+/g, (run) =>
    words.has(run) ? run : `${run.length < SHORT ? '' : run.slice(0, 4)}***(${run.length})`,
  )
