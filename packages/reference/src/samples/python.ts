/* A sample in Python, with its standard library; for an envelope with the package `cryptography`. */
import {
  type Pair,
  type PlannedCall,
  type SamplePlan,
  type Value,
  environment,
  indented,
  splitSealed,
} from './plan.ts'

const text = (value: string): string => JSON.stringify(value)

function value(of: Value): string {
  switch (of.from) {
    case 'text':
      return text(of.text)
    case 'secret':
      return 'APP_SECRET'
    case 'code':
    case 'state':
      return of.from
    case 'tokens':
      return `tokens[${text(of.name)}]`
    case 'json':
      return `json.dumps({${text(of.member)}: ${value(of.value)}})`
    case 'clock':
      return of.spelling === 'milliseconds'
        ? 'int(time.time() * 1000)'
        : 'datetime.now(timezone(timedelta(hours=8))).strftime("%Y-%m-%d %H:%M:%S")'
  }
}

const list = (pairs: readonly Pair[]): string =>
  `[\n${pairs.map((each) => `    (${text(each.name)}, ${value(each.value)}),\n`).join('')}]`
const object = (pairs: readonly Pair[]): string =>
  `{${pairs.map((each) => `${text(each.name)}: ${value(each.value)}`).join(', ')}}`

function asked(planned: PlannedCall): string {
  const { url, carrier, pairs } = planned
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
      const members = clear.map((each) => `    ${text(each.name)}: ${value(each.value)},\n`).join('')
      return `post_json(${text(url)}, {\n${members}    **seal(${object(inside)}),\n})`
    }
  }
}

function call(planned: PlannedCall, { names }: SamplePlan): string {
  const { step, reply } = planned
  const read =
    reply.as === 'sealed'
      ? 'opened(reply)'
      : reply.at.reduce((inner, name) => `(${inner} or {}).get(${text(name)})`, 'reply')
  const taken =
    step === 'userInfo'
      ? `if not isinstance(${read}, dict):\n    sys.exit("userInfo was refused")\n`
      : `tokens = ${read}\nif not tokens or not tokens.get(${text(names.accessToken)}):\n    sys.exit("${step} was refused")\n`
  return `reply = ${asked(planned)}\nprint("${step}:", json.dumps(reply, ensure_ascii=False))\n${taken}`
}

const usual = {
  ask: `

def ask(request):
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as refused:
        return json.load(refused)
`,
  get: `

def get(url, pairs):
    return ask(urllib.request.Request(url + "?" + urllib.parse.urlencode(pairs)))
`,
  post: `

def post(url, pairs):
    return ask(urllib.request.Request(url, data=urllib.parse.urlencode(pairs).encode()))
`,
  signed: `

def signed(pairs, name):
    """MD5 of secret, parameters, secret: names sorted, each followed by its value, empty ones left out."""
    signing = APP_SECRET + "".join(k + str(v) for k, v in sorted(pairs) if v != "") + APP_SECRET
    return pairs + [(name, hashlib.md5(signing.encode()).hexdigest().upper())]
`,
  sealed: `

def post_json(url, body):
    headers = {"Content-Type": "application/json"}
    return ask(urllib.request.Request(url, data=json.dumps(body).encode(), headers=headers))


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
`,
} as const

export function pythonSample(plan: SamplePlan): string {
  const { dialect, app, link, calls, names, secret, sealed, signed } = plan
  const carriers = new Set(calls.map(({ carrier }) => carrier.in))
  const isBeijing = calls.some(({ pairs }) =>
    pairs.some(({ value: v }) => v.from === 'clock' && v.spelling !== 'milliseconds'),
  )
  const modules = [
    ...(sealed ? ['base64'] : []),
    ...(sealed || signed ? ['hashlib'] : []),
    'json',
    'os',
    ...(sealed ? ['re'] : []),
    'secrets',
    'sys',
    ...(calls.some(({ pairs }) =>
      pairs.some(({ value: v }) => v.from === 'clock' && v.spelling === 'milliseconds'),
    )
      ? ['time']
      : []),
    'urllib.error',
    'urllib.parse',
    'urllib.request',
  ]
  return [
    `# ${dialect.title}: Python 3.8 or later${sealed ? ', with the package cryptography (pip install cryptography)' : ', standard library'}.
#   python3 sample.py         prints the link to open in a browser
#   python3 sample.py CODE    exchanges the code that the browser came back with
${secret ? `# The secret is in the environment: ${environment.secret}.\n` : ''}${sealed ? `# The private key is in the environment: ${environment.privateKey}, PEM or one line of base64.\n` : ''}${modules.map((each) => `import ${each}\n`).join('')}`,
    isBeijing ? 'from datetime import datetime, timedelta, timezone\n' : '',
    sealed
      ? 'from cryptography.hazmat.primitives import hashes, serialization\nfrom cryptography.hazmat.primitives.asymmetric import padding\n'
      : '',
    secret ? `\nAPP_SECRET = os.environ.get("${environment.secret}", "YOUR_APP_SECRET")\n` : '',
    usual.ask,
    carriers.has('query') ? usual.get : '',
    carriers.has('form') ? usual.post : '',
    signed ? usual.signed : '',
    sealed ? usual.sealed : '',
    `

if len(sys.argv) < 2:
    # Remember it for this browser, and compare it with the one that comes back.
    state = secrets.token_hex(16)
    link = ${indented(list(link.pairs), '    ').trimStart()}
    print(${text(`${link.url}?`)} + urllib.parse.urlencode(link))
    sys.exit()

code = sys.argv[1]
`,
    sealed
      ? `private_key = serialization.load_der_private_key(der(os.environ.get("${environment.privateKey}", "YOUR_PRIVATE_KEY")), None)\nplatform_key = serialization.load_der_public_key(der(${text(app.platformPublicKey)}))\n`
      : '',
    ...calls.map((each) =>
      each.step === 'refresh'
        ? `\nif tokens.get(${text(names.refreshToken)}):\n${indented(call(each, plan), '    ')}`
        : `\n${call(each, plan)}`,
    ),
  ].join('')
}
