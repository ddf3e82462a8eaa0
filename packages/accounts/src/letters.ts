/* Letters that wait to be sent: queued with what they tell of, in the same commit. */
import { emailKey } from './people/email.ts'
import { digest } from '@hufu/engine'
import type { Digest } from '@hufu/engine'

/** The mailbox of an address, however it is spelt. */
export const readerOf = (address: string): Digest<'letter'> => digest('letter', emailKey(address))

export interface QueuedLetter {
  readonly id: string
  /** A digest of the address, so that the letters of an erased account can be deleted unsent. */
  readonly reader: Digest<'letter'>
  /** Address, subject and text. */
  readonly sealed: string
  /** Seconds since the epoch. */
  readonly createdAt: number
  /** How often it was taken to be sent, with this time. */
  readonly tries: number
}

export interface LetterStore {
  /** Due at once. */
  putLetter(letter: QueuedLetter): Promise<void>
  /**
   * Of those that are due the one that has been so for longest, for whoever asks alone until then. Where it is neither
   * removed nor delayed by then it is due again: its sender has died, and it may go out twice.
   */
  takeLetter(now: number, until: number): Promise<QueuedLetter | undefined>
  /** Due from then on. */
  delayLetter(id: string, until: number): Promise<void>
  /** False: it is gone already. */
  removeLetter(id: string): Promise<boolean>
  /** All that wait for this mailbox. */
  dropLetters(reader: Digest<'letter'>): Promise<void>
  /** The oldest first. */
  letters(limit: number): Promise<readonly QueuedLetter[]>
}
