/* A developer's second factor. Each code counts once, and may be guessed no oftener than a password. */
import { type DeveloperContext, changeDeveloper, endAll } from '../people/developer-account.ts'
import { factorGuesses } from './developer-login.ts'
import type { Developer } from '../people/developers.ts'
import type { SilentLoginFailure } from './login.ts'
import { attempt } from './login-limits.ts'
import { type Refusal, invalid, isRefusal } from '../refusal.ts'
import {
  type FactorContext,
  type Totp,
  afterCode,
  factorPlace,
  newRecoveryCodes,
  recoveryDigest,
} from './second-factor.ts'

export interface DeveloperFactorContext extends DeveloperContext {
  readonly factor: FactorContext
}

export const developerFactorPlace = (id: string): string => factorPlace(`developer ${id}`)

/** Uses up a code of the authenticator app, or a recovery code. */
export async function checkDeveloperCode(
  { id }: Pick<Developer, 'id'>,
  given: { readonly code: string; readonly address: string },
  context: DeveloperFactorContext,
): Promise<{ readonly developer: Developer } | SilentLoginFailure> {
  let developer: Developer | undefined
  const isRight = async (): Promise<boolean> => {
    const changed = await changeDeveloper(
      id,
      (before) => {
        const totp =
          before.status === 'active' && before.totp && used(before, before.totp, given.code, context)
        return totp ? { ...before, totp } : wrongCode
      },
      context,
    )
    if (isRefusal(changed)) return false
    developer = changed
    return true
  }
  const { verdict } = await attempt(
    { account: factorGuesses(id), address: given.address, isRight },
    context.store,
  )
  if (verdict === 'right' && developer) return { developer }
  return { failed: verdict === 'right' ? 'wrong' : verdict }
}

const wrongCode = invalid('code', 'is wrong, or was used already')

function used(
  { id }: Developer,
  totp: Totp,
  code: string,
  { factor, store }: DeveloperFactorContext,
): Totp | undefined {
  const secret = factor.unseal(totp.sealed, developerFactorPlace(id))
  if (secret === undefined)
    throw new Error(
      `the second factor of developer ${id} cannot be decrypted: the store was changed by another program; restore it from a backup`,
    )
  return afterCode(totp, code, { secret, authenticator: factor.authenticator, now: store.now() })
}

/** A developer and their new recovery codes, which are shown this once. */
export interface WithRecoveryCodes {
  readonly developer: Developer
  readonly codes: readonly string[]
}

/** Adds the second factor. The first code proves that the authenticator app has the secret. */
export async function addSecondFactor(
  id: string,
  { secret, code }: { readonly secret: string; readonly code: string },
  context: DeveloperFactorContext,
): Promise<WithRecoveryCodes | Refusal> {
  const { factor, store } = context
  const step = factor.authenticator.stepOf(secret, code.replace(/\s/g, ''), store.now())
  if (step === undefined) return wrongCode
  const codes = newRecoveryCodes()
  const totp: Totp = {
    sealed: factor.seal(secret, developerFactorPlace(id)),
    lastStep: step,
    recovery: codes.map(recoveryDigest),
    since: store.now(),
  }
  const developer = await changeDeveloper(
    id,
    (before) => (before.totp ? invalid('code', 'there is a second factor already') : { ...before, totp }),
    context,
  )
  return isRefusal(developer) ? developer : { developer, codes }
}

/** The earlier codes no longer work. */
export async function replaceRecoveryCodes(
  id: string,
  context: DeveloperContext,
): Promise<WithRecoveryCodes | Refusal> {
  const codes = newRecoveryCodes()
  const developer = await changeDeveloper(
    id,
    (before) =>
      before.totp
        ? { ...before, totp: { ...before.totp, recovery: codes.map(recoveryDigest) } }
        : invalid('developer', 'has no second factor'),
    context,
  )
  return isRefusal(developer) ? developer : { developer, codes }
}

/** For the owner, who has just proved the second factor. */
export const removeSecondFactor = (id: string, context: DeveloperContext): Promise<Developer | Refusal> =>
  changeDeveloper(
    id,
    ({ totp, ...rest }) => (totp ? rest : invalid('developer', 'has no second factor')),
    context,
  )

/** For an operator, when the developer has lost it. Ends the sessions: the developer logs in by password and adds another. */
export async function resetSecondFactor(id: string, context: DeveloperContext): Promise<Developer | Refusal> {
  const changed = await removeSecondFactor(id, context)
  if (!isRefusal(changed)) await endAll(changed, context)
  return changed
}
