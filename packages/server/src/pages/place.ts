/* The place of a merchant's page: its platform, its language, and the request that the language switch repeats. */
import { Buffer } from 'node:buffer'
import type { Html } from '@hufu/web/design/components'
import { type LanguageSwitch, singlePage } from '@hufu/web/design/document'
import type { Language } from '@hufu/web/design/language'

export interface Place {
  readonly language: Language
  /** The path that the platform is mounted at; empty on a host of its own. */
  readonly base: string
  /** The platform's name. */
  readonly platform: string
  /** The authorization request, byte for byte; absent where it could not be shown again. */
  readonly query?: string
  /** A link to a page of the merchant's account, which may be on another host than the platform. */
  account(path: string): string
}

/**
 * The request travels as base64url: it is nobody's text on a page that repeats nothing, and comes back as it was. One
 * platform refuses a link with a parameter more, so the language is no parameter of it.
 */
const languageSwitch = ({ base, query }: Place): LanguageSwitch | undefined =>
  query === undefined
    ? undefined
    : { action: `${base}/language`, fields: { back: Buffer.from(query, 'latin1').toString('base64url') } }

/** The form of the language switch posts the request again, unchanged. */
export const requestOf = (back: string): string => Buffer.from(back, 'base64url').toString('latin1')

export function merchantPage(place: Place, title: string, body: Html, scripted?: true): Html {
  const { language, base, platform } = place
  const switching = languageSwitch(place)
  return singlePage(
    {
      language,
      base,
      title,
      platform,
      ...(switching && { languageSwitch: switching }),
      ...(scripted && { scripted }),
    },
    body,
  )
}
