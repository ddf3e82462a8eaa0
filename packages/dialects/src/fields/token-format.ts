/**
 * The characters of a random part: `number` is digits of which the first is no zero, `base32` is `a` to `z` and `0` to `5`.
 */
export type Alphabet = 'hex' | 'HEX' | 'digits' | 'number' | 'base32' | 'base62' | 'base64url'

/** A random part of so many characters, such as `{hex:32}`. */
type RandomPart = `{${Alphabet}:${number}}`

/**
 * How a platform's codes, tokens, openids, AppKeys and AppSecrets look: random parts, and the text between them, such as
 * `shpat_{hex:32}` or `0_{clientId}_{base62:22}`. `{clientId}` and `{shopId}` stand for the app's and the shop's own. Codes
 * and tokens have 128 random bits at least, whatever the platform's have.
 *
 * Tokens with a random part of 64 characters of base64url lead to their grant without an index.
 */
export type TokenTemplate = `${string}${RandomPart}${string}`

/**
 * Formats that several platforms have.
 *
 * - `opaque`: 64 characters of base64url, for what platforms leave open
 * - `hex32`: `a3207b6b5ad04249ad1dbf6a98248bea`
 * - `uuid`: `eab621c8-3a84-4175-a6ef-d5e3a22dadbf`, all 128 bits of it free
 * - `hex32-and-four`: `9097002316914b3583f3499fa9ad7d69xota`
 * - `base64url-43`: `49L4y3KtuV87ymNjRTXCB0vnEiY45eyiYwHmCz4zSkU`
 */
export type NamedFormat = 'opaque' | 'hex32' | 'uuid' | 'hex32-and-four' | 'base64url-43'

export type TokenFormat = NamedFormat | TokenTemplate

/** The formats of what a platform mints and hands to applications. */
export interface TokenFormats {
  readonly accessToken: TokenFormat
  readonly refreshToken: TokenFormat
  readonly openId: TokenFormat
  /** `opaque` where nothing is said. */
  readonly code?: TokenFormat
  /** The AppKey: `{HEX:32}` where nothing is said. It is no secret, and may be short. */
  readonly clientId?: TokenTemplate
  /** The AppSecret: `{hex:64}` where nothing is said. */
  readonly clientSecret?: TokenTemplate
}
