/* What a caller of the keeper gets instead of a token. */
import type { Failure } from '@hufu/client'
import type { Retry } from '@hufu/dialects'
import type { KeptError } from './connection.ts'

const reason = (retry: Retry, hint: string) => ({ retry, hint }) as const

/** What goes wrong beside what the platform and the network do. The list is closed. */
export const keeperReasons = {
  app_unknown: reason('fix_config', 'No such application is configured: name it among apps.'),
  app_ambiguous: reason('fix_config', 'The platform has several applications: say which by app.'),
  connection_unknown: reason(
    'reauth',
    'This shop is not connected: send somebody of the shop to connectUrl.',
  ),
  connection_disabled: reason('fix_config', 'The connection is disabled here: enable it.'),
  connection_revoked: reason('reauth', 'The authorization has ended: send the shop to connectUrl.'),
  reauth_required: reason('reauth', 'Only the consent of the shop helps: send it to reconnectUrl.'),
  another_shop: reason('reauth', 'Another shop logged in than the one to reconnect: nothing was changed.'),
  alias_taken: reason('fix_config', 'Another shop has this alias: choose another.'),
  alias_unfit: reason(
    'fix_config',
    'A tenant, shop or alias is 1 to 200 characters, none of them invisible.',
  ),
  identity_changed: reason(
    'reauth',
    "The platform answered with tokens of another shop or user, which are kept apart: if they are this connection's, accept them; else send the shop to reconnectUrl.",
  ),
  nothing_to_accept: reason('never', 'No tokens are kept apart for this connection, or it has later ones.'),
  id_respelt: reason(
    'fix_config',
    'This shop is known here by an id with another number of zeros in front: a spreadsheet may have taken them. Write the id as the platform does, its column as text.',
  ),
  tokens_unfit: reason('fix_config', 'The tokens, or what is said beside them, are of no form to keep.'),
  shop_unknown: reason(
    'fix_config',
    'The platform does not say which shop it was: give an alias at connect.',
  ),
  file_unfit: reason('fix_config', 'The file is none that can be imported.'),
  return_not_allowed: reason('fix_config', 'returnTo is not on the list: add it to returnPaths.'),
  link_unknown: reason('reauth', 'The link is used, too old, or not of this keeper: make a new one.'),
  link_withdrawn: reason(
    'reauth',
    'The connection was disconnected or disabled after this link was made: make a new one.',
  ),
  address_unknown: reason(
    'fix_config',
    'The request does not say where browsers reach this site: give publicUrl, or the redirectUri of the app.',
  ),
  refresh_underway: reason('after', 'Another process refreshes it, and takes long: ask again.'),
  refresh_uncertain: reason(
    'after',
    'Whether the last refresh was done is unknown, and to ask again could end the authorization: it is asked once more when the access token ends.',
  ),
  refused_unclearly: reason(
    'reauth',
    'Since the access token ended the platform has refused each refresh for hours, in words that are not known here: most likely only the consent of the shop helps. Send it to reconnectUrl.',
  ),
  rate_reached: reason(
    'after',
    "The app's calls are used up for the moment, as many as its rate limit allows: ask again.",
  ),
  refresh_too_soon: reason('after', 'It was refreshed a moment ago.'),
  clock_skew: reason(
    'fix_config',
    "The platform's clock and ours are too far apart for signed requests: set the clock.",
  ),
  key_missing: reason(
    'fix_config',
    'The token is sealed with a key that the ring lacks: put that key back behind the current one.',
  ),
  seal_broken: reason(
    'fix_config',
    'The key in the ring is another than the one of the same id that sealed the token, or the token was changed outside of the keeper: put the right key there; restore a backup of the database, whose tokens are older, only if the key was right.',
  ),
  store_unavailable: reason('after', 'The store does not answer: see its own message.'),
  platform_paused: reason(
    'after',
    'The platform failed several times in a row: it is left alone for a moment.',
  ),
  no_gateway: reason(
    'never',
    'The platform has no API gateway that is documented here: call its API with the access token.',
  ),
  closed: reason('never', 'The keeper is closed.'),
  token_unknown: reason(
    'fix_config',
    "The daemon does not know this bearer token: make one with `hufu keeper token new`, for the daemon's configuration.",
  ),
  not_allowed: reason('fix_config', 'The bearer token is good, but not for this call.'),
  too_many_attempts: reason('after', 'Too many wrong bearer tokens came from this address.'),
  no_such_call: reason('never', 'The daemon has no such call: see its /v1/openapi.json.'),
} as const satisfies Record<string, { readonly retry: Retry; readonly hint: string }>

export type KeeperReason = keyof typeof keeperReasons

/** What an error of the keeper says, as data: safe for logs and for other programs. */
export interface KeeperFailure extends Pick<
  Failure,
  'retry' | 'hint' | 'platformCode' | 'platformMessage' | 'requestId'
> {
  readonly error: KeeperReason | Failure['error']
  /** Seconds since the epoch: not before then. */
  readonly retryAt?: number
  readonly connectionId?: string
}

/** Thrown where no token can be given. `failure` never holds a secret; `retry` says what to do, `hint` says it in words. */
export class KeeperError extends Error {
  override readonly name = 'KeeperError'
  readonly failure: KeeperFailure

  constructor(failure: KeeperFailure, options?: ErrorOptions) {
    const { error, hint, platformCode, platformMessage } = failure
    const said = platformCode === undefined ? '' : ` (the platform: ${platformCode} ${platformMessage ?? ''})`
    super(`${error}: ${hint}${said}`, options)
    this.failure = failure
  }

  get error(): KeeperFailure['error'] {
    return this.failure.error
  }
  get retry(): Retry {
    return this.failure.retry
  }
  get hint(): string {
    return this.failure.hint
  }
  get retryAt(): number | undefined {
    return this.failure.retryAt
  }
}

/** An error of the keeper's own. */
export const keeperError = (
  error: KeeperReason,
  more: Partial<KeeperFailure> = {},
  options?: ErrorOptions,
): KeeperError => new KeeperError({ error, ...keeperReasons[error], ...more }, options)

/** The platform's or the network's, as it is kept. */
export function errorOfKept(
  {
    error,
    retry,
    hint,
    platformCode,
    platformMessage,
    requestId,
  }: Omit<KeptError, 'at'> & Partial<Pick<KeptError, 'at'>>,
  more: Partial<KeeperFailure>,
): KeeperError {
  return new KeeperError({
    error,
    retry,
    hint,
    ...(platformCode !== undefined && { platformCode }),
    ...(platformMessage !== undefined && { platformMessage }),
    ...(requestId !== undefined && { requestId }),
    ...more,
  })
}
