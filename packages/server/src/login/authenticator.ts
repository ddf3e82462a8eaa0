/* The server's side of an authenticator app, and the picture that one is set up from. */
import type { KeyRing } from '@hufu/crypto'
import type { Authenticator, FactorContext } from '@hufu/accounts'
import { Secret, TOTP } from 'otpauth'
import { encode } from 'uqr'
import { html } from 'ghtml'
import type { Html } from '@hufu/web/design/components'

/** The parameters that every authenticator app supports (RFC 6238, and the apps' common reading of otpauth://). */
const usual = { algorithm: 'SHA1', digits: 6, period: 30 } as const
/** Steps on either side: clocks of phones are seldom half a minute wrong. */
const WINDOW = 1

export const authenticator: Authenticator = {
  newSecret: () => new Secret({ size: 20 }).base32,
  stepOf(secret, code, now) {
    const timestamp = now * 1000
    const totp = { ...usual, secret: Secret.fromBase32(secret), timestamp }
    const delta = TOTP.validate({ ...totp, token: code, window: WINDOW })
    return delta === null ? undefined : TOTP.counter({ period: usual.period, timestamp }) + delta
  },
}

export const factorContext = (ring: Pick<KeyRing, 'seal' | 'openText'>): FactorContext => ({
  authenticator,
  seal: (plain, place) => ring.seal(plain, place),
  unseal: (sealed, place) => ring.openText(sealed, place),
})

/** `otpauth://totp/...`: what the picture says. */
export const authenticatorUri = (issuer: string, label: string, secret: string): string =>
  new TOTP({ ...usual, issuer, label, secret: Secret.fromBase32(secret) }).toString()

/** Black on white in either colour scheme, as cameras want it: one path, no style. */
export function qrCode(text: string, label: string): Html {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" width="240" height="240" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path fill="#000" d="${path}"/></svg>`
}
