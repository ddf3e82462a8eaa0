/* The platform's clock beside ours. */
import { type CallFailure, isFailure } from '@hufu/client'
import { type App, isClockFailure } from './app.ts'
import type { NewEvent } from '@hufu/keeper-store/events'
import type { KeeperContext } from '../keeper-context.ts'

/** Seconds. */
const WORTH_TELLING = 30
const TELL_AGAIN = 3600

const toldAt = new WeakMap<App, number>()
const measured = new WeakMap<App, number>()

/** Seconds by which its platform's clock was ahead of ours when it last answered; 0 where it does not say. */
export const skewOf = (app: App): number => measured.get(app) ?? 0

/** Tells `clock.skew`, once an hour for an application; a store that cannot keep it is no reason to stop. */
export async function noteSkew(
  { clock, store, tell, warn }: KeeperContext,
  app: App,
  answer: { readonly clockSkew?: number } | CallFailure,
): Promise<void> {
  const { clockSkew: seconds = 0 } = answer
  if (!isFailure(answer) || answer.status !== undefined) measured.set(app, seconds)
  const refused = isFailure(answer) && isClockFailure(answer)
  const now = clock.now()
  if ((Math.abs(seconds) <= WORTH_TELLING && !refused) || now < (toldAt.get(app) ?? 0) + TELL_AGAIN) return
  toldAt.set(app, now)
  const told: readonly NewEvent[] = [
    { type: 'clock.skew', data: { platform: app.platform, app: app.id, seconds, refused } },
  ]
  tell(told)
  await store.tell(told).catch((error: unknown) => {
    warn('the event clock.skew could not be stored', {
      reason: error instanceof Error ? error.message : 'unknown',
    })
  })
}
