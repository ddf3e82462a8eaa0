/* The errors of the keeper. */
import type { Failure } from '@hufu/client'
import type { Retry } from '@hufu/dialects'
import type { KeptError } from './connection.ts'

const reason = (retry: Retry, hint: string) => ({ retry, hint }) as const

/** Errors of the keeper itself, beside those of the platform and the network. The list is closed. */
export const keeperReasons = {
  app_unknown: reason('fix_config', 'The application is not configured: add it to `apps`.'),
  app_ambiguous: reason('fix_config', 'The platform has several applications: name one in `app`.'),
  connection_unknown: reason('reauth', 'The shop is not connected: send the shop to connectUrl.'),
  connection_disabled: reason('fix_config', 'The connection is disabled here: enable it.'),
  connection_revoked: reason('reauth', 'The authorization has ended: send the shop to connectUrl.'),
  reauth_required: reason('reauth', 'The shop has to consent again: send it to reconnectUrl.'),
  another_shop: reason(
    'reauth',
    'Nothing was changed, because another shop logged in than the one to reconnect.',
  ),
  alias_taken: reason('fix_config', 'Another shop has this alias: choose another.'),
  alias_unfit: reason(
    'fix_config',
    'A tenant, shop or alias has 1 to 200 characters, and no invisible ones.',
  ),
  identity_changed: reason(
    'reauth',
    'The platform answered with tokens of another shop or user, which are held back. Accept them if they belong to this connection; otherwise send the shop to reconnectUrl.',
  ),
  nothing_to_accept: reason('never', 'No tokens are held back for this connection, or it has newer ones.'),
  id_respelt: reason(
    'fix_config',
    'This shop has an id here with another number of leading zeros: a spreadsheet may have removed them. Write the id as the platform does, in a column of type text.',
  ),
  tokens_unfit: reason(
    'fix_config',
    'The tokens, or other values of the reply, have a form that cannot be stored.',
  ),
  shop_unknown: reason(
    'fix_config',
    'The platform does not say which shop consented: pass an alias when you make the link.',
  ),
  file_unfit: reason('fix_config', 'The file cannot be imported.'),
  return_not_allowed: reason('fix_config', 'returnTo is not allowed: add it to returnPaths.'),
  link_unknown: reason(
    'reauth',
    'The link was used before, has expired, or belongs to another keeper: make a new one.',
  ),
  link_withdrawn: reason(
    'reauth',
    'The connection was disconnected or disabled after the link was made: make a new link.',
  ),
  address_unknown: reason(
    'fix_config',
    'The request does not tell the public address of this site: set publicUrl, or the redirectUri of the app.',
  ),
  refresh_underway: reason('after', 'Another process has been refreshing it for long: ask again later.'),
  refresh_uncertain: reason(
    'after',
    'The result of the last refresh is unknown, and another attempt could end the authorization. The keeper tries once more when the access token expires.',
  ),
  refused_unclearly: reason(
    'reauth',
    'The platform has refused every refresh for hours since the access token expired, with an error that is not documented. Most likely the shop has to consent again: send it to reconnectUrl.',
  ),
  rate_reached: reason('after', 'The rate limit of the application is reached: ask again later.'),
  refresh_too_soon: reason('after', 'The connection was refreshed a moment ago: ask again later.'),
  clock_skew: reason(
    'fix_config',
    'The clocks of the platform and of this machine differ too much for signed requests: set the clock of this machine.',
  ),
  key_missing: reason(
    'fix_config',
    'The token is sealed with a key that the key ring lacks: put that key back after the current one.',
  ),
  seal_broken: reason(
    'fix_config',
    'The token cannot be decrypted: the key ring has another key under the same id, or another program changed the token. Put the right key back. Only if the key is right, restore a backup of the database; its tokens are older.',
  ),
  store_unavailable: reason(
    'after',
    'The store does not answer: check that the database runs and can be reached.',
  ),
  platform_paused: reason(
    'after',
    'The platform failed several times in a row: the keeper pauses. Ask again later.',
  ),
  no_gateway: reason(
    'never',
    'No API gateway of the platform is documented here: call its API with the access token.',
  ),
  closed: reason('never', 'The keeper is closed.'),
  token_unknown: reason(
    'fix_config',
    'The daemon does not know this bearer token: make one with `hufu keeper token new`.',
  ),
  not_allowed: reason('fix_config', 'The bearer token does not allow this call.'),
  too_many_attempts: reason('after', 'Too many wrong bearer tokens came from this address: ask again later.'),
  no_such_call: reason('never', 'The daemon has no such call: see its /v1/openapi.json.'),
} as const satisfies Record<string, { readonly retry: Retry; readonly hint: string }>

export type KeeperReason = keyof typeof keeperReasons

/** An error of the keeper as data. It holds no secret, so it is safe for logs and other programs. */
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
