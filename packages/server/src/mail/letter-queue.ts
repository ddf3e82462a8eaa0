/*
 * Letters wait in the store, sealed, from the commit of what they tell of until a mail server has taken them. A letter may
 * go out twice where a process ends between the two, and never because two of them send at once.
 */
import { randomBytes } from 'node:crypto'
import type { KeyRing } from '@hufu/crypto'
import { type QueuedLetter, type Store, readerOf } from '@hufu/accounts'
import { apart } from '@hufu/web/as-one'
import type { Transport } from './mail-transport.ts'
import type { Letter, Mail, MailLog } from './letter.ts'

export const MOST_LETTERS = 1000
/** A slow mail server holds up one letter, not all. */
const AT_ONCE = 2
/** Seconds after which another may send what one has taken: longer than a mail server may take to answer. */
const LEASE_SECONDS = 300
/** Seconds until the next try; the last one is repeated. A server that greylists a stranger wants some minutes. */
const AGAIN_AFTER = [5, 60, 300, 1800]
/** After a day its link is worth nothing, or its news no news. */
const GIVEN_UP_AFTER = 86_400
const CLOSING_SECONDS = 5
/** Milliseconds between two looks for what other processes have queued, or what is due again. */
const POLL = 5000

/** The associated data that binds a sealed letter to its row. */
export const letterPlace = (id: string): string => `letter ${id}`

/** `pauses`: seconds until each further try. */
export function letterQueue(
  store: Store,
  ring: KeyRing,
  transport: Transport,
  log: MailLog,
  pauses: readonly number[] = AGAIN_AFTER,
): Mail {
  let closed = false
  let turn: Promise<void> | undefined
  let isAskedAgain = false
  let timer: NodeJS.Timeout | undefined

  async function deliver(queued: QueuedLetter): Promise<void> {
    const { id, tries, createdAt } = queued
    const text = ring.openText(queued.sealed, letterPlace(id))
    if (text === undefined) {
      log.error({ letter: id }, 'a letter is not sent: its row in the store was changed by another program')
      await store.removeLetter(id)
      return
    }
    const letter = JSON.parse(text) as Letter
    try {
      await transport.deliver(letter)
    } catch (error) {
      const said = { ...causeOf(error), domain: letter.to.split('@')[1], attempt: tries }
      const next = store.now() + (pauses[tries - 1] ?? pauses.at(-1) ?? 0)
      if (isFinal(error) || next >= createdAt + GIVEN_UP_AFTER) {
        log.error(said, 'a letter could not be sent')
        await store.removeLetter(id)
      } else {
        log.warn(said, 'a letter could not be sent; it is tried again')
        await store.delayLetter(id, next)
      }
      return
    }
    await store.removeLetter(id)
  }

  /** Until none is due. */
  async function sendDue(): Promise<void> {
    while (!closed) {
      const now = store.now()
      const letter = await store.takeLetter(now, now + LEASE_SECONDS)
      if (!letter) return
      await deliver(letter)
    }
  }
  async function work(): Promise<void> {
    while (isAskedAgain) {
      isAskedAgain = false
      await Promise.all(Array.from({ length: AT_ONCE }, sendDue))
    }
  }

  function wake(): void {
    if (closed) return
    isAskedAgain = true
    turn ??= apart(work)
      .catch((error: unknown) => {
        if (!closed)
          log.error({ err: error }, 'the letters that wait could not be read; the next run tries again')
      })
      .finally(() => (turn = undefined))
  }
  const settled = async (): Promise<void> => {
    wake()
    while (turn) await turn
  }

  return {
    on: true,
    async send(letter) {
      const waiting = await store.letters(MOST_LETTERS)
      if (waiting.length >= MOST_LETTERS) {
        log.error({ waiting: waiting.length }, 'a letter was dropped because too many letters wait')
        return false
      }
      const id = randomBytes(16).toString('hex')
      const sealed = ring.seal(JSON.stringify(letter), letterPlace(id))
      await store.putLetter({ id, reader: readerOf(letter.to), sealed, createdAt: store.now(), tries: 0 })
      return true
    },
    wake,
    start() {
      timer ??= setInterval(wake, POLL)
      timer.unref()
      wake()
    },
    settled,
    async close() {
      clearInterval(timer)
      const { promise, resolve } = Promise.withResolvers<void>()
      const patience = setTimeout(resolve, CLOSING_SECONDS * 1000)
      await Promise.race([settled(), promise])
      clearTimeout(patience)
      closed = true
      transport.close()
    },
  }
}

/** A server's 5xx on the letter is its last word; on a login it is a wrong password, which can be mended. */
const isFinal = (error: unknown): boolean =>
  numberOf(error, 'responseCode') >= 500 && textOf(error, 'code') !== 'EAUTH'

/** A server's reply may repeat the address, and the letter contains a link: only codes are logged. */
function causeOf(error: unknown): Readonly<Record<string, string | number>> {
  const command = textOf(error, 'command')
  const answered = numberOf(error, 'responseCode')
  return {
    code: textOf(error, 'code') ?? 'unknown',
    ...(command !== undefined && { command: command.slice(0, 12) }),
    ...(answered > 0 && { answered }),
  }
}

const memberOf = (error: unknown, member: string): unknown =>
  error instanceof Error ? Reflect.get(error, member) : undefined

function numberOf(error: unknown, member: string): number {
  const value = memberOf(error, member)
  return typeof value === 'number' ? value : 0
}

function textOf(error: unknown, member: string): string | undefined {
  const value = memberOf(error, member)
  return typeof value === 'string' ? value : undefined
}
