/* A sample for a POSIX shell, with curl; for signatures and envelopes with openssl. */
import {
  type Pair,
  type PlannedCall,
  type SamplePlan,
  type Value,
  environment,
  indented,
  splitSealed,
} from './plan.ts'

const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`
/** Within double quotes. */
const within = (value: string): string => value.replace(/["$`\\]/g, '\\$&')

/** In braces: a letter that follows would be part of its name. */
const variable = (name: string): string => `\${${name}}`

/** What stands between double quotes. */
function value(of: Value): string {
  switch (of.from) {
    case 'text':
      return within(of.text)
    case 'secret':
    case 'code':
    case 'state':
      return variable(of.from)
    case 'tokens':
      return `$(member ${within(of.name)} "$tokens")`
    case 'json':
      return `{\\"${within(of.member)}\\":\\"${value(of.value)}\\"}`
    case 'clock':
      return of.spelling === 'milliseconds' ? '$(date +%s)000' : "$(TZ=CST-8 date '+%Y-%m-%d %H:%M:%S')"
  }
}

const data = (pairs: readonly Pair[]): string =>
  pairs.map((each) => ` \\\n  --data-urlencode "${within(each.name)}=${value(each.value)}"`).join('')

/** Values that are signed must be the ones that are sent. */
function signedCall(url: string, pairs: readonly Pair[], signature: string): string {
  const named = pairs.map((each, index) => ({ ...each, variable: `p${index + 1}` }))
  const sorted = named.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return `${named.map((each) => `${each.variable}="${value(each.value)}"\n`).join('')}# MD5 of secret, parameters, secret: names sorted, each followed by its value.
signing="${variable('secret')}${sorted.map((each) => within(each.name) + variable(each.variable)).join('')}${variable('secret')}"
sign=$(printf %s "$signing" | openssl md5 -r | cut -c1-32 | tr a-f A-F)
reply=$(curl -sS ${quoted(url)}${named.map((each) => ` \\\n  --data-urlencode "${within(each.name)}=${variable(each.variable)}"`).join('')} \\
  --data-urlencode "${within(signature)}=$sign")
`
}

const jsonMember = ({ name, value: of }: Pair): string =>
  `\\"${within(name)}\\":${of.from === 'clock' && of.spelling === 'milliseconds' ? value(of) : `\\"${value(of)}\\"`}`

function asked(planned: PlannedCall): string {
  const { url, carrier, pairs } = planned
  switch (carrier.in) {
    case 'query':
      return `reply=$(curl -sS -G ${quoted(url)}${data(pairs)})\n`
    case 'form':
      if (carrier.signings) return signedCall(url, pairs, carrier.signings[0].into)
      return `reply=$(curl -sS ${quoted(url)}${data(pairs)})\n`
    case 'json':
      throw new Error('no sample is written for a JSON body yet')
    case 'sealed-json': {
      const { clear, inside } = splitSealed(planned, carrier.clear)
      return `seal "{${inside.map(jsonMember).join(',')}}"
reply=$(curl -sS ${quoted(url)} -H 'Content-Type: application/json' \\
  -d "{${clear.map(jsonMember).join(',')},\\"data\\":\\"$data\\",\\"sign\\":\\"$sign\\"}")
`
    }
  }
}

function call(planned: PlannedCall, { names }: SamplePlan): string {
  const { step, reply } = planned
  const opened = reply.as === 'sealed' ? 'opened=$(opened "$reply")\necho "opened: $opened"\n' : ''
  const read = reply.as === 'sealed' ? '$opened' : '$reply'
  const payload = reply.at.at(-1)
  const granted =
    step !== 'userInfo'
      ? `tokens=${read}\n[ -n "$(member ${names.accessToken} "$tokens")" ]`
      : payload === undefined
        ? `[ -n "${read}" ]`
        : `printf %s "$reply" | grep -q ${quoted(`"${payload}" *: *{`)}`
  return `${asked(planned)}echo "${step}: $reply"
${opened}${granted} || { echo '${step} was refused' >&2; exit 1; }
`
}

const sealing = `
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

of_base64() {
  case $((\${#1} % 4)) in 2) pad='==' ;; 3) pad='=' ;; *) pad='' ;; esac
  printf '%s%s' "$1" "$pad" | tr '_-' '/+' | openssl base64 -d -A
}
to_base64() { openssl base64 -A | tr '/+' '_-' | tr -d '='; }
# PEM, or one line of base64 or base64url.
der() { of_base64 "$(printf '%s\\n' "$1" | sed '/-----/d' | tr -d ' \\n\\r=')"; }
md5() { openssl md5 -r "$1" | cut -c1-32 | tr -d '\\n'; }
bytes_of() { expr "$(sed -n '1s/.*(\\([0-9]*\\) bit.*/\\1/p')" / 8; }

# data: encrypted piece by piece for the platform. sign: by the application, over the hexadecimal MD5.
seal() {
  printf %s "$1" > "$folder/plain"
  : > "$folder/data"
  piece=$(($(openssl pkey -pubin -in "$folder/platform.pem" -noout -text | bytes_of) - 11))
  at=0
  while dd if="$folder/plain" of="$folder/piece" bs="$piece" skip="$at" count=1 2> /dev/null && [ -s "$folder/piece" ]; do
    openssl pkeyutl -encrypt -pubin -inkey "$folder/platform.pem" -in "$folder/piece" >> "$folder/data"
    at=$((at + 1))
  done
  data=$(to_base64 < "$folder/data")
  sign=$(md5 "$folder/plain" | openssl dgst -sha256 -sign "$folder/private.pem" | to_base64)
}
# The other way round. An error has no data.
opened() {
  of_base64 "$(member data "$1")" > "$folder/data"
  : > "$folder/plain"
  block=$(openssl pkey -in "$folder/private.pem" -noout -text | bytes_of)
  at=0
  while dd if="$folder/data" of="$folder/piece" bs="$block" skip="$at" count=1 2> /dev/null && [ -s "$folder/piece" ]; do
    openssl pkeyutl -decrypt -inkey "$folder/private.pem" -in "$folder/piece" >> "$folder/plain"
    at=$((at + 1))
  done
  of_base64 "$(member sign "$1")" > "$folder/sign"
  md5 "$folder/plain" > "$folder/md5"
  openssl dgst -sha256 -verify "$folder/platform.pem" -signature "$folder/sign" "$folder/md5" > /dev/null && cat "$folder/plain"
}
`

export function curlSample(plan: SamplePlan): string {
  const { dialect, app, link, calls, names, secret, sealed, signed } = plan
  const linked = link.pairs.map(({ name, value: of }) =>
    of.from === 'text'
      ? `${encodeURIComponent(name)}=${within(encodeURIComponent(of.text))}`
      : `${encodeURIComponent(name)}=${value(of)}`,
  )
  return [
    `#!/bin/sh
# ${dialect.title}: curl${signed || sealed ? ' and openssl' : ''}.
#   sh sample.sh         prints the link to open in a browser
#   sh sample.sh CODE    exchanges the code that the browser came back with
${secret ? `# The secret is in the environment: ${environment.secret}.\n` : ''}${sealed ? `# The private key is in the environment: ${environment.privateKey}, PEM or one line of base64.\n` : ''}
code=$1
if [ -z "$code" ]; then
  # Remember it for this browser, and compare it with the one that comes back.
  state=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
  echo "${within(link.url)}?${linked.join('&')}"
  exit
fi

`,
    secret ? `secret=\${${environment.secret}:-YOUR_APP_SECRET}\n` : '',
    `# One member of a JSON object.
member() { printf %s "$2" | tr -d '\\n' | sed -n 's/.*"'"$1"'" *: *"\\([^"]*\\)".*/\\1/p'; }
`,
    sealed
      ? `${sealing}
der "\${${environment.privateKey}:-YOUR_PRIVATE_KEY}" | openssl pkey -inform DER -out "$folder/private.pem"
der ${quoted(app.platformPublicKey)} | openssl pkey -pubin -inform DER -out "$folder/platform.pem"
`
      : '',
    ...calls.map((each) =>
      each.step === 'refresh'
        ? `\nif [ -n "$(member ${names.refreshToken} "$tokens")" ]; then\n${indented(call(each, plan), '  ')}fi\n`
        : `\n${call(each, plan)}`,
    ),
  ].join('')
}
