/*
 * Two platforms that nobody has. Between them they use every word by which a call is signed, timed and carried, and every place
 * that a value can come from: samples of each language are run against them, so that none lacks a word.
 */
import {
  type Dialect,
  type Params,
  type Signing,
  also,
  beijingTime,
  callbackOf,
  carried,
  carriedApart,
  compactTime,
  constant,
  errorTable,
  field,
  isoTime,
  inText,
  jsonTextForm,
  list,
  memberOf,
  memberOfJsonText,
  numeral,
  onlyOf,
  optional,
  params,
  records,
  remark,
  reply,
  signedBy,
  signedLink,
  standardCallback,
  text,
  timestamp,
  unixMilliseconds,
  unixSeconds,
  urlEncoded,
  usualPolicy,
  wholeNumber,
  words,
} from '@hufu/dialects/kit'
import type { Fields, ReplyShape } from '@hufu/dialects/kit'

const errors = errorTable(
  ['token', 'refresh', 'resource', 'openId', 'shop', 'signature', 'time', 'secret', 'scope', 'redirectUri'],
  [
    [
      'refused',
      'no',
      'ours',
      'request_malformed',
      'request_unsupported',
      'any code',
      'any refresh token',
      'any proof',
      'any right',
      'any limit',
      'any app',
      'request_expired',
      'request_time_invalid',
      'shop_mismatch',
      'open_id_mismatch',
      'access_token_unknown',
      'scope_not_granted',
      'redirect_uri_mismatch',
      'server_error',
    ],
  ],
)
const error = { code: 'code', success: 0, messages: ['msg'] } as const
const answer = <const F extends Fields>(record: Params<F>, shape: Omit<ReplyShape, 'error'> = {}) =>
  reply(record, errors, { before: [remark('code', 'number 0: success', () => 0)], ...shape, error })

const post = { methods: ['POST'], errors } as const
const get = { methods: ['GET'], errors } as const
const formats = { accessToken: 'opaque', refreshToken: 'opaque', openId: 'base64url-43' } as const
const policy = {
  ...usualPolicy,
  accessTokenLifetime: 7200,
  refreshTokenLifetime: 86_400,
  refresh: { accessToken: 'new', refreshToken: 'new' },
} as const
const app = field('app', 'clientId', numeral)

const linkSigning: Signing = {
  into: 'sig',
  parts: [{ text: '/allow$"`\\' }, { value: 'app', named: true }, { value: 'at' }],
  mac: 'hmac-sha1',
  spelt: 'HEX',
}
const tokenSigning: Signing = {
  into: 'sign',
  parts: [
    { secret: true },
    { text: '/token' },
    { sorted: 'query', pair: '', join: '', empties: 'either' },
    { raw: 'body' },
    { secret: true },
  ],
  mac: 'hmac-sha256',
  spelt: 'hex',
}
const userSigning: Signing = {
  into: 'mac',
  parts: [{ sorted: 'all', pair: '=', join: '&', empties: 'out', but: ['extra'] }],
  mac: 'hmac-md5',
  spelt: 'base64',
}
const formSigning: Signing = {
  into: 'sign',
  parts: [{ sorted: 'all', pair: '', join: '', empties: 'in' }, { raw: 'body' }, { secret: true }],
  mac: 'sha256',
  spelt: 'HEX',
}

/** Signs its link, and tells of the shop in its callback. */
const apart = {
  id: 'words-apart',
  title: 'Words apart',
  sources: [],
  authorize: {
    path: '/allow',
    aliases: [],
    request: signedLink(
      params(
        app,
        timestamp('at', 300, unixSeconds),
        field('back', 'redirectUri', text),
        optional('state', 'state', text),
      ),
      signedBy(linkSigning),
    ),
    errorsGo: 'on-page',
  },
  callback: callbackOf(
    urlEncoded(
      params(
        field('code', 'code', text),
        field('shop', 'userId', numeral),
        optional('account', 'accountId', text),
        optional('site', 'region', text),
        optional('state', 'state', text),
      ),
    ),
    'no-code',
  ),
  token: {
    ...post,
    path: '/token',
    request: carriedApart(
      params(app, timestamp('time', 300, compactTime)),
      params(
        field('code', 'code', text),
        field('shop', 'userId', numeral),
        also('shop_text', 'userId', text),
        optional('account', 'accountId', text),
        optional('sites', 'region', onlyOf(text)),
        also('app', 'clientId', numeral),
      ),
      { send: 'json', proof: signedBy(tokenSigning) },
    ),
    response: answer(
      params(
        field('access', 'accessToken', text),
        field('renewal', 'refreshToken', text),
        field('lives', 'expiresIn', wholeNumber),
        field('shops', 'userId', onlyOf(numeral)),
        field('user', 'openId', memberOf('id', text)),
      ),
      { at: ['data', 'record'], as: jsonTextForm },
    ),
  },
  userInfo: {
    ...get,
    path: '/user',
    request: carried(
      params(
        field('access', 'accessToken', text),
        app,
        timestamp('time', 300, isoTime),
        field('who', 'openId', memberOfJsonText('openId')),
        constant('extra', 'not signed'),
      ),
      { send: 'query', proof: signedBy(userSigning) },
    ),
    response: answer(params(optional('nick', 'nickname', text)), { at: ['user'] }),
  },
  refresh: {
    ...post,
    path: '/refresh',
    request: carriedApart(
      params(app, timestamp('time', 300, beijingTime)),
      params(
        field('renewal', 'refreshToken', text),
        field('shop', 'userId', text),
        field('user', 'openId', text),
      ),
      { send: 'form', proof: signedBy(formSigning) },
    ),
    response: answer(params(field('access', 'accessToken', text), field('lives', 'expiresIn', wholeNumber))),
  },
  policy,
  formats,
} satisfies Dialect

const jsonSigning: Signing = {
  into: 'sign',
  parts: [
    { text: 'begin&' },
    { sorted: 'all', pair: '=', join: '&', empties: 'out' },
    { text: '&key=' },
    { secret: true },
  ],
  mac: 'md5',
  spelt: 'hex',
}
const valueSigning: Signing = {
  into: 'sign',
  parts: [{ value: 'time', named: true }, { value: 'access' }],
  mac: 'md5',
  spelt: 'base64',
}
const bodySigning: Signing = {
  into: 'sign',
  parts: [{ value: 'time' }, { sorted: 'body', pair: '=', join: '&', empties: 'out' }],
  mac: 'hmac-sha256',
  spelt: 'HEX',
}

/** Its parameters travel together, lists and objects among them. */
const together = {
  id: 'words-together',
  title: 'Words together',
  sources: [],
  authorize: {
    path: '/allow',
    aliases: [],
    request: urlEncoded(
      params(
        field('app', 'clientId', text),
        field('back', 'redirectUri', text),
        optional('scope', 'scope', words(' ')),
        optional('state', 'state', text),
      ),
    ),
    errorsGo: 'back',
  },
  callback: standardCallback,
  token: {
    ...post,
    path: '/token',
    request: carried(
      params(
        app,
        timestamp('time', 300, unixMilliseconds),
        field('code', 'code', text),
        field('rights', 'scope', list),
        field('back', 'redirectUri', memberOf('to', text)),
        constant('kind', 'a "code"'),
      ),
      { send: 'json', proof: signedBy(jsonSigning) },
    ),
    response: answer(
      params(
        field('access', 'accessToken', text),
        field('renewal', 'refreshToken', text),
        field('lives', 'expiresIn', wholeNumber),
        field('number', 'userId', numeral),
        optional(
          'shops',
          'shops',
          records(params(field('id', 'userId', numeral), optional('called', 'name', text))),
        ),
      ),
      { at: ['data'] },
    ),
  },
  userInfo: {
    ...post,
    path: '/user',
    request: carried(params(field('access', 'accessToken', text), timestamp('time', 300, unixSeconds), app), {
      send: 'form',
      proof: signedBy(valueSigning),
    }),
    response: answer(params(optional('nick', 'nickname', text)), { at: ['user'], as: jsonTextForm }),
  },
  refresh: {
    ...post,
    path: '/refresh',
    request: carriedApart(
      params(timestamp('time', 300, unixSeconds)),
      params(
        app,
        field('secret', 'clientSecret', text),
        field('renewal', 'refreshToken', text),
        field('shop', 'userId', numeral),
        field('shop_text', 'userId', text),
        field('shop_list', 'userId', onlyOf(numeral)),
        inText(timestamp('sent', 300, unixSeconds)),
      ),
      { send: 'json', proof: signedBy(bodySigning) },
    ),
    response: answer(
      params(
        field('access', 'accessToken', text),
        optional('renewal', 'refreshToken', text),
        field('lives', 'expiresIn', wholeNumber),
      ),
      { at: ['data'] },
    ),
  },
  policy: { ...policy, scopes: ['orders', 'goods'], defaultScope: ['orders', 'goods'] },
  formats,
} satisfies Dialect

export const wordDialects: readonly Dialect[] = [apart, together]
