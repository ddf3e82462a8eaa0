/* chainup's envelope as its page describes it, made of `node:crypto` and nothing of ours. */
import {
  type KeyObject,
  constants,
  createHash,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto'

export interface Pair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export const newPair = (): Pair => generateKeyPairSync('rsa', { modulusLength: 2048 })

/** One line of base64url, as applications hand it over. */
export const spki = ({ publicKey }: Pair): string =>
  publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')

const padding = constants.RSA_PKCS1_PADDING
const PIECE = 245

const md5Hex = (plain: Buffer): Buffer => Buffer.from(createHash('md5').update(plain).digest('hex'))

/** `pieceBytes`: other senders cut at 117 or 234. */
export const encrypt = (plain: Buffer, key: KeyObject, pieceBytes = PIECE): Buffer =>
  Buffer.concat(
    Array.from({ length: Math.ceil(plain.length / pieceBytes) }, (_, index) =>
      publicEncrypt({ key, padding }, plain.subarray(index * pieceBytes, (index + 1) * pieceBytes)),
    ),
  )

export const signatureOf = (plain: Buffer, key: KeyObject): Buffer => sign('sha256', md5Hex(plain), key)

export const decrypt = (data: Buffer, key: KeyObject): Buffer =>
  Buffer.concat(
    Array.from({ length: data.length / 256 }, (_, index) =>
      privateDecrypt({ key, padding }, data.subarray(index * 256, (index + 1) * 256)),
    ),
  )

export const isSignature = (plain: Buffer, signature: Buffer, key: KeyObject): boolean =>
  verify('sha256', md5Hex(plain), key, signature)
