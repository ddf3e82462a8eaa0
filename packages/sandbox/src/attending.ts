/* A call that the platform could read, handled as the script has it: held back, not processed, or processed and then lost. */
import { setTimeout } from 'node:timers/promises'
import { type OAuthError, type TokenSet, isOAuthError } from '@hufu/dialects'
import { digest } from '@hufu/engine'
import type { Observer } from '@hufu/server'
import { attendedOf, learn } from './attended.ts'
import { type Fault, isProcessed } from './fault.ts'
import type { Script } from './script.ts'
import type { Tally } from './tally.ts'
import { type Became, watchedStore } from './watched-store.ts'
import { whoseCall } from './whose.ts'

/** `ended`: delays end with it. */
export function attending(script: Script, tally: Tally, ended: AbortSignal): Observer['attend'] {
  const wait = (seconds: number): Promise<unknown> =>
    seconds === 0
      ? Promise.resolve()
      : setTimeout(seconds * 1000, undefined, { signal: ended, ref: false }).catch(() => undefined)

  return async (request, platform, step, asked, handle) => {
    const { store, policy } = platform.grants
    const whose = await whoseCall(step, asked, platform)
    const { grant, clientId } = whose
    const counted = step === 'refresh' ? grant : undefined
    if (step === 'refresh' && !grant) tally.unknown()
    if (counted && !attendedOf(request)?.closed) {
      const presented = digest('refresh', asked.refreshToken ?? '')
      const end = tally.begun(counted, presented, policy.refreshQuota, store.now())
      learn(request, { end })
    }
    if (counted && whose.spent) tally.count(counted, 'spent')
    const named = clientId === undefined ? {} : { clientId }
    const struck = script.strike({ platform: platform.dialect.id, step, ...named, ...grant })
    const { fault } = struck
    learn(request, { ...named, ...(grant && { grant }), struck })

    await wait(struck.secondsBefore)
    if (fault && !isProcessed(fault)) {
      learn(request, { processed: 'not' })
      if (counted) tally.count(counted, 'notProcessed')
      return said(fault)
    }

    let became: Became | undefined
    const watched = watchedStore(store, (what) => void (became = what))
    const answer = await handle({ ...platform.grants, store: watched })
    const refused = isOAuthError(answer)
    const committed = became?.committed === true
    if (became && !became.committed && became.revoked && grant)
      tally.revoked(grant.grantId, store.now(), became.revoked)
    const processed = committed ? 'committed' : refused ? 'refused' : step === 'refresh' ? 'replayed' : 'read'
    learn(request, { processed, ...(refused && { refused: answer }) })
    if (counted) {
      if (refused) tally.refused(counted, answer.error)
      else tally.count(counted, committed ? 'committed' : 'replayed')
    }
    const given = answer as Partial<TokenSet>
    if (grant && !refused && given.refreshToken !== undefined) tally.gave(grant, given.refreshToken)
    await wait(struck.secondsAfter)
    return fault?.kind === 'error' ? said(fault) : answer
  }
}

/** The handler's answer for the fault. If the dialect has no code for it, the answer is replaced on its way out. */
const said = (fault: Fault): OAuthError => ({
  error: fault.kind === 'error' ? fault.reason : 'server_error',
  detail: `the sandbox: ${fault.kind}`,
})
