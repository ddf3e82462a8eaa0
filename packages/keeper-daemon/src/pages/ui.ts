/* The context of every page of the keeper. */
import { createHash, randomBytes } from 'node:crypto'
import type { Sessions } from '@hufu/web/sessions'
import type { Site, Visit } from '@hufu/web/site'
import type { Guard } from '../api/access.ts'
import type { Kept } from '../api/calls.ts'
import type { Administrator } from './sessions.ts'

export const PREFIX = '/ui'

export type UiVisit = Visit<Administrator>

export interface Ui extends Kept {
  readonly site: Site<Administrator>
  readonly guard: Guard
  readonly sessions: Sessions<Administrator>
  /** A path of this daemon as browsers elsewhere reach it. */
  absolute(path: string): string
}

/** A one-time link's key as the store knows it. */
export const linkKey = (key: string): string => `ui ${createHash('sha256').update(key).digest('hex')}`

const LINK_SECONDS = 600

/** Path of a link that logs one browser in, once, within ten minutes. */
export async function oneTimeLink(context: Kept['context']): Promise<string> {
  const key = randomBytes(32).toString('base64url')
  await context.store.putState(linkKey(key), '', context.clock.now() + LINK_SECONDS)
  return `${PREFIX}/enter?key=${key}`
}
