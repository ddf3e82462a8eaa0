/* Signing what is sent, and proving what came. */
import { type CodecContext, WireError } from '../codec.ts'
import type { Bag } from '../fields/field.ts'
import { type Signable, type Signings, applies, signedText } from './signing.ts'

/** The signatures of a call, put to work. Calls that are not signed carry nothing of it. */
export interface Proof {
  /** The first is sent, any of them is taken. */
  readonly signings: Signings
  readonly around: readonly [{ readonly name: string; readonly note: string }]
  /** The parameters with their signature. `signable`: the whole request, where they are not all of it. */
  signed(bag: Bag, context: CodecContext, signable?: Signable): Bag
  /** @throws {WireError} unless one of the signatures vouches for all that was read. */
  verify(sent: Signable, context: CodecContext): void
}

/** For calls and links that the application's secret signs. */
export function signedBy(...signings: Signings): Proof {
  const [first] = signings
  const { into } = first
  return {
    signings,
    around: [{ name: into, note: 'the signature' }],
    signed: (bag, { signer }, signable = { query: bag, body: {}, raw: '' }) => ({
      ...bag,
      [into]: signer.sign((secret) => signedText(first, signable, secret), first),
    }),
    verify(sent, { signer }) {
      const given = sent.query[into] ?? sent.body[into]
      if (typeof given !== 'string' || given === '') throw new WireError(into, 'missing')
      const isCopy = Object.keys(sent.body).every((name) => Object.hasOwn(sent.query, name))
      const holds = signings.some(
        (signing) =>
          applies(signing, sent) &&
          (!signing.copies || isCopy) &&
          [true, false].some((withEmpties) =>
            signer.verify((secret) => signedText(signing, sent, secret, withEmpties), given, signing),
          ),
      )
      if (!holds) throw new WireError(into, 'unauthentic')
    },
  }
}
