/* What a new dialect begins with: a platform that keeps every law and runs, in which each choice is yet to be made. */

/** File names and texts, for the folder of a project. */
export const filesOf = (id: string, title: string): Readonly<Record<string, string>> => ({
  [`${id}.ts`]: dialectFile(id, title),
  [`${id}.md`]: pageFile(id, title),
  [`${id}.examples.json`]: examplesFile,
  [`${id}.test.ts`]: testFile(id),
})

const dialectFile = (id: string, title: string): string => `\
// TODO: one sentence about what is particular about this platform. The facts, with their evidence, are in ${id}.md.
import {
  DAY,
  type Dialect,
  constant,
  definePlatform,
  errorTable,
  field,
  inForm,
  optional,
  params,
  reply,
  standardCallback,
  text,
  urlEncoded,
  usualPolicy,
  wholeNumber,
  words,
} from '@hufu/dialects/kit'

// TODO: the platform's codes, its own words, how you know (doc, official, observed, client, inferred, ours), the reasons.
const errors = errorTable(
  ['authorize', 'token', 'refresh', 'secret'],
  [
    ['bad_request', 'The request is wrong.', 'ours', 'request_malformed', 'request_unsupported'],
    ['bad_redirect', 'The redirect URI is not registered.', 'ours', 'redirect_uri_mismatch'],
    ['bad_client', 'There is no such application.', 'ours', 'client_unknown', 'client_disabled'],
    ['bad_secret', 'The secret is wrong.', 'ours', 'client_unauthenticated'],
    ['bad_code', 'The code is not valid.', 'ours', 'any code'],
    ['bad_refresh_token', 'The refresh token is not valid.', 'ours', 'any refresh token'],
    ['later', 'Too many calls.', 'ours', 'any limit'],
    ['not_allowed', 'Not allowed.', 'ours', 'client_address_denied', 'flow_not_allowed', 'scope_not_granted'],
    ['denied', 'The user did not agree.', 'ours', 'access_denied', 'user_not_permitted', 'request_forged'],
    ['failed', 'Internal error.', 'ours', 'server_error'],
  ],
)

// TODO: the answer to a code and to a refresh token.
const response = reply(
  params(
    field('access_token', 'accessToken', text),
    field('expires_in', 'expiresIn', wholeNumber),
    field('refresh_token', 'refreshToken', text),
    optional('shop_id', 'userId', text),
  ),
  errors,
  { error: { code: 'error', messages: ['error_description'] } },
)

const app = [field('client_id', 'clientId', text), field('client_secret', 'clientSecret', text)] as const

/** What clients are given, who need no more of the platform. */
export const dialect = {
  id: '${id}',
  title: '${title.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}',
  sources: ['${id}.md'],
  origin: 'https://${id}.example', // TODO: where the real platform answers
  authorize: {
    path: '/oauth/authorize', // TODO: the page that merchants are sent to
    aliases: [],
    request: urlEncoded(
      params(
        field('client_id', 'clientId', text),
        field('redirect_uri', 'redirectUri', text),
        optional('scope', 'scope', words(',')),
        optional('state', 'state', text),
      ),
    ),
    errorsGo: 'back',
  },
  callback: standardCallback,
  token: {
    methods: ['POST'],
    path: '/oauth/token', // TODO: code to tokens
    request: inForm(
      params(...app, constant('grant_type', 'authorization_code'), field('code', 'code', text)),
    ),
    response,
    errors,
  },
  refresh: {
    methods: ['POST'],
    path: '/oauth/refresh', // TODO: refresh token to tokens
    request: inForm(params(...app, field('refresh_token', 'refreshToken', text))),
    response,
    errors,
  },
  policy: {
    ...usualPolicy,
    accessTokenLifetime: 7 * DAY, // TODO: in seconds, and what a refresh replaces
    refreshTokenLifetime: 30 * DAY,
    refresh: { accessToken: 'new', refreshToken: 'new' },
    scopes: ['orders'],
    defaultScope: ['orders'],
  },
  formats: { accessToken: 'opaque', refreshToken: 'opaque', openId: 'base64url-43' },
} satisfies Dialect

/** The whole of the platform; configurations name this file for it. */
export const platform = definePlatform({
  dialect,
  pageErrors: errors,
  // TODO: what merchants read of each scope.
  scopeWords: { orders: { 'zh-CN': '读取您的订单', en: 'Read your orders', th: 'อ่านคำสั่งซื้อของคุณ' } },
})
`

const pageFile = (id: string, title: string): string => `\
# ${title}

<!-- TODO: links to the documents, the date on which you read them, and the clients that you looked at. -->

Each fact has a mark that says how it is known: \`[doc]\` and \`[official]\` for documents and programs of the platform,
\`[observed]\` for what the real platform did, \`[client]\` for what a working client does, \`[inferred]\`, and \`[ours]\`
where nobody says it and \`${id}.ts\` had to choose.

## Authorization link

TODO: address, each parameter in the documented order, which of them are required.

## Callback

TODO: what the browser brings back, and how a refusal is told.

## Code to tokens

TODO: address, method, parameters; the answer as it is printed; the answer to an error.

## Refresh

TODO: the same, and: what a refresh replaces, how long each token lives, how often it may be done.

## Errors

TODO: each code, its words, when it is sent.

## Unknown

TODO: what nobody says.
`

/** JSON has no comments: the first example says how to go on. */
const examplesFile = `\
[
  {
    "what": "TODO: code to tokens, as it is printed in the document",
    "at": "token",
    "request": {
      "method": "POST",
      "mediaType": "application/x-www-form-urlencoded",
      "body": "client_id=APP&client_secret=SECRET&grant_type=authorization_code&code=CODE"
    },
    "value": { "clientId": "APP", "clientSecret": "SECRET", "code": "CODE" }
  },
  {
    "what": "TODO: the tokens, as they are printed",
    "at": "token",
    "response": {
      "status": 200,
      "body": "{\\"access_token\\":\\"A\\",\\"expires_in\\":604800,\\"refresh_token\\":\\"R\\",\\"shop_id\\":\\"201\\"}"
    },
    "value": { "accessToken": "A", "expiresIn": 604800, "refreshToken": "R", "userId": "201" }
  }
]
`

const testFile = (id: string): string =>
  [
    "import { test } from 'node:test'",
    "import { examplesIn, holds } from '@hufu/dialect-laws'",
    `import { platform } from './${id}.ts'`,
    '',
    `test('${id} keeps every law of dialects, and reads and writes each of its examples', () => {`,
    `  holds(platform, examplesIn(new URL('${id}.examples.json', import.meta.url)))`,
    '})',
    '',
  ].join('\n')
