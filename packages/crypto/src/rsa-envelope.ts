import {
  type KeyObject,
  constants,
  createHash,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto'
import type { Envelope, Sealed } from '@hufu/dialects'
import { bytesOfBase64 } from './base64.ts'
import { modulusBytes } from './rsa-keys.ts'

const padding = constants.RSA_PKCS1_PADDING

/** Bytes of each block that PKCS#1 v1.5 padding uses. */
const PADDING_BYTES = 11

/** Each block costs a private-key operation before the sender has proved anything. */
const MOST_BLOCKS = 16

/** While a key is replaced, the old one and the new one. */
const MOST_KEYS = 2

/** Own private keys and the peer's public keys, one or two of each, the one to prefer first. */
export interface EnvelopeKeys {
  readonly own: readonly KeyObject[]
  readonly peer: readonly KeyObject[]
}

/**
 * Stops before each private-key operation, and ends with what `open` returns. Whoever runs it decides when the next
 * operation is done.
 */
export type Steps = Generator<undefined, string | undefined, undefined>

/** An envelope that opens as `open` does, one private-key operation at a time. */
export interface SteppedEnvelope extends Envelope {
  openInSteps(sealed: Sealed): Steps
  /** How many private-key operations it will take at most, as its length says. */
  operations(sealed: Sealed): number
}

/** A key and the bytes of its modulus, which are the bytes of a block. */
interface Sized {
  readonly key: KeyObject
  readonly size: number
}

/**
 * An envelope for one exchange. `data`: the UTF-8 text in pieces, each encrypted with RSA PKCS#1 v1.5 under the peer's
 * key. `sign`: SHA256withRSA, by our key, over the 32 lower-case hexadecimal digits of the text's MD5. Both in unpadded
 * base64url. A receiver takes pieces of any size, up to 16 blocks.
 *
 * Nothing on the wire says which keys were used: `open` tries all of them, whatever it finds, and believes those that
 * verify. From then on `seal` replies with the same two; before, with the first of each.
 *
 * Wants a runtime whose PKCS#1 decryption rejects implicitly (see `assertImplicitRejection`): a block with wrong padding
 * opens to noise, and nothing fails before the signature does.
 *
 * @throws {Error} when there is no key, more than two of a side, or one that is no RSA key of at least 2048 bits.
 */
export function rsaEnvelope({ own, peer }: EnvelopeKeys): SteppedEnvelope {
  const ours = sized('private', own)
  const theirs = sized('public', peer)
  let [mine] = ours
  let [its] = theirs

  function* openInSteps(sealed: Sealed): Steps {
    const longest = MOST_BLOCKS * Math.max(...ours.map(({ size }) => size))
    if (sealed.data.length > 2 * longest) return undefined
    const data = bytesOfBase64(sealed.data)
    const signature = bytesOfBase64(sealed.sign)
    // Up to here only public data has been looked at.
    if (!data || !signature) return undefined
    const fitting = ours.filter(({ size }) => data.length % size === 0 && data.length <= MOST_BLOCKS * size)
    const verified: { readonly own: Sized; readonly peer: Sized; readonly plain: Buffer }[] = []
    for (const own of fitting) {
      const opened: Buffer[] = []
      for (const block of pieces(data, own.size)) {
        yield
        opened.push(decrypt(block, own.key))
      }
      const plain = Buffer.concat(opened)
      const digest = md5Hex(plain)
      // No sender has an empty piece; anybody could add one to an envelope that they intercepted, and it would be new to the replay check.
      const everyPieceSays = opened.every(({ length }) => length > 0)
      for (const peer of theirs) {
        const holds = verify('sha256', digest, peer.key, signature)
        if (holds && everyPieceSays) verified.push({ own, peer, plain })
      }
    }
    const [first] = verified
    const text = first && utf8(first.plain)
    if (text !== undefined) [mine, its] = [first?.own, first?.peer]
    return text
  }

  function operations({ data }: Sealed): number {
    const longest = MOST_BLOCKS * Math.max(...ours.map(({ size }) => size))
    const bytes = data.length > 2 * longest ? 0 : (bytesOfBase64(data)?.length ?? 0)
    const blocks = ours.map(({ size }) => bytes / size)
    return blocks
      .filter((count) => Number.isInteger(count) && count <= MOST_BLOCKS)
      .reduce((sum, count) => sum + count, 0)
  }

  function open(sealed: Sealed): string | undefined {
    const steps = openInSteps(sealed)
    for (;;) {
      const { done, value } = steps.next()
      if (done) return value
    }
  }

  function seal(text: string): Sealed {
    if (!mine || !its) throw new Error('an envelope without keys')
    if (!text.isWellFormed()) throw new TypeError('text with half a surrogate pair has no UTF-8')
    const { key } = its
    const plain = Buffer.from(text)
    const blocks = pieces(plain, its.size - PADDING_BYTES).map((piece) =>
      publicEncrypt({ key, padding }, piece),
    )
    return {
      data: Buffer.concat(blocks).toString('base64url'),
      sign: sign('sha256', md5Hex(plain), mine.key).toString('base64url'),
    }
  }

  return { seal, open, openInSteps, operations }
}

function sized(type: 'private' | 'public', keys: readonly KeyObject[]): readonly Sized[] {
  if (keys.length < 1 || keys.length > MOST_KEYS) {
    throw new Error(`an envelope takes one or two ${type} keys, and was given ${keys.length}`)
  }
  return keys.map((key) => {
    if (key.type !== type)
      throw new Error(`an envelope takes a ${type} key here, and was given a ${key.type} one`)
    return { key, size: modulusBytes(key) }
  })
}

const pieces = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )

/** A block that is no number below the modulus, which everybody can see, opens to nothing; then the signature fails. */
function decrypt(block: Buffer, key: KeyObject): Buffer {
  try {
    return privateDecrypt({ key, padding }, block)
  } catch {
    return Buffer.alloc(0)
  }
}

const md5Hex = (plain: Buffer): Buffer => Buffer.from(createHash('md5').update(plain).digest('hex'))

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** After all blocks are joined: a character may lie across two. */
function utf8(bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}
