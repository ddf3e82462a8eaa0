/* What is known of a trial between two pages: sealed in the store, for an hour, for one session and one app. */
import type { Verdict } from '@hufu/server'
import type { TokensOf } from '@hufu/client'
import type { Dialect } from '@hufu/dialects'
import { TRIAL_SECONDS, trialId } from '@hufu/server'
import type { Runtime } from '@hufu/server'
import type { AppVisit } from '../console.ts'

export type TrialStep = 'authorize' | 'callback' | 'token' | 'refresh' | 'userInfo' | 'revoke'

/** Secrets are masked in both texts. */
export interface TriedExchange {
  readonly step: TrialStep
  readonly request: string
  readonly response?: string
  /** Absent where it was accepted. */
  readonly refused?: Verdict
}

/** What the page has to say that is no answer of the server. */
export type Slip = 'no_code' | 'wrong_state' | 'wrong_key' | 'no_secret' | 'no_refresh_token'

export interface Trial {
  /** The link's parameters, by their names on the wire. */
  readonly values: Readonly<Record<string, string>>
  /** Where the server would follow it. */
  readonly link?: string
  readonly refused?: Verdict
  readonly code?: string
  readonly tokens?: TokensOf<Dialect>
  readonly exchanges: readonly TriedExchange[]
  readonly slip?: Slip
}

/** The contents of one page. */
const MOST_EXCHANGES = 4

export function trials({ store, ring }: Pick<Runtime, 'store' | 'ring'>) {
  const place = (session: string, appId: string) => `trial ${session} ${appId}`
  return {
    async of({ sessionId, app }: Pick<AppVisit, 'sessionId' | 'app'>): Promise<Trial | undefined> {
      const kept = await store.ticket(trialId(sessionId), 'developer_trial', store.now())
      const text = kept && ring.openText(kept.payload['sealed'] ?? '', place(sessionId, app.id))
      return text === undefined ? undefined : (JSON.parse(text) as Trial)
    },
    /** Which app is being tried in this session. */
    async appId(session: AppVisit['sessionId']): Promise<string | undefined> {
      return (await store.ticket(trialId(session), 'developer_trial', store.now()))?.payload['appId']
    },
    async keep({ sessionId, app }: Pick<AppVisit, 'sessionId' | 'app'>, trial: Trial): Promise<void> {
      const exchanges = trial.exchanges.slice(-MOST_EXCHANGES)
      const createdAt = store.now()
      await store.putTicket({
        id: trialId(sessionId),
        purpose: 'developer_trial',
        subject: sessionId,
        payload: {
          appId: app.id,
          sealed: ring.seal(JSON.stringify({ ...trial, exchanges }), place(sessionId, app.id)),
        },
        createdAt,
        expiresAt: createdAt + TRIAL_SECONDS,
      })
    },
    forget: ({ sessionId }: Pick<AppVisit, 'sessionId'>): Promise<void> =>
      store.dropTicket('developer_trial', sessionId),
  }
}
