/* What the developer may see in his log of a signature of his that did not verify. Nothing is done until one does not. */
import { fingerprintOf, signedShapes } from '@hufu/crypto'
import {
  type Explanation,
  type Fields,
  type WireError,
  type WireRequest,
  type WithFields,
  readPairs,
  signedText,
} from '@hufu/dialects'
import type { App } from '@hufu/engine'
import type { Platform } from './platform.ts'

/** No secret and no token is as short. */
const SHORT = { name: 16, value: 8 } as const

/**
 * Of a signature made with the secret, the text that was signed here, to find the byte that differs. Of an envelope only
 * which keys were tried, the same whatever was wrong: anything more would be a decryption oracle.
 */
export function explained(
  { parameter, problem }: WireError,
  { fields }: WithFields,
  wire: WireRequest | undefined,
  { dialect, keys, unseal }: Platform,
  app: App | undefined,
): { readonly explanation?: Explanation } {
  if (problem !== 'unauthentic' || !wire || !app) return {}
  if (dialect.envelope !== undefined) {
    const [own, peer] = [keys.privateKeys.map(fingerprintOf), app.publicKeys.map(fingerprintOf)]
    return { explanation: { keys: { own, peer } } }
  }
  if (dialect.signature === undefined) return {}
  const text = signedText(masked(readPairs(undefined, wire.query, wire.body), fields), parameter)
  const secrets = app.secrets.flatMap(({ sealed }) => (sealed === undefined ? [] : [unseal(app, sealed)]))
  const shown = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  return { explanation: { signed: signedShapes[dialect.signature](shown, '{AppSecret}') } }
}

/** What is no secret by its place is shown as it came, the rest by its outline: anything may have been put anywhere. */
function masked(parameters: Readonly<Record<string, unknown>>, fields: Fields): Record<string, unknown> {
  const known = new Map(fields.map((each) => [each.name, !('key' in each) || each.key === 'clientId']))
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      known.has(name) ? name : outline(name, SHORT.name),
      known.get(name) ? value : outline(String(value), SHORT.value),
    ]),
  )
}

/** Whatever is longer than no secret is, cut to its beginning and its length; JSON stays JSON. */
const outline = (text: string, most: number): string =>
  text.replace(/[^{}[\]":,]+/g, (run) => (run.length > most ? `${run.slice(0, 4)}***(${run.length})` : run))
