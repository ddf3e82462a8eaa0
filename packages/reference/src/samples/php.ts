/* A sample in PHP, with its extensions curl and openssl. */
import { type Language, asked, parametersIn } from './language.ts'
import { heading, indented } from './layout.ts'
import { type PlannedCall, type SamplePlan, environment, usedBy } from './plan.ts'
import type { Pair, Path, Value } from './values.ts'

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const at = (path: Path): string =>
  path.map((step) => `[${typeof step === 'string' ? text(step) : step}]`).join('')

const inBeijing = (format: string): string =>
  `(new DateTime('now', new DateTimeZone('+08:00')))->format('${format}')`

const clocks: Language['clocks'] = {
  milliseconds: '(int) (microtime(true) * 1000)',
  seconds: 'time()',
  iso: "gmdate('Y-m-d\\TH:i:s\\Z')",
  'beijing-text': inBeijing('Y-m-d H:i:s'),
  compact: inBeijing('YmdHisv'),
}

function value(of: Value): string {
  switch (of.from) {
    case 'text':
      return text(of.text)
    case 'secret':
      return '$appSecret'
    case 'code':
    case 'state':
      return `$${of.from}`
    case 'callback':
      return `$callback[${text(of.name)}]`
    case 'tokens':
      return of.isNumber ? `(string) $tokens${at(of.path)}` : `$tokens${at(of.path)}`
    case 'clock':
      return of.inText ? `(string) ${clocks[of.spelling]}` : clocks[of.spelling]
    case 'number':
      if (of.digits.from === 'text') return of.digits.text
      return of.digits.from === 'tokens' && of.digits.isNumber
        ? `$tokens${at(of.digits.path)}`
        : `(int) ${value(of.digits)}`
    case 'list':
      return `[${of.values.map(value).join(', ')}]`
    case 'object':
      return `[${of.pairs.map((each) => `${text(each.name)} => ${value(each.value)}`).join(', ')}]`
    case 'json-text':
      return `json_encode(${value(of.value)})`
  }
}

const lines = (pairs: readonly Pair[]): string =>
  `[\n${pairs.map((each) => `    ${text(each.name)} => ${value(each.value)},\n`).join('')}]`

const hmac = (hash: string) => `hash_hmac('${hash}', $signing, $appSecret, true)`

const language: Language = {
  comment: '//',
  secret: '$appSecret',
  clocks,
  macs: {
    md5: 'md5($signing, true)',
    sha256: "hash('sha256', $signing, true)",
    'hmac-md5': hmac('md5'),
    'hmac-sha1': hmac('sha1'),
    'hmac-sha256': hmac('sha256'),
  },
  spellings: {
    hex: (mac) => `bin2hex(${mac})`,
    HEX: (mac) => `strtoupper(bin2hex(${mac}))`,
    base64: (mac) => `base64_encode(${mac})`,
  },
  text,
  value,
  variable: (name) => `$${name}`,
  parameters: lines,
  assign: (name, expression) => `$${name} = ${expression};\n`,
  put: (place, name, expression) => `$${place}[${text(name)}] = ${expression};\n`,
  whereThere(source, statement) {
    const held = source.from === 'callback' ? value(source) : `$tokens${at(source.path)}`
    return `if (!empty(${held})) {\n    ${statement}}\n`
  },
  parameter: (place, name) => `$${place}[${text(name)}]`,
  sorted: ({ of: [first, second], pair, join, but }) =>
    `joined(${second === undefined ? `$${first}` : '$query + $body'}, ${text(pair)}, ${text(join)}${but.length > 0 ? `, [${but.map(text).join(', ')}]` : ''})`,
  concatenated: (pieces) => pieces.join(' . '),
  bodies: { form: 'http_build_query($body)', json: 'json_encode((object) $body)' },
  address: (url, hasQuery) => (hasQuery ? `${text(`${url}?`)} . http_build_query($query)` : text(url)),
  ask: (address, body) => `ask(${address}${body ? `, ${body.text}, ${text(body.mediaType)}` : ''})`,
  sealed: ({ clear, inside }) => `${lines(clear)} + seal(${lines(inside)}, $privateKey, $platformKey)`,
}

function call(planned: PlannedCall, { paths }: SamplePlan): string {
  const { step, reply } = planned
  const [before, sent] = asked(language, planned)
  const inside = `$reply${at(reply.at)} ?? null`
  const records = {
    object: inside,
    'json-text': `record_of(${inside})`,
    sealed: 'opened($reply, $privateKey, $platformKey)',
  } as const
  const record = records[reply.as ?? 'object']
  const refused = `{\n    fwrite(STDERR, "${step} was refused\\n");\n    exit(1);\n}\n`
  const taken =
    step === 'userInfo'
      ? `if (!is_array(${record})) ${refused}`
      : `$tokens = ${record};\nif (empty($tokens${at(paths.accessToken)})) ${refused}`
  return `${before}$reply = ${sent};\necho '${step}: ', json_encode($reply, JSON_UNESCAPED_UNICODE), "\\n";\n${taken}`
}

const usual = `
function ask(string $url, ?string $body = null, string $type = ''): array
{
    $curl = curl_init($url);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    if ($body !== null) {
        curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $body, CURLOPT_HTTPHEADER => ["Content-Type: $type"]]);
    }
    $reply = curl_exec($curl);
    if ($reply === false) {
        fwrite(STDERR, curl_error($curl) . "\\n");
        exit(1);
    }
    return json_decode($reply, true) ?? [];
}
`
const recordOfText = `
/** JSON as a text inside of JSON. */
function record_of($value)
{
    return is_string($value) ? json_decode($value, true) : $value;
}
`
const sorting = `
/** Names and values, the names sorted. */
function joined(array $parameters, string $pair, string $join, array $but = []): string
{
    $parameters = array_diff_key($parameters, array_flip($but));
    ksort($parameters, SORT_STRING);
    $all = [];
    foreach ($parameters as $name => $value) {
        $all[] = $name . $pair . (is_string($value) ? $value : json_encode($value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
    }
    return implode($join, $all);
}
`
const sealing = `
/** Base64 or base64url, with or without padding. */
function of_base64(string $text): string
{
    return base64_decode(strtr($text, '-_', '+/'));
}

function to_base64(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

/** PEM, or one line of base64 or base64url. */
function pem(string $key, string $label): string
{
    $der = of_base64(preg_replace('/-----[^-]+-----|\\s/', '', $key));
    return "-----BEGIN $label-----\\n" . chunk_split(base64_encode($der), 64, "\\n") . "-----END $label-----\\n";
}

/** data: encrypted piece by piece for the platform. sign: by the application, over the hexadecimal MD5. */
function seal(array $value, $privateKey, $platformKey): array
{
    $plain = json_encode($value);
    $data = '';
    foreach (str_split($plain, openssl_pkey_get_details($platformKey)['bits'] / 8 - 11) as $piece) {
        openssl_public_encrypt($piece, $block, $platformKey);
        $data .= $block;
    }
    openssl_sign(md5($plain), $sign, $privateKey, OPENSSL_ALGO_SHA256);
    return ['data' => to_base64($data), 'sign' => to_base64($sign)];
}

/** The other way round. An error has no data. */
function opened(array $reply, $privateKey, $platformKey): ?array
{
    if (empty($reply['data'])) {
        return null;
    }
    $plain = '';
    foreach (str_split(of_base64($reply['data']), openssl_pkey_get_details($privateKey)['bits'] / 8) as $block) {
        openssl_private_decrypt($block, $piece, $privateKey);
        $plain .= $piece;
    }
    if (openssl_verify(md5($plain), of_base64($reply['sign']), $platformKey, OPENSSL_ALGO_SHA256) !== 1) {
        fwrite(STDERR, "the reply is not from the platform\\n");
        exit(1);
    }
    echo 'opened: ', $plain, "\\n";
    return json_decode($plain, true);
}
`

export function phpSample(plan: SamplePlan): string {
  const { app, link, calls, paths, takesCallback, secret, sealed } = plan
  const { pieces, replies } = usedBy(plan)
  return [
    '<?php\n',
    heading(plan, {
      comment: '//',
      needs: `PHP 7.4 or later, with the extension curl${sealed ? ' and openssl' : ''}.`,
      command: 'php sample.php',
    }),
    usual,
    replies.has('json-text') ? recordOfText : '',
    pieces.has('sorted') ? sorting : '',
    sealed ? sealing : '',
    secret ? `\n$appSecret = getenv('${environment.secret}') ?: 'YOUR_APP_SECRET';\n` : '',
    `
if ($argc < 2) {
    // Remember it for this browser, and compare it with the one that comes back.
    $state = bin2hex(random_bytes(16));
${indented(parametersIn(language, link), '    ')}    echo ${text(`${link.url}?`)} . http_build_query($query), "\\n";
    exit;
}

`,
    takesCallback
      ? "parse_str(parse_url($argv[1], PHP_URL_QUERY), $callback);\n$code = $callback['code'];\n"
      : '$code = $argv[1];\n',
    sealed
      ? `$privateKey = openssl_pkey_get_private(pem(getenv('${environment.privateKey}') ?: 'YOUR_PRIVATE_KEY', 'PRIVATE KEY'));\n$platformKey = openssl_pkey_get_public(pem(${text(app.platformPublicKey)}, 'PUBLIC KEY'));\n`
      : '',
    ...calls.map((each) =>
      each.step === 'refresh'
        ? `\nif (!empty($tokens${at(paths.refreshToken)})) {\n${indented(call(each, plan), '    ')}}\n`
        : `\n${call(each, plan)}`,
    ),
  ].join('')
}
