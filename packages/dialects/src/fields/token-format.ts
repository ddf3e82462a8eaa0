/**
 * How a platform's codes, tokens and openids look. Only names: who mints has one spelling of each.
 *
 * - `opaque`: 64 characters of base64url, for what platforms leave open; room for a grant's id beside 256 random bits
 * - `hex32`: `a3207b6b5ad04249ad1dbf6a98248bea`
 * - `uuid`: `eab621c8-3a84-4175-a6ef-d5e3a22dadbf`, all 128 bits of it free
 * - `hex32-and-four`: `9097002316914b3583f3499fa9ad7d69xota`
 * - `base64url-43`: `49L4y3KtuV87ymNjRTXCB0vnEiY45eyiYwHmCz4zSkU`
 */
export type TokenFormat = 'opaque' | 'hex32' | 'uuid' | 'hex32-and-four' | 'base64url-43'

/** The formats of what a platform mints and hands to applications. */
export interface TokenFormats {
  readonly accessToken: TokenFormat
  readonly refreshToken: TokenFormat
  readonly openId: TokenFormat
}
