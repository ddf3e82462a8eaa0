/* What envelopes are opened and signatures are checked with, from the keys of one application. */
import { type EnvelopeKeys, envelopes, privateKeyOf, publicKeyOf, signerWith } from '@hufu/crypto'
import { type Dialect, type Envelope, type Signer, isBag, keepsSecret } from '@hufu/dialects'
import { createPublicKey } from 'node:crypto'
import { parsed } from './reading/checked.ts'

const names = [
  'clientSecret',
  'clientPrivateKey',
  'clientPublicKey',
  'platformPublicKey',
  'platformPrivateKey',
] as const

/**
 * Each may be absent: then what it checks is not checked. A request is sealed for the platform: `platformPrivateKey` opens it,
 * and its owner alone has it. Keys are PEM, or one line of base64 DER.
 */
export type KeyTexts = { readonly [Name in (typeof names)[number]]?: string }

/** Each absent where its keys are. */
export interface Tools {
  readonly signer?: Signer
  /** Opens what the application sent. */
  readonly ofRequests?: Envelope
  /** Opens what the platform answered. */
  readonly ofResponses?: Envelope
}

/**
 * What a file of keys says: a JSON object with these names.
 *
 * @throws {TypeError} when it says something else. No message holds a value.
 */
export function readKeys(text: string): KeyTexts {
  const said = parsed(text)
  if (!isBag(said)) throw new TypeError(`keys are a JSON object with ${names.join(', ')}`)
  for (const [name, value] of Object.entries(said)) {
    if (!names.some((each) => each === name))
      throw new TypeError(
        `the keys have no ${JSON.stringify(name.slice(0, 40))}; they have ${names.join(', ')}`,
      )
    if (typeof value !== 'string' || value === '') throw new TypeError(`${name} is no text`)
  }
  return said
}

/** @throws {TypeError} when a key is none; the message names it, and holds no key. */
export function toolsOf(dialect: Dialect, keys: KeyTexts): Tools {
  const { envelope } = dialect
  const { clientSecret } = keys
  const key = (name: keyof KeyTexts, read: typeof privateKeyOf) => {
    const text = keys[name]
    try {
      return text === undefined ? undefined : read(text)
    } catch (error) {
      throw new TypeError(`${name}: ${error instanceof Error ? error.message : 'is no key'}`, {
        cause: error,
      })
    }
  }
  const opener = (own: EnvelopeKeys['own'][0] | undefined, peer: EnvelopeKeys['own'][0] | undefined) =>
    envelope && own && peer ? envelopes[envelope]({ own: [own], peer: [peer] }) : undefined
  const clientPrivate = key('clientPrivateKey', privateKeyOf)
  const clientPublic =
    key('clientPublicKey', publicKeyOf) ?? (clientPrivate && createPublicKey(clientPrivate))
  const ofRequests = opener(key('platformPrivateKey', privateKeyOf), clientPublic)
  const ofResponses = opener(clientPrivate, key('platformPublicKey', publicKeyOf))
  return {
    ...(keepsSecret(dialect) && clientSecret !== undefined && { signer: signerWith(clientSecret) }),
    ...(ofRequests && { ofRequests }),
    ...(ofResponses && { ofResponses }),
  }
}
