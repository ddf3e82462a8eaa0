/* A sample in Go, with its standard library. */
import { usual, objects, recordOfText, hashing, oneValue, sorting, sealing } from './go-functions.ts'
import { type Language, asked, parametersIn } from './language.ts'
import { heading, indented } from './layout.ts'
import { type PlannedCall, type SamplePlan, environment, usedBy } from './plan.ts'
import type { Pair, Path, Value } from './values.ts'

const text = (value: string): string => JSON.stringify(value)
const steps = (path: Path): string => path.map((step) => `, ${JSON.stringify(step)}`).join('')

const inBeijing = (format: string): string => `time.Now().In(time.FixedZone("", 8*3600)).Format("${format}")`

const clocks: Language['clocks'] = {
  milliseconds: 'time.Now().UnixMilli()',
  seconds: 'time.Now().Unix()',
  iso: 'time.Now().UTC().Format("2006-01-02T15:04:05Z")',
  'beijing-text': inBeijing('2006-01-02 15:04:05'),
  compact: `${inBeijing('20060102150405')} + "000"`,
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
      return `callback.Get(${text(of.name)})`
    case 'tokens':
      return `said(at(tokens${steps(of.path)}))`
    case 'clock':
      return of.inText ? `fmt.Sprint(${clocks[of.spelling]})` : clocks[of.spelling]
    case 'number':
      return `json.Number(${value(of.digits)})`
    case 'list':
      return `[]any{${of.values.map(value).join(', ')}}`
    case 'object':
      return `map[string]any{${of.pairs.map((each) => `${text(each.name)}: ${value(each.value)}`).join(', ')}}`
    case 'json-text':
      return `said(${value(of.value)})`
  }
}

const lines = (pairs: readonly Pair[]): string =>
  `[]pair{\n${pairs.map((each) => `\t{${text(each.name)}, ${value(each.value)}},\n`).join('')}}`

const hmac = (hash: string): string => `hashed(hmac.New(${hash}.New, []byte(appSecret)), signing)`

const language: Language = {
  comment: '//',
  secret: 'appSecret',
  clocks,
  macs: {
    md5: 'hashed(md5.New(), signing)',
    sha256: 'hashed(sha256.New(), signing)',
    'hmac-md5': hmac('md5'),
    'hmac-sha1': hmac('sha1'),
    'hmac-sha256': hmac('sha256'),
  },
  spellings: {
    hex: (mac) => `hex.EncodeToString(${mac})`,
    HEX: (mac) => `strings.ToUpper(hex.EncodeToString(${mac}))`,
    base64: (mac) => `base64.StdEncoding.EncodeToString(${mac})`,
  },
  text,
  value,
  variable: (name) => name,
  parameters: lines,
  assign: (name, expression) => `${name} := ${expression}\n`,
  put: (place, name, expression) => `${place} = append(${place}, pair{${text(name)}, ${expression}})\n`,
  whereThere: (source, statement) => `if ${value(source)} != "" {\n\t${statement}}\n`,
  parameter: (place, name) => `valueOf(${place}, ${text(name)})`,
  sorted: ({ of: [first, second], pair, join, but }) =>
    `joined(${second === undefined ? first : 'append(query, body...)'}, ${text(pair)}, ${text(join)}${but.map((each) => `, ${text(each)}`).join('')})`,
  concatenated: (pieces) => pieces.join(' + '),
  bodies: { form: 'encode(body)', json: 'string(object(body))' },
  address: (url, hasQuery) => (hasQuery ? `${text(`${url}?`)}+encode(query)` : text(url)),
  ask: (address, body) => `ask(${address}, ${body ? `${body.text}, ${text(body.mediaType)}` : '"", ""'})`,
  sealed: ({ clear, inside }) => `append(${lines(clear)}, seal(${lines(inside)})...)`,
}

function call(planned: PlannedCall, { paths }: SamplePlan): string {
  const { step, reply } = planned
  const [before, sent] = asked(language, planned)
  const inside = `at(parsed(reply)${steps(reply.at)})`
  const records = {
    object: inside,
    'json-text': `recordOf(${inside})`,
    sealed: 'opened(parsed(reply))',
  } as const
  const record = records[reply.as ?? 'object']
  const refused = `{\n\tlog.Fatal("${step} was refused")\n}\n`
  const taken =
    step === 'userInfo'
      ? `if ${record} == nil ${refused}`
      : `tokens = ${record}\nif at(tokens${steps(paths.accessToken)}) == nil ${refused}`
  return `${before}reply := ${sent}\nfmt.Println("${step}:", string(reply))\n${taken}`
}

export function goSample(plan: SamplePlan): string {
  const { app, link, calls, paths, takesCallback, secret, sealed } = plan
  const { carriers, clocks: times, macs, pieces, replies, spellings } = usedBy(plan)
  const uses = (hash: string) => [...macs].some((mac) => mac.endsWith(hash))
  const packages = [
    'bytes',
    ...(sealed ? ['crypto'] : []),
    ...([...macs].some((mac) => mac.startsWith('hmac')) ? ['crypto/hmac'] : []),
    ...(sealed || uses('md5') ? ['crypto/md5'] : []),
    'crypto/rand',
    ...(sealed ? ['crypto/rsa'] : []),
    ...(uses('sha1') ? ['crypto/sha1'] : []),
    ...(sealed || uses('sha256') ? ['crypto/sha256'] : []),
    ...(sealed ? ['crypto/x509'] : []),
    ...(sealed || spellings.has('base64') ? ['encoding/base64'] : []),
    'encoding/hex',
    'encoding/json',
    'fmt',
    ...(macs.size > 0 ? ['hash'] : []),
    'io',
    'log',
    'net/http',
    'net/url',
    'os',
    ...(sealed ? ['regexp'] : []),
    ...(pieces.has('sorted') ? ['slices'] : []),
    'strings',
    ...(times.size > 0 ? ['time'] : []),
  ]
  return [
    heading(plan, {
      comment: '//',
      needs: 'Go 1.21 or later, standard library.',
      command: 'go run sample.go',
    }),
    `package main

import (
${packages.map((each) => `\t"${each}"\n`).join('')})
`,
    secret ? `\nvar appSecret = env("${environment.secret}", "YOUR_APP_SECRET")\n` : '',
    `
func main() {
	if len(os.Args) < 2 {
		// Remember it for this browser, and compare it with the one that comes back.
		random := make([]byte, 16)
		must(rand.Read(random))
		state := hex.EncodeToString(random)
${indented(parametersIn(language, link), '\t\t')}		fmt.Println(${text(`${link.url}?`)} + encode(query))
		return
	}
`,
    takesCallback
      ? '\tcallback := must(url.Parse(os.Args[1])).Query()\n\tcode := callback.Get("code")\n'
      : '\tcode := os.Args[1]\n',
    '\tvar tokens any\n',
    ...calls.map((each) => {
      const statements = indented(call(each, plan), '\t\t')
      return each.step === 'refresh'
        ? `\n\tif at(tokens${steps(paths.refreshToken)}) != nil {\n${statements}\t}\n`
        : `\n\t{\n${statements}\t}\n`
    }),
    '}\n',
    usual,
    carriers.has('json') || sealed ? objects : '',
    replies.has('json-text') ? recordOfText : '',
    macs.size > 0 ? hashing : '',
    pieces.has('value') ? oneValue : '',
    pieces.has('sorted') ? sorting : '',
    sealed ? sealing(app.platformPublicKey) : '',
  ].join('')
}
