/* AppKey and AppSecret: issued, replaced, ended. The secret itself is told once and kept as a digest. */
import type { TokenFormats } from '@hufu/dialects'
import { digest, randomText } from '@hufu/engine'
import { type Refusal, invalid } from '../refusal.ts'
import type { App, AppSecret } from '@hufu/engine'

/** Tries to find an AppKey that nobody has; short ones run out, and long ones never meet. */
const MOST_TRIES = 100

/**
 * An AppKey that no app of the platform has; 32 upper-case hexadecimal digits where the platform's are unknown.
 *
 * @throws {Error} where so many are taken that none was found.
 */
export async function freeClientId(
  { platform, formats: { clientId = '{HEX:32}' } }: CredentialRules,
  store: { app(platform: string, clientId: string): Promise<App | undefined> },
): Promise<string> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const made = randomText(clientId)
    if (!(await store.app(platform, made))) return made
  }
  throw new Error(`${platform}: no AppKey of the format ${clientId} is free`)
}

/** 256 bits where the platform's are unknown, in hexadecimal digits: what people copy survives every editor and shell. */
export const newClientSecret = ({ formats: { clientSecret = '{hex:64}' } }: CredentialRules): string =>
  randomText(clientSecret)

/** How the platform's AppKeys and AppSecrets look. */
export interface CredentialRules {
  readonly platform: string
  readonly formats: Pick<TokenFormats, 'clientId' | 'clientSecret'>
}

/** The associated data that binds a sealed AppSecret to its app. */
export const appSecretPlace = (appId: string): string => `app secret ${appId}`

/** Undefined where the platform does not sign with the secret, and a digest is enough. */
export type Sealing = ((plain: string, associated: string) => string) | undefined

export const keptSecretOf = (appId: string, secret: string, seal: Sealing): AppSecret => ({
  digest: digest('client', secret),
  ...(seal && { sealed: seal(secret, appSecretPlace(appId)) }),
})

/** Seconds; a month is enough to reach the slowest team. */
export const LONGEST_OVERLAP = 30 * 86_400

/** The app with a new secret; the one before stays good for `overlap` seconds, and then ends by itself. */
export function withNewSecret(app: App, secret: AppSecret, overlap: number, now: number): App | Refusal {
  if (!Number.isInteger(overlap) || overlap < 0 || overlap > LONGEST_OVERLAP) {
    return invalid('overlapSeconds', `must be 0 to ${LONGEST_OVERLAP} whole seconds`)
  }
  const live = app.secrets.filter(({ until }) => until === undefined || until > now)
  const ending = live.find(({ until }) => until !== undefined)
  if (overlap > 0 && live.length > 1 && ending) {
    const rest = (ending.until ?? now) - now
    return invalid(
      'overlapSeconds',
      `two secrets are good already: wait ${rest} s, or replace both at once with an overlap of 0`,
      { fault: 'wait', until: ending.until ?? now },
    )
  }
  const older = overlap === 0 ? [] : live.map((each) => ({ ...each, until: now + overlap }))
  return { ...app, secrets: [secret, ...older] }
}
