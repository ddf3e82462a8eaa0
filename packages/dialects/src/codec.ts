/**
 * Two functions and two laws, to which the tests hold every codec of every dialect:
 *
 *   decode(encode(v)) = v   for every value v
 *   encode(decode(w)) = w   for every wire w that `encode` could have written
 */
export interface Codec<Value, Wire> {
  /** @throws {WireError} when the platform has no way to spell the value. */
  encode(value: Value, context: CodecContext): Wire
  /** @throws {WireError} when the wire does not say what the platform says it must. */
  decode(wire: Wire, context: CodecContext): Value
}

/** All that a codec may know beyond its argument. Data and pure functions only: no I/O, no clock of its own. */
export interface CodecContext {
  /** Seconds since the epoch; may have a fraction, as some platforms write milliseconds. */
  readonly now: number
  /** 32 hexadecimal digits, for platforms that name the exchange in their error replies. */
  readonly requestId: string
  /** Made of the keys of both sides. Dialects that encrypt nothing take `noEnvelope`. */
  readonly envelope: Envelope
  /** Made of the application's secret. Dialects that sign nothing take `noSigner`. */
  readonly signer: Signer
  /** The query that the address has already, which a signature over all parameters is over too. Absent where it has none. */
  readonly beside?: string
  /**
   * Where it is given, an answer is read with care, since it cannot be had again: a member that is not needed and not as the
   * platform says counts as absent, and is told here. The client alone gives it; without it, decoding is strict.
   */
  readonly odd?: ((oddity: Oddity) => void) | undefined
}

/** What was not as the platform says, in an answer that was read all the same. It never holds the value: it may be a secret. */
export interface Oddity {
  /** By its name on the wire; `body` is the reply as a whole. */
  readonly member: string
  readonly problem: OddProblem
}

/**
 * `respelt`: spelt in another way, and read. `repeated`: the last one counts. `surrounded`: text stood around the JSON object.
 * With each other problem the member counts as absent; `lost` is a refresh token that was there and could not be read.
 */
export type OddProblem = WireProblem | 'respelt' | 'surrounded' | 'lost'

/** Encrypts and signs a text, and back. */
export interface Envelope {
  seal(text: string): Sealed
  /** Undefined for every way of being wrong, so that no caller can tell one from another. */
  open(sealed: Sealed): string | undefined
}

/** What an envelope makes of a text: the text encrypted, and the signature over it. */
export interface Sealed {
  readonly data: string
  readonly sign: string
}

/** Signs a text that a codec builds around a secret which it never sees. */
export interface Signer {
  sign(text: (secret: string) => string, scheme: SignatureScheme): string
  /** In constant time. */
  verify(text: (secret: string) => string, signature: string, scheme: SignatureScheme): boolean
}

/** How a text becomes a signature, and how the signature is spelt. HMACs have the secret as their key. */
export interface SignatureScheme {
  readonly mac: 'md5' | 'hmac-md5' | 'hmac-sha1' | 'hmac-sha256' | 'sha256'
  /** `HEX` is in upper case; another case is another signature. */
  readonly spelt: 'hex' | 'HEX' | 'base64'
}

/** The envelopes that dialects name; `@hufu/crypto` has one of each name. */
export type EnvelopeScheme = 'rsa-pkcs1-md5-sha256'

const unused = (what: string) => (): never => {
  throw new Error(`${what} is missing`)
}

/** For dialects that encrypt nothing: whatever seals or opens is a bug, and throws. */
export const noEnvelope: Envelope = { seal: unused('envelope'), open: unused('envelope') }
/** For dialects that sign nothing: whatever signs or verifies is a bug, and throws. */
export const noSigner: Signer = { sign: unused('signer'), verify: unused('signer') }

/** How a parameter can be wrong. `misplaced`: where the platform checks the order. `too_many`: all of them together. */
export type WireProblem =
  | 'missing'
  | 'repeated'
  | 'misplaced'
  | 'too_many'
  | 'malformed'
  | 'unsupported'
  | 'unauthentic'
  | 'too_old'
  | 'bad_time'

/** The same in every copy of this package: one that another copy throws is one too. */
const WIRE_ERROR = Symbol.for('hufu.WireError')

/** What is wrong with a wire, and which parameter to blame. Never holds the value: it may be a secret. */
export class WireError extends Error {
  override readonly name = 'WireError'
  readonly [WIRE_ERROR] = true
  readonly parameter: string
  readonly problem: WireProblem

  constructor(parameter: string, problem: WireProblem) {
    super(`${parameter}: ${problem}`)
    this.parameter = parameter
    this.problem = problem
  }
}

export const isWireError = (error: unknown): error is WireError =>
  typeof error === 'object' && error !== null && WIRE_ERROR in error
