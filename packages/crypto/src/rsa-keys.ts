import {
  type KeyObject,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  hash,
} from 'node:crypto'
import { promisify } from 'node:util'
import { bytesOfBase64 } from './base64.ts'

const LEAST_BITS = 2048
/** The cost of a private-key operation grows with the third power of this. */
const MOST_BITS = 8192

/** The length of an RSA key's modulus in bytes. @throws {Error} when the key is of another kind, too weak or too slow. */
export function modulusBytes(key: KeyObject): number {
  if (key.asymmetricKeyType !== 'rsa') throw new Error(`an RSA key is needed, and this is ${kindOf(key)}`)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < LEAST_BITS || bits > MOST_BITS) {
    throw new Error(`an RSA key of ${LEAST_BITS} to ${MOST_BITS} bits is needed, and this one has ${bits}`)
  }
  return Math.ceil(bits / 8)
}

const kindOf = (key: KeyObject): string => key.asymmetricKeyType ?? 'a secret key'

/** The labels of a PEM block that are accepted, and how their bytes are read. */
const armours = {
  public: { '': 'spki', 'PUBLIC KEY': 'spki', 'RSA PUBLIC KEY': 'pkcs1' },
  private: { '': 'pkcs8', 'PRIVATE KEY': 'pkcs8', 'RSA PRIVATE KEY': 'pkcs1' },
} as const

/** The label and the bytes of a PEM, or of the same without armour. */
function unarmoured(text: string): readonly [label: string, der: Buffer] {
  const armour = /^-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*)-----END \1-----$/
  const [, label = '', body = text] = armour.exec(text.trim()) ?? []
  const der = bytesOfBase64(body.replace(/\s/g, ''))
  if (!der || der.length === 0) throw new Error('the key is in neither PEM nor one line of base64')
  return [label, der]
}

/**
 * An RSA private key from PKCS#8 DER in one line of base64 or base64url, or from PEM without a passphrase.
 *
 * @throws {Error} when it is something else, or not of 2048 to 8192 bits. The message never holds the text.
 */
export function privateKeyOf(text: string): KeyObject {
  const [label, key] = unarmoured(text)
  const type = new Map(Object.entries(armours.private)).get(label)
  if (!type) throw new Error(`a private key is needed, and this is labelled ${label}`)
  return checked('private', () => createPrivateKey({ key, format: 'der', type }))
}

/**
 * An RSA public key from SPKI DER in one line of base64 or base64url, or from PEM. A private key is refused, though it
 * contains its public one: whoever hands it over has mistaken one for the other.
 *
 * @throws {Error} when it is something else, or not of 2048 to 8192 bits. The message never holds the text.
 */
export function publicKeyOf(text: string): KeyObject {
  const [label, key] = unarmoured(text)
  const type = new Map(Object.entries(armours.public)).get(label)
  if (!type) throw new Error(`a public key is needed, and this is labelled ${label}`)
  return checked('public', () => createPublicKey({ key, format: 'der', type }))
}

function checked(kind: 'public' | 'private', parse: () => KeyObject): KeyObject {
  let key: KeyObject
  try {
    key = parse()
  } catch {
    throw new Error(`the text is no ${kind} key in DER`)
  }
  modulusBytes(key)
  return key
}

/** Reads keys, and remembers the latest: parsing one costs several times what the key is then used for. */
export interface KeyReader {
  privateKeyOf(text: string): KeyObject
  publicKeyOf(text: string): KeyObject
}

/** A `KeyReader` that remembers so many keys of each kind, by the digest of their text. */
export function keyReader(most = 1000): KeyReader {
  return { privateKeyOf: remembering(most, privateKeyOf), publicKeyOf: remembering(most, publicKeyOf) }
}

function remembering(most: number, parse: (text: string) => KeyObject): (text: string) => KeyObject {
  const known = new Map<string, KeyObject>()
  return (text) => {
    const name = hash('sha256', text, 'base64')
    const key = known.get(name) ?? parse(text)
    known.delete(name)
    known.set(name, key) // the latest is last
    const [oldest] = known.keys()
    if (known.size > most && oldest !== undefined) known.delete(oldest)
    return key
  }
}

const generate = promisify(generateKeyPair)

/** A new pair of 2048 bits: SPKI and PKCS#8, each DER in one line of base64url. */
export async function generateRsaKeyPair(): Promise<{ publicKey: string; privateKey: string }> {
  const { publicKey, privateKey } = await generate('rsa', {
    modulusLength: LEAST_BITS,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  return { publicKey: publicKey.toString('base64url'), privateKey: privateKey.toString('base64url') }
}

/** SHA-256 of the SPKI DER in base64url: the same for every spelling of a key, and for a private key its public half's. */
export function fingerprintOf(publicKey: KeyObject | string): string {
  const given = typeof publicKey === 'string' ? publicKeyOf(publicKey) : publicKey
  const key = given.type === 'private' ? createPublicKey(given) : given
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64url')
}
