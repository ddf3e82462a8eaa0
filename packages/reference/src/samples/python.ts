/* A sample in Python, with its standard library; for an envelope with the package `cryptography`. */
import { type Language, asked, parametersIn } from './language.ts'
import { heading, indented } from './layout.ts'
import { type PlannedCall, type SamplePlan, environment, usedBy } from './plan.ts'
import type { Pair, Path, Value } from './values.ts'

const text = (value: string): string => JSON.stringify(value)
const first = (path: Path): string => JSON.stringify(path[0])
const at = (path: Path): string => path.map((step) => `[${JSON.stringify(step)}]`).join('')

const clocks: Language['clocks'] = {
  milliseconds: 'int(time.time() * 1000)',
  seconds: 'int(time.time())',
  iso: 'time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())',
  'beijing-text': 'time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600))',
  compact: 'time.strftime("%Y%m%d%H%M%S", time.gmtime(time.time() + 8 * 3600)) + "000"',
}

function value(of: Value): string {
  switch (of.from) {
    case 'text':
      return text(of.text)
    case 'secret':
      return 'APP_SECRET'
    case 'code':
    case 'state':
      return of.from
    case 'callback':
      return `callback[${text(of.name)}]`
    case 'tokens':
      return of.isNumber ? `str(tokens${at(of.path)})` : `tokens${at(of.path)}`
    case 'clock':
      return of.inText ? `str(${clocks[of.spelling]})` : clocks[of.spelling]
    case 'number':
      if (of.digits.from === 'text') return of.digits.text
      return of.digits.from === 'tokens' && of.digits.isNumber
        ? `tokens${at(of.digits.path)}`
        : `int(${value(of.digits)})`
    case 'list':
      return `[${of.values.map(value).join(', ')}]`
    case 'object':
      return object(of.pairs)
    case 'json-text':
      return `json.dumps(${value(of.value)})`
  }
}

const object = (pairs: readonly Pair[]): string =>
  `{${pairs.map((each) => `${text(each.name)}: ${value(each.value)}`).join(', ')}}`
const lines = (pairs: readonly Pair[], rest = ''): string =>
  `{\n${pairs.map((each) => `    ${text(each.name)}: ${value(each.value)},\n`).join('')}${rest}}`

const hmac = (hash: string): string => `hmac.new(APP_SECRET.encode(), signing.encode(), "${hash}")`

const language: Language = {
  comment: '#',
  secret: 'APP_SECRET',
  clocks,
  macs: {
    md5: 'hashlib.md5(signing.encode())',
    sha256: 'hashlib.sha256(signing.encode())',
    'hmac-md5': hmac('md5'),
    'hmac-sha1': hmac('sha1'),
    'hmac-sha256': hmac('sha256'),
  },
  spellings: {
    hex: (mac) => `${mac}.hexdigest()`,
    HEX: (mac) => `${mac}.hexdigest().upper()`,
    base64: (mac) => `base64.b64encode(${mac}.digest()).decode()`,
  },
  text,
  value,
  variable: (each) => each,
  parameters: lines,
  assign: (variable, expression) => `${variable} = ${expression}\n`,
  put: (place, name, expression) => `${place}[${text(name)}] = ${expression}\n`,
  whereThere: (source, statement) =>
    `if ${source.from === 'callback' ? `callback.get(${text(source.name)})` : `tokens.get(${first(source.path)})`}:\n    ${statement}`,
  parameter: (place, name) => `str(${place}[${text(name)}])`,
  sorted: ({ of: [one, other], pair, join, but }) =>
    `joined(${other === undefined ? one : '{**body, **query}'}, ${text(pair)}, ${text(join)}${but.length > 0 ? `, ${JSON.stringify(but)}` : ''})`,
  concatenated: (pieces) => pieces.join(' + '),
  bodies: { form: 'urllib.parse.urlencode(body)', json: 'json.dumps(body)' },
  address: (url, hasQuery) => (hasQuery ? `${text(`${url}?`)} + urllib.parse.urlencode(query)` : text(url)),
  ask: (address, body) => `ask(${address}${body ? `, ${body.text}, ${text(body.mediaType)}` : ''})`,
  sealed: ({ clear, inside }) => lines(clear, `    **seal(${object(inside)}),\n`),
}

function call(planned: PlannedCall, plan: SamplePlan): string {
  const { step, reply } = planned
  const [before, sent] = asked(language, planned)
  const inside = reply.at.reduce((inner, name) => `(${inner} or {}).get(${text(name)})`, 'reply')
  const records = { object: inside, 'json-text': `record_of(${inside})`, sealed: 'opened(reply)' } as const
  const record = records[reply.as ?? 'object']
  const [, ...rest] = plan.paths.accessToken
  const taken =
    step === 'userInfo'
      ? `if not isinstance(${record}, dict):\n    sys.exit("userInfo was refused")\n`
      : `tokens = ${record}\nif not tokens or not tokens.get(${first(plan.paths.accessToken)})${at(rest)}:\n    sys.exit("${step} was refused")\n`
  return `${before}reply = ${sent}\nprint("${step}:", json.dumps(reply, ensure_ascii=False))\n${taken}`
}

const usual = `

def ask(url, body=None, content_type=""):
    request = urllib.request.Request(url)
    if body is not None:
        request = urllib.request.Request(url, data=body.encode(), headers={"Content-Type": content_type})
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as refused:
        return json.load(refused)
`
const recordOfText = `

def record_of(value):
    """JSON as a text inside of JSON."""
    return json.loads(value) if isinstance(value, str) else value
`
const sorting = `

def joined(parameters, pair, join, but=()):
    """Names and values, the names sorted."""

    def said(value):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    return join.join(name + pair + said(parameters[name]) for name in sorted(parameters) if name not in but)
`
const sealing = `

def of_base64(text):
    """Base64 or base64url, with or without padding."""
    text = text.replace("-", "+").replace("_", "/").rstrip("=")
    return base64.b64decode(text + "=" * (-len(text) % 4))


def to_base64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def der(key):
    """PEM, or one line of base64 or base64url."""
    return of_base64(re.sub(r"-----[^-]+-----|\\s", "", key))


def pieces(data, size):
    return [data[at:at + size] for at in range(0, len(data), size)]


def md5(data):
    return hashlib.md5(data).hexdigest().encode()


def seal(value):
    """data: encrypted piece by piece for the platform. sign: by the application, over the hexadecimal MD5."""
    plain = json.dumps(value).encode()
    data = b"".join(platform_key.encrypt(piece, padding.PKCS1v15()) for piece in pieces(plain, platform_key.key_size // 8 - 11))
    sign = private_key.sign(md5(plain), padding.PKCS1v15(), hashes.SHA256())
    return {"data": to_base64(data), "sign": to_base64(sign)}


def opened(reply):
    """The other way round. An error has no data."""
    if not reply.get("data"):
        return None
    blocks = pieces(of_base64(reply["data"]), private_key.key_size // 8)
    plain = b"".join(private_key.decrypt(block, padding.PKCS1v15()) for block in blocks)
    platform_key.verify(of_base64(reply["sign"]), md5(plain), padding.PKCS1v15(), hashes.SHA256())
    value = json.loads(plain)
    print("opened:", json.dumps(value, ensure_ascii=False))
    return value
`

export function pythonSample(plan: SamplePlan): string {
  const { app, link, calls, paths, takesCallback, secret, sealed } = plan
  const { clocks: times, macs: used, pieces, replies, spellings: spelt } = usedBy(plan)
  const modules = [
    ...(sealed || spelt.has('base64') ? ['base64'] : []),
    ...(sealed || used.has('md5') || used.has('sha256') ? ['hashlib'] : []),
    ...([...used].some((mac) => mac.startsWith('hmac')) ? ['hmac'] : []),
    'json',
    'os',
    ...(sealed ? ['re'] : []),
    'secrets',
    'sys',
    ...(times.size > 0 ? ['time'] : []),
    'urllib.error',
    'urllib.parse',
    'urllib.request',
  ]
  return [
    heading(plan, {
      comment: '#',
      needs: `Python 3.8 or later${sealed ? ', with the package cryptography (pip install cryptography)' : ', standard library'}.`,
      command: 'python3 sample.py',
    }),
    ...modules.map((each) => `import ${each}\n`),
    sealed
      ? 'from cryptography.hazmat.primitives import hashes, serialization\nfrom cryptography.hazmat.primitives.asymmetric import padding\n'
      : '',
    secret ? `\nAPP_SECRET = os.environ.get("${environment.secret}", "YOUR_APP_SECRET")\n` : '',
    usual,
    replies.has('json-text') ? recordOfText : '',
    pieces.has('sorted') ? sorting : '',
    sealed ? sealing : '',
    `

if len(sys.argv) < 2:
    # Remember it for this browser, and compare it with the one that comes back.
    state = secrets.token_hex(16)
${indented(parametersIn(language, link), '    ')}    print(${text(`${link.url}?`)} + urllib.parse.urlencode(query))
    sys.exit()

`,
    takesCallback
      ? 'callback = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(sys.argv[1]).query))\ncode = callback["code"]\n'
      : 'code = sys.argv[1]\n',
    sealed
      ? `private_key = serialization.load_der_private_key(der(os.environ.get("${environment.privateKey}", "YOUR_PRIVATE_KEY")), None)\nplatform_key = serialization.load_der_public_key(der(${text(app.platformPublicKey)}))\n`
      : '',
    ...calls.map((each) =>
      each.step === 'refresh'
        ? `\nif tokens.get(${first(paths.refreshToken)}):\n${indented(call(each, plan), '    ')}`
        : `\n${call(each, plan)}`,
    ),
  ].join('')
}
