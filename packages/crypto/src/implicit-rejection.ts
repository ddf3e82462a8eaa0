import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto'

let proven = false

/**
 * Proves by trying, once a process, that PKCS#1 v1.5 decryption in this runtime rejects implicitly: a block with wrong padding opens, each
 * time, to the same noise. Where it fails instead, whoever may send blocks can read what others encrypted (Bleichenbacher
 * 1998, Marvin 2023), so a server with an RSA envelope must not start there. Takes about 10 ms.
 *
 * @throws {Error} when it does not. `decrypt` is for tests.
 */
export function assertImplicitRejection(decrypt: typeof privateDecrypt = privateDecrypt): void {
  if (proven && decrypt === privateDecrypt) return
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const misfit = Buffer.alloc(128, 7)
  misfit.set([0, 1]) // type 1 is for signatures
  const block = publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, misfit)
  const open = () => decrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, block)
  if (!noiseTwice(open)) {
    throw new Error(
      `This runtime (${process.version}, OpenSSL ${process.versions.openssl}) does not reject wrong RSA padding ` +
        'implicitly, so an RSA envelope would not be safe in it. Run Node 24.7 or later, with the OpenSSL it comes with.',
    )
  }
  if (decrypt === privateDecrypt) proven = true
}

function noiseTwice(open: () => Buffer): boolean {
  try {
    return open().equals(open())
  } catch {
    return false
  }
}
