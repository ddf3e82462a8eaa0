/* A sample in Java, with nothing but the JDK. */
import {
  usual,
  callbackParameters,
  bothPlaces,
  sorting,
  keyedHash,
  hexadecimal,
  sealing,
} from './java-functions.ts'
import { type Language, asked, parametersIn } from './language.ts'
import { heading, indented, lastName } from './layout.ts'
import { type PlannedCall, type SamplePlan, environment, usedBy } from './plan.ts'
import type { Pair, Value } from './values.ts'

const text = (value: string): string => JSON.stringify(value)

const clock = (zone: string, format: string): string =>
  `DateTimeFormatter.ofPattern("${format}").withZone(${zone}).format(Instant.now())`
const inBeijing = (format: string): string => clock('ZoneOffset.ofHours(8)', format)

const clocks: Language['clocks'] = {
  milliseconds: 'System.currentTimeMillis()',
  seconds: 'System.currentTimeMillis() / 1000',
  iso: clock('ZoneOffset.UTC', "yyyy-MM-dd'T'HH:mm:ss'Z'"),
  'beijing-text': inBeijing('yyyy-MM-dd HH:mm:ss'),
  compact: inBeijing('yyyyMMddHHmmssSSS'),
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
      return `callback.get(${text(of.name)})`
    case 'tokens':
      return `member(tokens, ${text(lastName(of.path))})`
    case 'clock':
      return of.inText ? `String.valueOf(${clocks[of.spelling]})` : clocks[of.spelling]
    case 'number':
      return `Long.valueOf(${value(of.digits)})`
    case 'list':
      return `List.of(${of.values.map(value).join(', ')})`
    case 'object':
      return `map(${of.pairs.map((each) => `${text(each.name)}, ${value(each.value)}`).join(', ')})`
    case 'json-text':
      return `json(${value(of.value)})`
  }
}

const lines = (pairs: readonly Pair[]): string =>
  `map(${pairs.map((each) => `\n    ${text(each.name)}, ${value(each.value)}`).join(',')})`

const digest = (name: string): string =>
  `MessageDigest.getInstance("${name}").digest(signing.getBytes(UTF_8))`
const hmac = (name: string): string => `hmac("${name}", signing)`

const language: Language = {
  comment: '//',
  secret: 'APP_SECRET',
  clocks,
  macs: {
    md5: digest('MD5'),
    sha256: digest('SHA-256'),
    'hmac-md5': hmac('HmacMD5'),
    'hmac-sha1': hmac('HmacSHA1'),
    'hmac-sha256': hmac('HmacSHA256'),
  },
  spellings: {
    hex: (mac) => `hex(${mac})`,
    HEX: (mac) => `hex(${mac}).toUpperCase()`,
    base64: (mac) => `Base64.getEncoder().encodeToString(${mac})`,
  },
  text,
  value,
  variable: (name) => name,
  parameters: lines,
  assign: (name, expression) =>
    `${name === 'query' || name === 'body' ? 'Map<String, Object>' : 'String'} ${name} = ${expression};\n`,
  put: (place, name, expression) => `${place}.put(${text(name)}, ${expression});\n`,
  whereThere: (source, statement) => `if (${value(source)} != null) ${statement}`,
  parameter: (place, name) => `said(${place}.get(${text(name)}))`,
  sorted: ({ of: [first, second], pair, join, but }) =>
    `joined(${second === undefined ? first : 'both(body, query)'}, ${text(pair)}, ${text(join)}${but.map((each) => `, ${text(each)}`).join('')})`,
  concatenated: (pieces) => pieces.join(' + '),
  bodies: { form: 'encode(body)', json: 'json(body)' },
  address: (url, hasQuery) => (hasQuery ? `${text(`${url}?`)} + encode(query)` : text(url)),
  ask: (address, body) => `ask(${address}, ${body ? `${body.text}, ${text(body.mediaType)}` : 'null, null'})`,
  sealed: ({ clear, inside }) => `both(${lines(clear)}, seal(${lines(inside)}))`,
}

/** A pattern of the object that bears this name, or of any that has a member. */
const objectAt = (name: string | undefined): string =>
  name === undefined ? '\\{\\s*"' : `"${name}"\\s*:\\s*"?\\{`

function call(planned: PlannedCall, { paths }: SamplePlan): string {
  const { step, reply } = planned
  const [before, sent] = asked(language, planned)
  const records = { object: 'reply', 'json-text': 'unescaped(reply)', sealed: 'opened(reply)' } as const
  const record = records[reply.as ?? 'object']
  const refused = `throw new IllegalStateException("${step} was refused");\n`
  const taken =
    step === 'userInfo'
      ? `if (!Pattern.compile(${text(objectAt(reply.at.at(-1)))}).matcher(${record}).find()) ${refused}`
      : `tokens = ${record};\nif (member(tokens, ${text(lastName(paths.accessToken))}) == null) ${refused}`
  return `${before}String reply = ${sent};\nSystem.out.println("${step}: " + reply);\n${taken}`
}

export function javaSample(plan: SamplePlan): string {
  const { app, link, calls, paths, signings, takesCallback, secret, sealed } = plan
  const { clocks: times, macs, pieces, spellings } = usedBy(plan)
  const hashes = [...macs].some((mac) => !mac.startsWith('hmac'))
  const hmacs = [...macs].some((mac) => mac.startsWith('hmac'))
  const dated = [...times].some((each) => each !== 'milliseconds' && each !== 'seconds')
  const merges =
    sealed || signings.some((each) => each.pieces.some((one) => one.is === 'sorted' && one.of.length > 1))
  const imports = [
    ...(sealed ? ['java.io.ByteArrayOutputStream'] : []),
    'java.net.URI',
    ...(takesCallback ? ['java.net.URLDecoder'] : []),
    'java.net.URLEncoder',
    'java.net.http.HttpClient',
    'java.net.http.HttpRequest',
    'java.net.http.HttpResponse',
    ...(sealed
      ? [
          'java.security.Key',
          'java.security.KeyFactory',
          'java.security.PrivateKey',
          'java.security.PublicKey',
          'java.security.Signature',
          'java.security.interfaces.RSAKey',
          'java.security.spec.PKCS8EncodedKeySpec',
          'java.security.spec.X509EncodedKeySpec',
          'javax.crypto.Cipher',
        ]
      : []),
    ...(sealed || hashes ? ['java.security.MessageDigest'] : []),
    ...(hmacs ? ['javax.crypto.Mac', 'javax.crypto.spec.SecretKeySpec'] : []),
    'java.security.SecureRandom',
    ...(dated ? ['java.time.Instant', 'java.time.ZoneOffset', 'java.time.format.DateTimeFormatter'] : []),
    ...(sealed || spellings.has('base64') ? ['java.util.Base64'] : []),
    'java.util.LinkedHashMap',
    'java.util.List',
    'java.util.Map',
    ...(pieces.has('sorted') ? ['java.util.TreeMap'] : []),
    'java.util.regex.Matcher',
    'java.util.regex.Pattern',
    'java.util.stream.Collectors',
  ].toSorted()
  return [
    heading(plan, {
      comment: '//',
      needs: 'Java 11 or later, nothing but the JDK.',
      command: 'java Sample.java',
      keyForms: 'PKCS#8 as PEM or one line of base64',
    }),
    ...imports.map((each) => `import ${each};\n`),
    'import static java.nio.charset.StandardCharsets.UTF_8;\n\npublic class Sample {\n',
    secret ? `    static final String APP_SECRET = env("${environment.secret}", "YOUR_APP_SECRET");\n` : '',
    sealed ? `    static final String PLATFORM_KEY = ${text(app.platformPublicKey)};\n` : '',
    `
    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            // Remember it for this browser, and compare it with the one that comes back.
            String state = String.format("%032x", new java.math.BigInteger(128, new SecureRandom()));
${indented(parametersIn(language, link), '            ')}            System.out.println(${text(`${link.url}?`)} + encode(query));
            return;
        }
`,
    takesCallback
      ? '        Map<String, String> callback = parameters(args[0]);\n        String code = callback.get("code");\n'
      : '        String code = args[0];\n',
    '        String tokens;\n',
    ...calls.map((each) => {
      const statements = indented(call(each, plan), '            ')
      return each.step === 'refresh'
        ? `\n        if (member(tokens, ${text(lastName(paths.refreshToken))}) != null) {\n${statements}        }\n`
        : `\n        {\n${statements}        }\n`
    }),
    '    }\n',
    usual,
    takesCallback ? callbackParameters : '',
    merges ? bothPlaces : '',
    pieces.has('sorted') ? sorting : '',
    hmacs ? keyedHash : '',
    sealed || spellings.has('hex') || spellings.has('HEX') ? hexadecimal : '',
    sealed ? sealing : '',
    '}\n',
  ].join('')
}
