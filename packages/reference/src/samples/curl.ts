/* A sample for a POSIX shell, with curl; for signatures and envelopes with openssl. */
import { readers, callbackReader, encoding, escaping, sealing } from './curl-functions.ts'
import type { Language } from './language.ts'
import { formulaComment, heading, indented, lastName } from './layout.ts'
import {
  type PlainRequest,
  type PlannedCall,
  type PlannedParameters,
  type SamplePlan,
  environment,
  pairsIn,
  valuesIn,
} from './plan.ts'
import type { Place, PlannedSigning, SignedPiece } from './signing.ts'
import { type Pair, type Value, isNumeric } from './values.ts'

const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`
/** Within double quotes. */
const within = (value: string): string => value.replace(/["$`\\]/g, '\\$&')

/** In braces: a letter that follows would be part of its name. */
const variable = (name: string): string => `\${${name}}`

const clocks: Language['clocks'] = {
  milliseconds: '$(date +%s)000',
  seconds: '$(date +%s)',
  iso: '$(date -u +%Y-%m-%dT%H:%M:%SZ)',
  'beijing-text': "$(TZ=CST-8 date '+%Y-%m-%d %H:%M:%S')",
  compact: '$(TZ=CST-8 date +%Y%m%d%H%M%S)000',
}

const macs: Language['macs'] = {
  md5: 'openssl dgst -md5',
  sha256: 'openssl dgst -sha256',
  'hmac-md5': 'openssl dgst -md5 -hmac "$secret"',
  'hmac-sha1': 'openssl dgst -sha1 -hmac "$secret"',
  'hmac-sha256': 'openssl dgst -sha256 -hmac "$secret"',
}

const spellings: Language['spellings'] = {
  hex: (mac) => `${mac} -r | cut -d' ' -f1`,
  HEX: (mac) => `${mac} -r | cut -d' ' -f1 | tr a-f A-F`,
  base64: (mac) => `${mac} -binary | openssl base64 -A`,
}

/** What stands between double quotes. */
function value(of: Value): string {
  switch (of.from) {
    case 'text':
      return within(of.text)
    case 'secret':
    case 'code':
    case 'state':
      return variable(of.from)
    case 'callback':
      return `$(parameter ${within(of.name)})`
    case 'tokens':
      return `$(member ${within(lastName(of.path))} "$tokens")`
    case 'clock':
      return clocks[of.spelling]
    case 'number':
      return value(of.digits)
    case 'list':
    case 'object':
      return json(of)
    case 'json-text':
      return json(of.value)
  }
}

/** The same as JSON. */
function json(of: Value): string {
  if (of.from === 'list') return `[${of.values.map(json).join(',')}]`
  if (of.from === 'object') return `{${of.pairs.map(jsonMember).join(',')}}`
  if (of.from === 'text') return within(JSON.stringify(of.text))
  return isBare(of) ? value(of) : `\\"${isEscaped(of) ? `$(escaped "${value(of)}")` : value(of)}\\"`
}

/** What may have quotation marks in it. What comes with the tokens is as JSON has it. */
const isEscaped = (of: Value): boolean =>
  ['json-text', 'secret', 'callback'].includes(of.from) || (of.from === 'text' && /["\\]/.test(of.text))

const jsonMember = ({ name, value: of }: Pair): string => `\\"${within(name)}\\":${json(of)}`

/** What JSON writes without quotation marks. */
const isBare = (of: Value): boolean =>
  ['number', 'list', 'object'].includes(of.from) ||
  (of.from === 'clock' && isNumeric(of.spelling) && !of.inText)

/** A parameter whose value is in a shell variable: what is signed must be what is sent. */
interface Named extends Pair {
  readonly variable: string
}

const named = (planned: PlannedParameters): Readonly<Record<Place, readonly Named[]>> => {
  const numbered = (pairs: readonly Pair[] = [], from = 1) =>
    pairs.map((each, at) => ({ ...each, variable: `p${from + at}` }))
  return { query: numbered(planned.query), body: numbered(planned.body, 1 + (planned.query?.length ?? 0)) }
}

/** `text`, or nothing where the parameter is optional and absent. */
const whereThere = ({ optional, variable: name }: Named, text: string): string =>
  optional ? `\${${name}:+${text}}` : text

/** Those that may be absent come last, as a separator stands before them. */
function listed(pairs: readonly Named[], separator: string, write: (each: Named) => string): string {
  const sure = pairs.filter(({ optional }) => !optional)
  const optional = pairs.filter((each) => each.optional)
  if (sure.length === 0 && optional.length > 0)
    throw new Error('no sample is written for a shell that has only optional parameters')
  return (
    sure.map(write).join(separator) +
    optional.map((each) => whereThere(each, separator + write(each))).join('')
  )
}

const encoded = (pairs: readonly Named[]): string =>
  listed(pairs, '&', (each) => `${encodeURIComponent(each.name)}=$(encoded "${variable(each.variable)}")`)

const asJson = (pairs: readonly Named[]): string =>
  `{${listed(pairs, ',', (each) => {
    const held = variable(each.variable)
    const text = isEscaped(each.value) ? `$(escaped "${held}")` : held
    return `\\"${within(each.name)}\\":${isBare(each.value) ? held : `\\"${text}\\"`}`
  })}}`

function piece(of: SignedPiece, pairs: Readonly<Record<Place, readonly Named[]>>): string {
  switch (of.is) {
    case 'text':
      return within(of.text)
    case 'secret':
      return variable('secret')
    case 'raw':
      return variable('body')
    case 'value':
      return variable(pairs[of.of].find(({ name }) => name === of.name)?.variable ?? '')
    case 'sorted': {
      const all = new Map(of.of.flatMap((place) => pairs[place]).map((each) => [each.name, each]))
      const chosen = [...all.values()]
        .filter(({ name }) => !of.but.includes(name))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      if (of.join !== '' && chosen[0]?.optional)
        throw new Error(`${chosen[0].name}: no sample for a shell signs it first, as it may be absent`)
      return chosen
        .map((each, at) =>
          whereThere(
            each,
            `${at > 0 ? of.join : ''}${within(each.name)}${of.pair}${variable(each.variable)}`,
          ),
        )
        .join('')
    }
  }
}

function signed(signing: PlannedSigning, pairs: Readonly<Record<Place, readonly Named[]>>): string {
  const { formula, pieces, mac, spelt } = signing
  return `# ${formulaComment(
    formula,
    pieces.some(({ is }) => is === 'sorted'),
  )}
signing="${pieces.map((each) => piece(each, pairs)).join('')}"
sign=$(printf %s "$signing" | ${spellings[spelt](macs[mac])})
`
}

/** Assigns `query` and `body` as they travel, with their signature. */
function assembled(planned: PlannedParameters & Pick<PlainRequest, 'in'>): string {
  const { signing } = planned
  const pairs = named(planned)
  const signature: Named[] = signing
    ? [{ name: signing.into, value: { from: 'text', text: '' }, variable: 'sign' }]
    : []
  const write = planned.in === 'json' ? asJson : encoded
  const of = (place: Place) => [...pairs[place], ...(signing?.place === place ? signature : [])]
  const body = planned.body ? `body="${write(of('body'))}"\n` : ''
  const isSignedInBody = signing?.place === 'body'
  return [
    ...[...pairs.query, ...pairs.body].map((each) => `${each.variable}="${value(each.value)}"\n`),
    isSignedInBody ? '' : body,
    signing ? signed(signing, pairs) : '',
    isSignedInBody ? body : '',
    planned.query ? `query="${encoded(of('query'))}"\n` : '',
  ].join('')
}

/** Whether curl can put the parameters together itself. */
const isPlain = ({ in: carrier, query, body, signing }: PlainRequest): boolean =>
  carrier !== 'json' &&
  !signing &&
  (query === undefined || body === undefined) &&
  [...(query ?? []), ...(body ?? [])].every(({ optional }) => !optional)

const data = (pairs: readonly Pair[]): string =>
  pairs.map((each) => ` \\\n  --data-urlencode "${within(each.name)}=${value(each.value)}"`).join('')

function asked({ url, request }: PlannedCall): string {
  if (request.in === 'sealed-json')
    return `seal "{${request.inside.map(jsonMember).join(',')}}"
reply=$(curl -sS ${quoted(url)} -H 'Content-Type: application/json' \\
  -d "{${request.clear.map(jsonMember).join(',')},\\"data\\":\\"$data\\",\\"sign\\":\\"$sign\\"}")
`
  if (isPlain(request))
    return `reply=$(curl -sS${request.query ? ' -G' : ''} ${quoted(url)}${data(request.query ?? request.body ?? [])})\n`
  const address = request.query ? `"${within(url)}?$query"` : quoted(url)
  const type = request.in === 'json' ? " -H 'Content-Type: application/json'" : ''
  return `${assembled(request)}reply=$(curl -sS ${address}${request.body ? `${type} --data-raw "$body"` : ''})\n`
}

function call(planned: PlannedCall, { paths }: SamplePlan): string {
  const { step, reply } = planned
  const reads = {
    object: { before: '', record: '$reply' },
    'json-text': { before: '', record: `$(printf %s "$reply" | sed 's/\\\\\\(.\\)/\\1/g')` },
    sealed: { before: 'opened=$(opened "$reply")\necho "opened: $opened"\n', record: '$opened' },
  } as const
  const { before, record } = reads[reply.as ?? 'object']
  const payload = reply.at.at(-1)
  const granted =
    step !== 'userInfo'
      ? `tokens="${record}"\n[ -n "$(member ${lastName(paths.accessToken)} "$tokens")" ]`
      : payload === undefined
        ? `[ -n "${record}" ]`
        : `printf %s "$reply" | grep -q ${quoted(`"${payload}" *: *"\\{0,1\\}{`)}`
  return `${asked(planned)}echo "${step}: $reply"
${before}${granted} || { echo '${step} was refused' >&2; exit 1; }
`
}

export function curlSample(plan: SamplePlan): string {
  const { app, link, calls, paths, signings, takesCallback, secret, sealed } = plan
  const encodes =
    link.signing !== undefined ||
    calls.some(
      ({ request }) =>
        request.in !== 'sealed-json' && !isPlain(request) && (request.query || request.in === 'form'),
    )
  const escapes = calls.some(
    ({ request }) => request.in === 'json' && valuesIn(pairsIn(request)).some(isEscaped),
  )
  const linked = link.signing
    ? { before: assembled({ ...link, in: 'query' }), query: '$query' }
    : {
        before: '',
        query: link.query
          .map(({ name, value: of }) =>
            of.from === 'text'
              ? `${encodeURIComponent(name)}=${within(encodeURIComponent(of.text))}`
              : `${encodeURIComponent(name)}=${value(of)}`,
          )
          .join('&'),
      }
  return [
    '#!/bin/sh\n',
    heading(plan, {
      comment: '#',
      needs: `curl${signings.length > 0 || sealed ? ' and openssl' : ''}.`,
      command: 'sh sample.sh',
    }),
    secret ? `\nsecret=\${${environment.secret}:-YOUR_APP_SECRET}\n` : '',
    encodes ? encoding : '',
    `
if [ -z "$1" ]; then
  # Remember it for this browser, and compare it with the one that comes back.
  state=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
${indented(linked.before, '  ')}  echo "${within(link.url)}?${linked.query}"
  exit
fi
`,
    readers,
    takesCallback ? `${callbackReader}\naddress=$1\ncode=$(parameter code)\n` : '\ncode=$1\n',
    escapes ? escaping : '',
    sealed
      ? `${sealing}
der "\${${environment.privateKey}:-YOUR_PRIVATE_KEY}" | openssl pkey -inform DER -out "$folder/private.pem"
der ${quoted(app.platformPublicKey)} | openssl pkey -pubin -inform DER -out "$folder/platform.pem"
`
      : '',
    ...calls.map((each) =>
      each.step === 'refresh'
        ? `\nif [ -n "$(member ${lastName(paths.refreshToken)} "$tokens")" ]; then\n${indented(call(each, plan), '  ')}fi\n`
        : `\n${call(each, plan)}`,
    ),
  ].join('')
}
