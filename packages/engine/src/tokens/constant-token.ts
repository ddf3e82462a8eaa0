/*
 * Tokens that a grant has for ever, in formats that have no room for more than 128 bits: the grant's id, encrypted. So
 * the platform can say the same token again though only its digest is kept, what was made up is seen for it without the
 * store, and what was not leads to its row without an index. Whoever lacks the key sees 128 random bits.
 */
import { type Cipheriv, type Decipheriv, createCipheriv, createDecipheriv } from 'node:crypto'

const BLOCK = 16
const ID = 6
const zeros = Buffer.alloc(BLOCK - ID)

/* One block under AES-256 has no state to carry over, so one object serves for all: making one costs ten blocks. */
const ciphers = new WeakMap<Uint8Array, Cipheriv>()
const deciphers = new WeakMap<Uint8Array, Decipheriv>()

function kept<Made extends object>(
  known: WeakMap<Uint8Array, Made>,
  key: Uint8Array,
  make: () => Made,
): Made {
  const made = known.get(key) ?? make()
  known.set(key, made)
  return made
}

/** 16 bytes, or more where the format has more: what follows is of the same key and id. */
export function constantBytes(id: number, bytes: number, key: Uint8Array): Buffer {
  const cipher = kept(ciphers, key, () => createCipheriv('aes-256-ecb', key, null).setAutoPadding(false))
  const plain = Buffer.alloc(BLOCK)
  plain.writeUIntBE(id, 0, ID)
  const first = cipher.update(plain)
  if (bytes <= BLOCK) return first
  plain[BLOCK - 1] = 1
  return Buffer.concat([first, cipher.update(plain)]).subarray(0, bytes)
}

/** The id, where the bytes are what `constantBytes` made of one under this key. */
export function readConstant(bytes: Buffer, key: Uint8Array): number | undefined {
  const decipher = kept(deciphers, key, () =>
    createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false),
  )
  const plain = decipher.update(bytes.subarray(0, BLOCK))
  return plain.subarray(ID).equals(zeros) ? plain.readUIntBE(0, ID) : undefined
}
