/* A sample in PHP, with its extensions curl and openssl. */
import {
  type Pair,
  type PlannedCall,
  type SamplePlan,
  type Value,
  environment,
  indented,
  splitSealed,
} from './plan.ts'

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

function value(of: Value): string {
  switch (of.from) {
    case 'text':
      return text(of.text)
    case 'secret':
      return '$appSecret'
    case 'code':
    case 'state':
      return `$${of.from}`
    case 'tokens':
      return `$tokens[${text(of.name)}]`
    case 'json':
      return `json_encode([${text(of.member)} => ${value(of.value)}])`
    case 'clock':
      return of.spelling === 'milliseconds'
        ? '(int) (microtime(true) * 1000)'
        : "(new DateTime('now', new DateTimeZone('+08:00')))->format('Y-m-d H:i:s')"
  }
}

const list = (pairs: readonly Pair[]): string =>
  `[\n${pairs.map((each) => `    ${text(each.name)} => ${value(each.value)},\n`).join('')}]`

function asked(planned: PlannedCall): string {
  const { url, carrier, pairs } = planned
  switch (carrier.in) {
    case 'query':
      return `ask(${text(url)} . '?' . http_build_query(${list(pairs)}))`
    case 'form':
      if (carrier.signings)
        return `ask(${text(url)}, http_build_query(signed(${list(pairs)}, ${text(carrier.signings[0].into)}, $appSecret)))`
      return `ask(${text(url)}, http_build_query(${list(pairs)}))`
    case 'json':
      throw new Error('no sample is written for a JSON body yet')
    case 'sealed-json': {
      const { clear, inside } = splitSealed(planned, carrier.clear)
      return `ask(${text(url)}, json_encode(${list(clear)} + seal(${list(inside)}, $privateKey, $platformKey)), 'application/json')`
    }
  }
}

function call(planned: PlannedCall, { names }: SamplePlan): string {
  const { step, reply } = planned
  const opened = 'opened($reply, $privateKey, $platformKey)'
  const read =
    reply.as === 'sealed' ? opened : `$reply${reply.at.map((name) => `[${text(name)}]`).join('')} ?? null`
  const refused = `{\n    fwrite(STDERR, "${step} was refused\\n");\n    exit(1);\n}\n`
  const taken =
    step === 'userInfo'
      ? `if (!is_array(${read})) ${refused}`
      : `$tokens = ${read};\nif (empty($tokens[${text(names.accessToken)}])) ${refused}`
  return `$reply = ${asked(planned)};\necho '${step}: ', json_encode($reply, JSON_UNESCAPED_UNICODE), "\\n";\n${taken}`
}

const usual = `
function ask(string $url, ?string $body = null, string $type = 'application/x-www-form-urlencoded'): array
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
const signing = `
/** MD5 of secret, parameters, secret: names sorted, each followed by its value, empty ones left out. */
function signed(array $pairs, string $name, string $secret): array
{
    $sorted = array_filter($pairs, fn ($value) => $value !== '');
    ksort($sorted, SORT_STRING);
    $signing = $secret;
    foreach ($sorted as $key => $value) {
        $signing .= $key . $value;
    }
    return $pairs + [$name => strtoupper(md5($signing . $secret))];
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
  const { dialect, app, link, calls, names, secret, sealed, signed } = plan
  return [
    `<?php
// ${dialect.title}: PHP 7.4 or later, with the extension curl${sealed ? ' and openssl' : ''}.
//   php sample.php         prints the link to open in a browser
//   php sample.php CODE    exchanges the code that the browser came back with
${secret ? `// The secret is in the environment: ${environment.secret}.\n` : ''}${sealed ? `// The private key is in the environment: ${environment.privateKey}, PEM or one line of base64.\n` : ''}`,
    usual,
    signed ? signing : '',
    sealed ? sealing : '',
    `
if ($argc < 2) {
    // Remember it for this browser, and compare it with the one that comes back.
    $state = bin2hex(random_bytes(16));
    echo ${text(`${link.url}?`)} . http_build_query(${indented(list(link.pairs), '    ').trimStart()}), "\\n";
    exit;
}

$code = $argv[1];
`,
    secret ? `$appSecret = getenv('${environment.secret}') ?: 'YOUR_APP_SECRET';\n` : '',
    sealed
      ? `$privateKey = openssl_pkey_get_private(pem(getenv('${environment.privateKey}') ?: 'YOUR_PRIVATE_KEY', 'PRIVATE KEY'));\n$platformKey = openssl_pkey_get_public(pem(${text(app.platformPublicKey)}, 'PUBLIC KEY'));\n`
      : '',
    ...calls.map((each) =>
      each.step === 'refresh'
        ? `\nif (!empty($tokens[${text(names.refreshToken)}])) {\n${indented(call(each, plan), '    ')}}\n`
        : `\n${call(each, plan)}`,
    ),
  ].join('')
}
