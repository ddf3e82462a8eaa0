import { randomBytes } from 'node:crypto'

const DIGITS = 32

/* The call for random bytes costs more than the bytes: take them for 128 requests at a time. */
let digits = ''
let taken = 0

/** 128 random bits, as 32 hexadecimal digits. */
export function requestId(): string {
  if (taken === digits.length) {
    digits = randomBytes((DIGITS / 2) * 128).toString('hex')
    taken = 0
  }
  taken += DIGITS
  return digits.slice(taken - DIGITS, taken)
}
