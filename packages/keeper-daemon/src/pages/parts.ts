/* Parts of a connection that several pages show. */
import { dateOf } from '@hufu/dialects'
import type { ConnectionStatus, ConnectionView } from '@hufu/keeper'
import { type Html, type Tone, badge, link, text, when } from '@hufu/web/design/components'
import { type Language, numberText } from '@hufu/web/design/language'
import { html } from 'ghtml'
import { reasonOf } from './reason-words.ts'
import { words } from './words.ts'

const tones: Readonly<Record<ConnectionStatus, Tone>> = {
  pending: 'plain',
  active: 'good',
  degraded: 'wait',
  reauth_required: 'bad',
  revoked: 'plain',
  disabled: 'plain',
}

export const stateOf = (language: Language, { status, refreshing }: ConnectionView): Html =>
  html`!${badge(words[language].states[status], tones[status])}!${when(refreshing, () => html` !${badge(words[language].refreshing)}`)}`

export const pathOf = (id: string): string => `/connections/${encodeURIComponent(id)}`

export const shopOf = ({ id, shop, alias }: ConnectionView): Html =>
  html`<span class="long">!${link(`/ui${pathOf(id)}`, alias ?? shop)}</span>!${when(alias !== undefined, () => html`<br><small class="soft">${shop}</small>`)}`

/** Omits the year of a near date; `zoneText` states the time zone once per page. */
function shortTime(language: Language, seconds: number, now: number): string {
  const near = Math.abs(seconds - now) < 180 * 86_400
  return new Intl.DateTimeFormat(language, {
    ...(near ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(dateOf(seconds))
}

const dayText = (language: Language, seconds: number): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(dateOf(seconds))

const isOver = ({ status }: ConnectionView): boolean => status === 'revoked' || status === 'disabled'

export function nextRefreshOf(language: Language, view: ConnectionView, now: number): Html {
  const { nextRefreshAt, status } = view
  if (nextRefreshAt === undefined || isOver(view) || status === 'reauth_required')
    return text(words[language].never)
  return text(nextRefreshAt <= now ? words[language].overdue : shortTime(language, nextRefreshAt, now))
}

/** Days before an end on which it is shown as near. */
const NEAR = 14

export const endsSoon = (
  { endsAt, status }: Pick<ConnectionView, 'endsAt' | 'status'>,
  now: number,
): boolean =>
  endsAt !== undefined && endsAt < now + NEAR * 86_400 && status !== 'revoked' && status !== 'reauth_required'

export function endOf(language: Language, { endsAt, status }: ConnectionView, now: number): Html {
  // A refusal goes before whatever end was known.
  if (status === 'reauth_required') return badge(words[language].overdue, 'bad')
  if (endsAt === undefined) return text(words[language].noEnd)
  const at = dayText(language, endsAt)
  const near = endsSoon({ endsAt, status }, now)
  return near ? badge(at, endsAt <= now ? 'bad' : 'wait') : text(at)
}

export const quotaLeftOf = (language: Language, { quota }: ConnectionView): Html =>
  quota === undefined
    ? text(words[language].uncounted)
    : text(
        `${numberText(language, Math.max(0, quota.most - quota.used))} / ${numberText(language, quota.most)}`,
      )

/** The error in words, with what to do. */
export function errorOf(language: Language, { lastError, status }: ConnectionView): Html {
  if (!lastError || status === 'active') return text(words[language].none)
  const { what, then } = reasonOf(language, lastError)
  return html`${what} <span class="soft">${then}</span>`
}
