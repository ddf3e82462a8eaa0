/* For Node: the client with the envelope and the signature that its dialect names. */
import { envelopes, privateKeyOf, publicKeyOf, signerWith } from '@hufu/crypto'
import { type Dialect, type Envelope, signsWithSecret } from '@hufu/dialects'
import { createClient } from './client.ts'
import type { Client } from './client-type.ts'
import type { ClientOptions } from './options.ts'

/** PKCS#8 or SPKI, in PEM or in one line of base64 DER. While a key is replaced, two: the one to prefer first. */
export type KeyTexts = string | readonly string[]

export interface NodeClientOptions extends Omit<ClientOptions, 'envelope' | 'signer'> {
  /** The application's own. Needed, with the platform's, where the dialect names an envelope. */
  readonly privateKey?: KeyTexts | undefined
  readonly platformPublicKey?: KeyTexts | undefined
}

/**
 * `createClient` with the keys and the secret in the place of envelope and signer. Keys are parsed once.
 *
 * @throws {TypeError} when an option is missing or makes no sense.
 * @throws {Error} when a text is no RSA key of at least 2048 bits. No message holds a key.
 */
export function nodeClient<const D extends Dialect>(dialect: D, options: NodeClientOptions): Client<D> {
  const { privateKey, platformPublicKey, ...rest } = options
  const { clientSecret } = rest
  return createClient(dialect, {
    ...rest,
    envelope: envelopeOf(dialect, privateKey, platformPublicKey),
    signer: signsWithSecret(dialect)
      ? signerWith(clientSecret ?? missing(dialect.title, 'clientSecret', 'it signs'))
      : undefined,
  })
}

function envelopeOf(
  { envelope: scheme, title }: Dialect,
  own?: KeyTexts,
  peer?: KeyTexts,
): Envelope | undefined {
  if (scheme === undefined) return undefined
  const keys = {
    own: textsOf(own ?? missing(title, 'privateKey', 'it opens answers and signs requests')).map(
      privateKeyOf,
    ),
    peer: textsOf(peer ?? missing(title, 'platformPublicKey', 'requests are sealed for it')).map(publicKeyOf),
  }
  const fresh = envelopes[scheme]
  fresh(keys) // refuses wrong keys now, not at the first call
  // An envelope remembers the keys that its exchange used; exchanges of many shops run at once.
  return { seal: (text) => fresh(keys).seal(text), open: (sealed) => fresh(keys).open(sealed) }
}

const textsOf = (keys: KeyTexts): readonly string[] => (typeof keys === 'string' ? [keys] : keys)

function missing(title: string, option: string, why: string): never {
  throw new TypeError(`${title}: ${option} is missing: ${why}`)
}
