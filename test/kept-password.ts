import { argon2Sync } from 'node:crypto'

/** A password as it is kept, at a cost that lets a test log in a thousand times. */
export function cheaplyKept(password: string): string {
  const [memory, passes, parallelism] = [8, 1, 1]
  const nonce = Buffer.alloc(16, 7)
  const tag = argon2Sync('argon2id', { message: password, nonce, memory, passes, parallelism, tagLength: 32 })
  const text = [nonce, tag].map((bytes) => bytes.toString('base64').replaceAll('=', '')).join('$')
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text}`
}
