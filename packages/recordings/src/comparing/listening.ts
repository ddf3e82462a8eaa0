/*
 * A context for codecs that takes note of what a message was sealed and signed with. Where there is no key, a signature
 * counts as good and an envelope as closed, and both are noted: the report says "not checked".
 */
import type { CodecContext, Envelope, Oddity, Signer } from '@hufu/dialects'

export interface Listening {
  /** For decoding. `odd` as in `CodecContext`. */
  context(odd?: (oddity: Oddity) => void): CodecContext
  readonly heard: {
    /** Something was signed, and nothing was there to check it with. */
    isSignatureUnchecked: boolean
    /** Set by who decodes, once no signature holds: from then on each counts as good, so that the rest is read. */
    isForged: boolean
    /** There is an envelope, and no key to it. */
    isClosed: boolean
    /** There is an envelope that these keys do not open. */
    isUnopened: boolean
    /** What was in the envelope. */
    opened?: string
    /** What stands for the contents of an envelope that stays closed, so that what is beside it is read. */
    filling?: string
  }
}

interface Known {
  readonly now: number
  readonly signer: Signer | undefined
  readonly envelope: Envelope | undefined
  /** What the recording says was in the envelope. */
  readonly opened: string | undefined
}

const never = (): never => {
  throw new Error('decoding neither seals nor signs')
}

const REQUEST_ID = '0123456789abcdef0123456789abcdef'

export function listening({ now, signer, envelope, opened }: Known): Listening {
  const heard: Listening['heard'] = {
    isSignatureUnchecked: false,
    isForged: false,
    isClosed: false,
    isUnopened: false,
  }
  const verify: Signer['verify'] = (...signed) => {
    if (heard.isForged) return true
    return signer ? signer.verify(...signed) : (heard.isSignatureUnchecked = true)
  }
  const open: Envelope['open'] = (sealed) => {
    const text = opened ?? envelope?.open(sealed)
    if (opened !== undefined) heard.isSignatureUnchecked = true
    if (text !== undefined) heard.opened = text
    else if (!envelope) heard.isClosed = true
    else if (!heard.isUnopened) {
      heard.isUnopened = true
      return undefined // Once: so the codec says which member is to blame.
    }
    return text ?? heard.filling
  }
  const context: CodecContext = {
    now,
    requestId: REQUEST_ID,
    envelope: { seal: never, open },
    signer: { sign: never, verify },
  }
  return { heard, context: (odd) => (odd ? { ...context, odd } : context) }
}

/** What `encode` wrote, and what it put into the envelope. */
export interface Written<Wire> {
  readonly wire: Wire
  readonly sealed?: string
}

/**
 * What the dialect writes for a value, twice: at this moment, and under a clock, an exchange's id, keys and a secret that are
 * all other ones. Where the two differ, the value follows from these, and only its shape is the dialect's.
 */
export function writtenTwice<Value, Wire>(
  codec: { encode(value: Value, context: CodecContext): Wire },
  value: Value,
  now: number,
): readonly [Written<Wire>, Written<Wire>] {
  const write = (time: number, requestId: string, mark: string): Written<Wire> => {
    let text: string | undefined
    const seal = (sealed: string) => {
      text = sealed
      return { data: mark, sign: mark }
    }
    const context: CodecContext = {
      now: time,
      requestId,
      envelope: { seal, open: never },
      signer: { sign: () => mark, verify: never },
    }
    const wire = codec.encode(value, context)
    return { wire, ...(text !== undefined && { sealed: text }) }
  }
  return [write(now, REQUEST_ID, 'a'), write(now + 1_000_003, 'f'.repeat(32), '0')]
}
