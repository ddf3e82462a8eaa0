/* A sample for Node, without any library. */
import { type Language, asked, parametersIn } from './language.ts'
import { heading, indented } from './layout.ts'
import { type PlannedCall, type SamplePlan, environment, usedBy } from './plan.ts'
import type { Pair, Path, Value } from './values.ts'

const text = (value: string): string =>
  `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
const isName = (key: string): boolean => /^[A-Za-z_]\w*$/.test(key)
const name = (key: string): string => (isName(key) ? key : text(key))
const member = (key: string | number): string =>
  typeof key === 'string' && isName(key) ? `.${key}` : `[${typeof key === 'string' ? text(key) : key}]`
const at = (path: Path): string => path.map(member).join('')
/** Undefined where a member on the way is absent. */
const maybeAt = (path: Path): string => path.map((key) => `?${member(key).replace(/^\[/, '.[')}`).join('')

const clocks: Language['clocks'] = {
  milliseconds: 'Date.now()',
  seconds: 'Math.floor(Date.now() / 1000)',
  iso: "new Date().toISOString().replace(/\\.\\d+/, '')",
  'beijing-text': "new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 19).replace('T', ' ')",
  compact: "new Date(Date.now() + 8 * 3600e3).toISOString().replace(/\\D/g, '')",
}

function value(of: Value): string {
  switch (of.from) {
    case 'text':
      return text(of.text)
    case 'secret':
      return 'appSecret'
    case 'code':
    case 'state':
      return of.from
    case 'callback':
      return `callback.get(${text(of.name)})`
    case 'tokens':
      return of.isNumber ? `String(tokens${at(of.path)})` : `tokens${at(of.path)}`
    case 'clock':
      return of.inText ? `String(${clocks[of.spelling]})` : clocks[of.spelling]
    case 'number':
      if (of.digits.from === 'text') return of.digits.text
      return of.digits.from === 'tokens' && of.digits.isNumber
        ? `tokens${at(of.digits.path)}`
        : `Number(${value(of.digits)})`
    case 'list':
      return `[${of.values.map(value).join(', ')}]`
    case 'object':
      return object(of.pairs)
    case 'json-text':
      return `JSON.stringify(${value(of.value)})`
  }
}

const object = (pairs: readonly Pair[]): string =>
  `{ ${pairs.map((each) => `${name(each.name)}: ${value(each.value)}`).join(', ')} }`
const lines = (pairs: readonly Pair[], rest = ''): string =>
  `{\n${pairs.map((each) => `  ${name(each.name)}: ${value(each.value)},\n`).join('')}${rest}}`

const hmac = (hash: string): string => `createHmac('${hash}', appSecret).update(signing)`

const language: Language = {
  comment: '//',
  secret: 'appSecret',
  clocks,
  macs: {
    md5: "createHash('md5').update(signing)",
    sha256: "createHash('sha256').update(signing)",
    'hmac-md5': hmac('md5'),
    'hmac-sha1': hmac('sha1'),
    'hmac-sha256': hmac('sha256'),
  },
  spellings: {
    hex: (mac) => `${mac}.digest('hex')`,
    HEX: (mac) => `${mac}.digest('hex').toUpperCase()`,
    base64: (mac) => `${mac}.digest('base64')`,
  },
  text,
  value,
  variable: (each) => each,
  parameters: lines,
  assign: (variable, expression) => `const ${variable} = ${expression}\n`,
  put: (place, key, expression) => `${place}${member(key)} = ${expression}\n`,
  whereThere: (source, statement) =>
    `if (${source.from === 'callback' ? value(source) : `tokens${maybeAt(source.path)}`}) ${statement}`,
  parameter: (place, key) => `\`\${${place}${member(key)}}\``,
  sorted: ({ of: [first, second], pair, join, but }) =>
    `sorted(${second === undefined ? first : '{ ...body, ...query }'}, ${text(pair)}, ${text(join)}${but.length > 0 ? `, [${but.map(text).join(', ')}]` : ''})`,
  concatenated: (pieces) => pieces.join(' + '),
  bodies: { form: '`${new URLSearchParams(body)}`', json: 'JSON.stringify(body)' },
  address: (url, hasQuery) => (hasQuery ? `\`${url}?\${new URLSearchParams(query)}\`` : text(url)),
  ask: (address, body) => `ask(${address}${body ? `, ${body.text}, ${text(body.mediaType)}` : ''})`,
  sealed: ({ clear, inside }) => lines(clear, `  ...seal(${object(inside)}),\n`),
}

function call(planned: PlannedCall, plan: SamplePlan): string {
  const { step, reply } = planned
  const [before, sent] = asked(language, planned)
  const inside = `reply${maybeAt(reply.at)}`
  const records = { object: inside, 'json-text': `recordOf(${inside})`, sealed: 'opened(reply)' } as const
  const record = records[reply.as ?? 'object']
  const taken =
    step === 'userInfo'
      ? `if (!(${record} instanceof Object)) throw new Error('userInfo was refused')\n`
      : `tokens = ${record}\nif (!tokens${maybeAt(plan.paths.accessToken)}) throw new Error('${step} was refused')\n`
  return `${before}const reply = await ${sent}\nconsole.log('${step}:', JSON.stringify(reply))\n${taken}`
}

const usual = `
async function ask(url, body, type) {
  const sent = body === undefined ? {} : { method: 'POST', headers: { 'content-type': type }, body }
  const response = await fetch(url, sent)
  return response.json()
}
`
const recordOfText = `
/** JSON as a text inside of JSON. */
function recordOf(value) {
  return typeof value === 'string' ? JSON.parse(value) : value
}
`
const sorting = `
/** Names and values, the names sorted. */
function sorted(parameters, pair, join, but = []) {
  const said = (value) => (typeof value === 'string' ? value : JSON.stringify(value))
  const names = Object.keys(parameters).filter((name) => !but.includes(name)).sort()
  return names.map((name) => name + pair + said(parameters[name])).join(join)
}
`
const sealing = `
/** PEM, or one line of base64 or base64url. */
function der(key) {
  return Buffer.from(key.replace(/-----[^-]+-----|\\s/g, ''), 'base64')
}

function pieces(bytes, size) {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
}

function md5(bytes) {
  return Buffer.from(createHash('md5').update(bytes).digest('hex'))
}

/** \`data\`: encrypted piece by piece for the platform. \`sign\`: by the application, over the hexadecimal MD5. */
function seal(value) {
  const plain = Buffer.from(JSON.stringify(value))
  const size = platformKey.asymmetricKeyDetails.modulusLength / 8
  const data = pieces(plain, size - 11).map((piece) => publicEncrypt({ key: platformKey, padding }, piece))
  return {
    data: Buffer.concat(data).toString('base64url'),
    sign: sign('sha256', md5(plain), privateKey).toString('base64url'),
  }
}

/** The other way round. An error has no \`data\`. */
function opened(reply) {
  if (!reply.data) return undefined
  const size = privateKey.asymmetricKeyDetails.modulusLength / 8
  const blocks = pieces(Buffer.from(reply.data, 'base64url'), size)
  const plain = Buffer.concat(blocks.map((block) => privateDecrypt({ key: privateKey, padding }, block)))
  if (!verify('sha256', md5(plain), platformKey, Buffer.from(reply.sign, 'base64url')))
    throw new Error('the reply is not from the platform')
  const value = JSON.parse(plain.toString())
  console.log('opened:', JSON.stringify(value))
  return value
}
`

export function nodeSample(plan: SamplePlan): string {
  const { app, link, calls, takesCallback, secret, sealed } = plan
  const { macs: used, pieces, replies } = usedBy(plan)
  const imports = [
    ...(sealed
      ? ['constants', 'createPrivateKey', 'createPublicKey', 'privateDecrypt', 'publicEncrypt']
      : []),
    ...(sealed || used.has('md5') || used.has('sha256') ? ['createHash'] : []),
    ...([...used].some((mac) => mac.startsWith('hmac')) ? ['createHmac'] : []),
    'randomBytes',
    ...(sealed ? ['sign', 'verify'] : []),
  ].toSorted()
  return [
    heading(plan, { comment: '//', needs: 'Node 20 or later, no library.', command: 'node sample.mjs' }),
    `import { ${imports.join(', ')} } from 'node:crypto'\n\n`,
    secret ? `const appSecret = process.env.${environment.secret} ?? 'YOUR_APP_SECRET'\n` : '',
    sealed
      ? `const padding = constants.RSA_PKCS1_PADDING
const privateKey = createPrivateKey({ key: der(process.env.${environment.privateKey} ?? 'YOUR_PRIVATE_KEY'), format: 'der', type: 'pkcs8' })
const platformKey = createPublicKey({ key: der(${text(app.platformPublicKey)}), format: 'der', type: 'spki' })
`
      : '',
    `
if (process.argv[2] === undefined) {
  // Remember it for this browser, and compare it with the one that comes back.
  const state = randomBytes(16).toString('hex')
${indented(parametersIn(language, link), '  ')}  console.log(\`${link.url}?\${new URLSearchParams(query)}\`)
  process.exit()
}

`,
    takesCallback
      ? "const callback = new URL(process.argv[2]).searchParams\nconst code = callback.get('code')\n"
      : 'const code = process.argv[2]\n',
    'let tokens\n',
    ...calls.map((each) =>
      each.step === 'refresh'
        ? `\nif (tokens${maybeAt(plan.paths.refreshToken)}) {\n${indented(call(each, plan), '  ')}}\n`
        : `\n{\n${indented(call(each, plan), '  ')}}\n`,
    ),
    usual,
    replies.has('json-text') ? recordOfText : '',
    pieces.has('sorted') ? sorting : '',
    sealed ? sealing : '',
  ].join('')
}
