/* The configured targets of events. */
import { type EventType, type KeeperEvent, eventTypes } from '@hufu/keeper-store/events'
import { bytesOfSecret } from './secret.ts'
import type { WebhookSecrets } from './signature.ts'

export interface WebhookOptions {
  /** Over https; over http only to this machine. */
  readonly url: string
  /** `whsec_...`; several while one is replaced, the current one first: each message is signed with all. */
  readonly secret: WebhookSecrets
  /** All by default. */
  readonly events?: readonly EventType[] | undefined
  /** Those of these tenants alone; of all, and what concerns no tenant, by default. */
  readonly tenants?: readonly string[] | undefined
}

/** By a lasting name of yours: the progress is stored under it. */
export type WebhooksOptions = Readonly<Record<string, WebhookOptions>>

export interface Endpoint {
  readonly name: string
  readonly url: string
  readonly secrets: WebhookSecrets
  wants(event: KeeperEvent): boolean
}

/** @throws {TypeError} when an option makes no sense; the message holds neither secret nor address. */
export const endpointsOf = (asked: WebhooksOptions): readonly Endpoint[] =>
  Object.entries(asked).map(([name, options]) => endpointOf(name, options))

function endpointOf(name: string, { url, secret, events, tenants }: WebhookOptions): Endpoint {
  const wrong = (what: string) => new TypeError(`webhooks: ${JSON.stringify(name)}: ${what}`)
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(name))
    throw wrong('its name is invalid: use at most 63 lower-case letters, digits, - and _')
  const why = faultOf(url)
  if (why !== undefined) throw wrong(why)
  const secrets = [secret].flat()
  if (secrets.length === 0) throw wrong('it has no secret')
  for (const each of secrets) bytesOfSecret(each)
  const unknown = events?.find((type) => !eventTypes.includes(type))
  if (unknown !== undefined)
    throw wrong(`there is no event ${JSON.stringify(unknown)}: it is one of ${eventTypes.join(', ')}`)
  return {
    name,
    url,
    secrets,
    wants: ({ type, tenant }) =>
      (events?.includes(type) ?? true) &&
      (tenants === undefined || (tenant !== undefined && tenants.includes(tenant))),
  }
}

/** A private address is taken: the keeper runs in one's own network, and its configuration is one's own. */
function faultOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url) return 'its url is invalid'
  if (url.username !== '' || url.password !== '')
    return 'its url holds a password: the signature is proof enough'
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return undefined
  return 'its url is not https: only this machine (localhost, 127.0.0.1, [::1]) is reached over http'
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
