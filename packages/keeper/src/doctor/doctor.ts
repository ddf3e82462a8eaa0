/* One connection's whole story: what is, why, what to do, and what happened. */
import type { Connection } from '@hufu/keeper-store/connection'
import type { ConnectionView } from '../connection/connection-view.ts'
import { KeeperError } from '@hufu/keeper-store/errors'
import type { KeeperEvent } from '@hufu/keeper-store/events'
import { heldOf } from '../refresh/held-back.ts'
import { type Which, rowOf } from '../connection/find.ts'
import { type KeeperContext, appOf } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { sealsOf } from '../sealing/seals.ts'
import { sharersOf } from '../refresh/shared.ts'
import { skewOf } from '../app/skew.ts'
import { viewOf } from '../connection/view.ts'
import { chinese } from './chinese.ts'
import { english } from './english.ts'
import type { Finding } from './finding.ts'
import { findings } from './findings.ts'
import { thai } from './thai.ts'
import { say } from './words.ts'

const languages = { en: english, 'zh-CN': chinese, th: thai } as const
export type DoctorLanguage = keyof typeof languages

/** A finding as data, and in words. */
export type SaidFinding = Finding & {
  readonly what: string
  readonly why?: string
  readonly todo?: string
}

export interface Diagnosis {
  /** Seconds since the epoch, by the store's clock. */
  readonly at: number
  readonly connection: ConnectionView
  /** The worst first. */
  readonly findings: readonly SaidFinding[]
  /** The newest first. */
  readonly timeline: readonly KeeperEvent[]
}

const TIMELINE = 50

/** @throws {KeeperError} `connection_unknown`, `app_unknown`, `app_ambiguous`, `store_unavailable`. */
export async function doctor(
  context: KeeperContext,
  which: Which,
  language: DoctorLanguage = 'en',
): Promise<Diagnosis> {
  const { store, clock, spool, sealing, owner, apps } = context
  const row = await rowOf(context, which)
  await orUnavailable(clock.ask())
  const now = clock.now()
  const [journal, timeline] = await orUnavailable(
    Promise.all([store.journaled(row.id), store.story(row.id, TIMELINE)]),
  )
  const app = configured(context, row)
  const { disk, memory } = spool.all()
  const isOurs = ({ connectionId }: { readonly connectionId: string }) => connectionId === row.id
  const found = findings({
    row,
    app,
    now,
    skew: { store: now - Date.now() / 1000, platform: app ? skewOf(app) : 0 },
    journaled: journal.length,
    held: await heldOf(context, row),
    sharers: (await sharersOf(context, row)).length,
    spooled: {
      disk: disk.filter(isOurs).length,
      memory: memory.filter(isOurs).length,
    },
    keyIds: sealing.ring.ids,
    seals: sealsOf(sealing, row),
    owner,
    restoredAt: context.copy.restoredAt(),
  })
  return {
    at: now,
    connection: viewOf(row, apps, now),
    findings: found.map((each) => {
      const [what, why, todo] = say(languages[language], each, now)
      return { ...each, what, ...(why !== undefined && { why }), ...(todo !== undefined && { todo }) }
    }),
    timeline,
  }
}

/** Undefined if the app is no longer configured. */
function configured(context: KeeperContext, row: Connection) {
  try {
    return appOf(context, row)
  } catch (error) {
    if (error instanceof KeeperError) return undefined
    throw error
  }
}
