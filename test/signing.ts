/* Signatures made by hand, for requests that no client of ours would send. */
import { signerWith } from '@hufu/crypto'
import { type Dialect, type Signing, signedText, signingsOf } from '@hufu/dialects'

type Parameters = Readonly<Record<string, string>>

/** The way in which a call is signed that is sent. @throws {Error} where it is not signed. */
export function signingOf(endpoint: Dialect['token' | 'userInfo'] | Dialect['refresh']): Signing {
  const [signing] = (endpoint && signingsOf(endpoint.request.carrier)) ?? []
  if (!signing) throw new Error('the call is not signed')
  return signing
}

/** The text that is signed over parameters of one place. */
export const textOver = (signing: Signing, query: Parameters, secret = ''): string =>
  signedText(signing, { query, body: {}, raw: '' }, secret)

export const signatureOver = (signing: Signing, query: Parameters, secret: string): string =>
  signerWith(secret).sign((each) => textOver(signing, query, each), signing)
