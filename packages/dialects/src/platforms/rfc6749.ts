/* OAuth 2.0 as it is written, for every server that keeps to it; where the credentials go is left open. */
import type { ImpliedField } from '../fields/field.ts'
import { issuedCallback } from '../issued-callback.ts'
import { authenticatedForm, withBearer } from '../wire/authorization-header.ts'
import { urlEncoded } from '../wire/carriers.ts'
import type { Dialect } from '../dialect.ts'
import { type WrittenRow, errorTable } from '../error-table.ts'
import { headerToken, text, wholeNumber, words } from '../fields/field-types.ts'
import { constant, field, optional, params } from '../fields/params.ts'
import { WireError } from '../codec.ts'
import { DAY, usualPolicy } from '../policy.ts'
import { parameter } from '../wire/request.ts'
import { errorIn, revoked, standardReply } from '../standard-reply.ts'

/** RFC 6749, section 5.2. The last two are of section 4.1.2.1; servers say them here too. */
const rows = [
  ['invalid_request', 'A parameter is missing or wrong.', 'official', 'any request'],
  ['invalid_client', 'Client authentication failed.', 'official', 'client_unauthenticated', 'client_unknown'],
  ['unauthorized_client', 'Not for this client.', 'official', 'client_disabled', 'client_address_denied'],
  ['invalid_scope', 'Unknown scope, or more than was granted.', 'official', 'scope_not_granted'],
  ['temporarily_unavailable', 'Later.', 'ours', 'any limit'],
  ['server_error', 'The server failed.', 'ours', 'server_error'],
] as const satisfies readonly WrittenRow[]

const noGrantType = [
  'unsupported_grant_type',
  'Unknown grant type.',
  'official',
  'flow_not_allowed',
  'malformed:grant_type',
] as const satisfies WrittenRow

const tokenErrors = errorTable(
  ['token', 'secret', 'redirectUri'],
  [
    ...rows,
    noGrantType,
    ['invalid_grant', 'The code is no good.', 'official', 'any code', 'redirect_uri_mismatch'],
  ],
)

const refreshErrors = errorTable(
  ['refresh', 'secret', 'scope'],
  [...rows, noGrantType, ['invalid_grant', 'The refresh token is no good.', 'official', 'any refresh token']],
)

/** RFC 6750, section 3.1; whose client it is, the token says. */
const bearerErrors = errorTable(
  ['resource'],
  [
    ['invalid_request', 'A parameter is missing or wrong.', 'official', 'any request'],
    [
      'invalid_token',
      'The access token is no good.',
      'official',
      'access_token_unknown',
      'client_unknown',
      'client_disabled',
    ],
    [
      'insufficient_scope',
      'The scope does not cover it.',
      'official',
      'scope_not_granted',
      'client_address_denied',
    ],
    ['temporarily_unavailable', 'Later.', 'ours', 'rate_limited'],
    ['server_error', 'The server failed.', 'ours', 'server_error'],
  ],
)

/** RFC 7009, section 2.2.1. */
const revocationErrors = errorTable(
  ['secret'],
  [...rows, ['unsupported_token_type', 'Not for such tokens.', 'official', 'flow_not_allowed']],
)

/** Where no reply says (RFC 6749, section 5.1: "by other means"): when the next refresh is due, not when the token ends. */
const UNSAID_LIFETIME = 3600

/** Its absence is let pass: a reply that is not read loses a refresh token of one use. */
const bearer: ImpliedField = {
  name: 'token_type',
  note: '`Bearer`, in any case of letters (RFC 6750)',
  imply: () => 'Bearer',
  verify(wire) {
    if (wire !== undefined && !(typeof wire === 'string' && /^bearer$/i.test(wire)))
      throw new WireError('token_type', 'unsupported')
  },
}

const scope = optional('scope', 'scope', words(' '))

const written = params(
  field('access_token', 'accessToken', text),
  bearer,
  optional('expires_in', 'expiresIn', wholeNumber, 'where it is absent, nobody said when the token ends'),
  optional(
    'refresh_token',
    'refreshToken',
    text,
    'after a refresh: the one that was sent stays good where it is absent',
  ),
  optional('refresh_token_expires_in', 'refreshExpiresIn', wholeNumber, 'as several servers say it'),
  scope,
)

/** Some servers have the shorter name. */
const tokens: typeof written = {
  ...written,
  decode: (bag, context) =>
    written.decode({ refresh_token_expires_in: bag['refresh_expires_in'], ...bag }, context),
}

const credentials = [
  field('client_id', 'clientId', text),
  field('client_secret', 'clientSecret', text),
] as const
const grantType = parameter('grant_type')

const userInfoReply = standardReply(
  params(
    optional('sub', 'openId', text),
    optional('nickname', 'nickname', text),
    optional('picture', 'avatarUrl', text),
    optional('gender', 'gender', text),
  ),
  bearerErrors,
)

/** What `send` leaves open: where the credentials are sent. All paths are only where nothing else is said: every server has its own. */
export const standardDialect = (send: 'client_secret_basic' | 'client_secret_post') =>
  ({
    sources: ['RFC 6749', 'RFC 6750', 'RFC 7009', 'RFC 7636', 'RFC 8414', 'RFC 9207'],
    clientOnly: true,
    authorize: {
      path: '/authorize',
      aliases: [],
      request: urlEncoded(
        params(
          constant('response_type', 'code'),
          field('client_id', 'clientId', text),
          field('redirect_uri', 'redirectUri', text),
          scope,
          optional('state', 'state', text),
          optional('code_challenge', 'codeChallenge', text),
          optional('code_challenge_method', 'codeChallengeMethod', text, '`S256`'),
        ),
      ),
      errorsGo: 'back',
    },
    callback: issuedCallback,
    token: {
      methods: ['POST'],
      path: '/token',
      request: authenticatedForm(
        params(
          constant('grant_type', 'authorization_code'),
          ...credentials,
          field('code', 'code', text),
          field('redirect_uri', 'redirectUri', text),
          optional('code_verifier', 'codeVerifier', text),
        ),
        send,
      ),
      response: standardReply(tokens, tokenErrors),
      errors: tokenErrors,
      selects: (request) => grantType(request) !== 'refresh_token',
    },
    refresh: {
      methods: ['POST'],
      path: '/token',
      request: authenticatedForm(
        params(
          constant('grant_type', 'refresh_token'),
          ...credentials,
          field('refresh_token', 'refreshToken', text),
          scope,
        ),
        send,
      ),
      response: standardReply(tokens, refreshErrors),
      errors: refreshErrors,
      selects: (request) => grantType(request) === 'refresh_token',
    },
    userInfo: {
      methods: ['GET'],
      path: '/userinfo',
      request: withBearer(params(field('access_token', 'accessToken', headerToken))),
      response: {
        ...userInfoReply,
        // RFC 6750 puts the error into a header, and asks for no body.
        decode: (wire, context) =>
          wire.status === 401 && !errorIn(wire.body, bearerErrors)
            ? { error: 'access_token_unknown' }
            : userInfoReply.decode(wire, context),
      },
      errors: bearerErrors,
    },
    revocation: {
      methods: ['POST'],
      path: '/revoke',
      request: authenticatedForm(params(field('token', 'token', text), ...credentials), send),
      response: revoked(revocationErrors),
      errors: revocationErrors,
    },
    // Each server has its own terms. Where they are unknown ahead: what loses nothing if it is wrong.
    policy: {
      ...usualPolicy,
      accessTokenLifetime: UNSAID_LIFETIME,
      refreshTokenLifetime: 365 * DAY,
      refresh: { accessToken: 'new', refreshToken: 'either' },
      refreshTokenGranted: 'by-right',
      previousAccessToken: { graceSeconds: 0 },
      reuse: { replaySeconds: 0, then: 'revoke-family' },
      pkce: 'supported',
    },
    formats: { accessToken: 'opaque', refreshToken: 'opaque', openId: 'opaque' },
  }) satisfies Omit<Dialect, 'id' | 'title'>
