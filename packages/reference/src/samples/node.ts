/* A sample for Node, without any library. */
import { type Pair, type PlannedCall, type SamplePlan, type Value, environment, splitSealed } from './plan.ts'

const text = (value: string): string =>
  `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
const name = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? key : text(key))
const member = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${text(key)}]`)

function value(of: Value): string {
  switch (of.from) {
    case 'text':
      return text(of.text)
    case 'secret':
      return 'appSecret'
    case 'code':
    case 'state':
      return of.from
    case 'tokens':
      return `tokens${member(of.name)}`
    case 'json':
      return `JSON.stringify({ ${name(of.member)}: ${value(of.value)} })`
    case 'clock':
      return of.spelling === 'milliseconds'
        ? 'Date.now()'
        : "new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 19).replace('T', ' ')"
  }
}

const list = (pairs: readonly Pair[]): string =>
  `[\n${pairs.map((each) => `  [${text(each.name)}, ${value(each.value)}],\n`).join('')}]`
const object = (pairs: readonly Pair[]): string =>
  `{ ${pairs.map((each) => `${name(each.name)}: ${value(each.value)}`).join(', ')} }`

function call(planned: PlannedCall, plan: SamplePlan): string {
  const { step, url, carrier, pairs, reply } = planned
  const tokens = step === 'token' ? 'let tokens' : 'tokens'
  const asked = (() => {
    switch (carrier.in) {
      case 'query':
        return `get(${text(url)}, ${list(pairs)})`
      case 'form':
        if (carrier.signings)
          return `post(${text(url)}, signed(${list(pairs)}, ${text(carrier.signings[0].into)}))`
        return `post(${text(url)}, ${list(pairs)})`
      case 'json':
        throw new Error('no sample is written for a JSON body yet')
      case 'sealed-json': {
        const { clear, inside } = splitSealed(planned, carrier.clear)
        return `postJson(${text(url)}, {\n${clear.map((each) => `  ${name(each.name)}: ${value(each.value)},\n`).join('')}  ...seal(${object(inside)}),\n})`
      }
    }
  })()
  const at =
    reply.as === 'sealed'
      ? `opened(reply)`
      : `reply${reply.at.map((each) => `?${member(each).replace(/^\[/, '.[')}`).join('')}`
  const check =
    step === 'userInfo'
      ? `if (!(${at} instanceof Object)) throw new Error('userInfo was refused')\n`
      : `if (!tokens?${member(plan.names.accessToken)}) throw new Error('${step} was refused')\n`
  const reading = `${step === 'token' ? 'let' : ''} reply = await ${asked}`.trim()
  return `${reading}
console.log('${step}:', JSON.stringify(reply))
${step === 'userInfo' ? '' : `${tokens} = ${at}\n`}${check}`
}

const usual = {
  get: `
async function get(url, pairs) {
  const response = await fetch(\`\${url}?\${new URLSearchParams(pairs)}\`)
  return response.json()
}
`,
  post: `
async function post(url, pairs) {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(pairs) })
  return response.json()
}
`,
  signed: `
/** MD5 of secret, parameters, secret: names sorted, each followed by its value, empty ones left out. */
function signed(pairs, name) {
  const sorted = pairs.filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : 1))
  const signing = appSecret + sorted.flat().join('') + appSecret
  return [...pairs, [name, createHash('md5').update(signing).digest('hex').toUpperCase()]]
}
`,
  sealed: `
async function postJson(url, body) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return response.json()
}

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
`,
} as const

export function nodeSample(plan: SamplePlan): string {
  const { dialect, app, link, calls, secret, sealed, signed } = plan
  const carriers = new Set(calls.map(({ carrier }) => carrier.in))
  const imports = [
    ...(sealed
      ? ['constants', 'createHash', 'createPrivateKey', 'createPublicKey', 'privateDecrypt', 'publicEncrypt']
      : signed
        ? ['createHash']
        : []),
    'randomBytes',
    ...(sealed ? ['sign', 'verify'] : []),
  ]
  const parts = [
    `// ${dialect.title}: Node 20 or later, no library.
//   node sample.mjs         prints the link to open in a browser
//   node sample.mjs CODE    exchanges the code that the browser came back with
${secret ? `// The secret is in the environment: ${environment.secret}.\n` : ''}${sealed ? `// The private key is in the environment: ${environment.privateKey}, PEM or one line of base64.\n` : ''}import { ${imports.join(', ')} } from 'node:crypto'
`,
    secret ? `const appSecret = process.env.${environment.secret} ?? 'YOUR_APP_SECRET'\n` : '',
    sealed
      ? `const padding = constants.RSA_PKCS1_PADDING
const privateKey = createPrivateKey({ key: der(process.env.${environment.privateKey} ?? 'YOUR_PRIVATE_KEY'), format: 'der', type: 'pkcs8' })
const platformKey = createPublicKey({ key: der(${text(app.platformPublicKey)}), format: 'der', type: 'spki' })
`
      : '',
    `const code = process.argv[2]

if (code === undefined) {
  // Remember it for this browser, and compare it with the one that comes back.
  const state = randomBytes(16).toString('hex')
  const link = new URLSearchParams(${list(link.pairs).replaceAll('\n', '\n  ')})
  console.log(\`${link.url}?\${link}\`)
  process.exit()
}
`,
    ...calls.map((each) =>
      each.step === 'refresh'
        ? `\nif (tokens${member(plan.names.refreshToken)}) {\n${call(each, plan).replace(/^(?=.)/gm, '  ')}}\n`
        : `\n${call(each, plan)}`,
    ),
    carriers.has('query') ? usual.get : '',
    carriers.has('form') ? usual.post : '',
    signed ? usual.signed : '',
    sealed ? usual.sealed : '',
  ]
  return parts.join('')
}
