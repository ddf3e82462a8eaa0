/* A sample in Go, with its standard library. */
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
      return `env(${text(environment.secret)}, "YOUR_APP_SECRET")`
    case 'code':
    case 'state':
      return of.from
    case 'tokens':
      return `say(tokens[${text(of.name)}])`
    case 'json':
      return `object([][2]string{{${text(of.member)}, ${value(of.value)}}})`
    case 'clock':
      return of.spelling === 'milliseconds'
        ? 'fmt.Sprint(time.Now().UnixMilli())'
        : 'time.Now().In(time.FixedZone("", 8*3600)).Format("2006-01-02 15:04:05")'
  }
}

const list = (pairs: readonly Pair[]): string =>
  `[][2]string{\n${pairs.map((each) => `\t{${text(each.name)}, ${value(each.value)}},\n`).join('')}}`

function asked(planned: PlannedCall): string {
  const { url, carrier, pairs } = planned
  switch (carrier.in) {
    case 'query':
      return `ask("GET", ${text(url)}+"?"+encode(${list(pairs)}), "", "")`
    case 'form':
      if (carrier.signings)
        return `ask("POST", ${text(url)}, form, encode(signed(${list(pairs)}, ${text(carrier.signings[0].into)})))`
      return `ask("POST", ${text(url)}, form, encode(${list(pairs)}))`
    case 'json':
      throw new Error('no sample is written for a JSON body yet')
    case 'sealed-json': {
      const { clear, inside } = splitSealed(planned, carrier.clear)
      const members = clear.map(({ name, value: of }) =>
        of.from === 'clock' && of.spelling === 'milliseconds'
          ? `\t${text(name)}: time.Now().UnixMilli(),\n`
          : `\t${text(name)}: ${value(of)},\n`,
      )
      return `ask("POST", ${text(url)}, "application/json", seal(map[string]any{\n${members.join('')}}, map[string]any{\n${inside.map((each) => `\t${text(each.name)}: ${value(each.value)},\n`).join('')}}))`
    }
  }
}

function call(planned: PlannedCall, { names }: SamplePlan): string {
  const { step, reply } = planned
  const assigned = step === 'token' ? 'reply :=' : 'reply ='
  const path = reply.at.map((name) => `, ${text(name)}`).join('')
  const read = reply.as === 'sealed' ? 'opened(reply)' : `at(reply${path})`
  const user = step === 'userInfo'
  const check = `if ${user ? read : `tokens[${text(names.accessToken)}]`} == nil {\n\tlog.Fatal("${step} was refused")\n}\n`
  const taken = user ? check : `tokens ${step === 'token' ? ':=' : '='} ${read}\n${check}`
  return `${assigned} ${asked(planned)}\nfmt.Println("${step}:", string(reply))\n${taken}`
}

const usual = `
func env(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func say(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// In the order in which they are given.
func encode(pairs [][2]string) string {
	var parts []string
	for _, pair := range pairs {
		parts = append(parts, url.QueryEscape(pair[0])+"="+url.QueryEscape(pair[1]))
	}
	return strings.Join(parts, "&")
}

func ask(method, address, mediaType, body string) []byte {
	request := must(http.NewRequest(method, address, strings.NewReader(body)))
	if mediaType != "" {
		request.Header.Set("Content-Type", mediaType)
	}
	response := must(http.DefaultClient.Do(request))
	defer response.Body.Close()
	return must(io.ReadAll(response.Body))
}

// The object at the end of a path of members; nil where there is none.
func at(reply []byte, path ...string) map[string]any {
	var value map[string]any
	if json.Unmarshal(reply, &value) != nil {
		return nil
	}
	for _, name := range path {
		value, _ = value[name].(map[string]any)
	}
	return value
}
`
const jsonObject = `
func object(pairs [][2]string) string {
	members := map[string]string{}
	for _, pair := range pairs {
		members[pair[0]] = pair[1]
	}
	return string(must(json.Marshal(members)))
}
`
const signing = `
// MD5 of secret, parameters, secret: names sorted, each followed by its value, empty ones left out.
func signed(pairs [][2]string, name string) [][2]string {
	sorted := append([][2]string{}, pairs...)
	sort.Slice(sorted, func(a, b int) bool { return sorted[a][0] < sorted[b][0] })
	secret := env("${environment.secret}", "YOUR_APP_SECRET")
	signing := secret
	for _, pair := range sorted {
		if pair[1] != "" {
			signing += pair[0] + pair[1]
		}
	}
	return append(pairs, [2]string{name, fmt.Sprintf("%X", md5.Sum([]byte(signing+secret)))})
}
`
const sealing = (publicKey: string): string => `
var privateKey = must(x509.ParsePKCS8PrivateKey(der(env("${environment.privateKey}", "YOUR_PRIVATE_KEY")))).(*rsa.PrivateKey)
var platformKey = must(x509.ParsePKIXPublicKey(der(${text(publicKey)}))).(*rsa.PublicKey)

// Base64 or base64url, with or without padding.
func ofBase64(text string) []byte {
	text = strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(text)
	return must(base64.RawURLEncoding.DecodeString(text))
}

// PEM, or one line of base64 or base64url.
func der(key string) []byte {
	return ofBase64(regexp.MustCompile("-----[^-]+-----|\\\\s").ReplaceAllString(key, ""))
}

func digest(plain []byte) []byte {
	digits := fmt.Sprintf("%x", md5.Sum(plain))
	sum := sha256.Sum256([]byte(digits))
	return sum[:]
}

// data: encrypted piece by piece for the platform. sign: by the application, over the hexadecimal MD5.
func seal(body, inside map[string]any) string {
	plain := must(json.Marshal(inside))
	var data []byte
	for rest := plain; len(rest) > 0; {
		size := min(len(rest), platformKey.Size()-11)
		data = append(data, must(rsa.EncryptPKCS1v15(rand.Reader, platformKey, rest[:size]))...)
		rest = rest[size:]
	}
	body["data"] = base64.RawURLEncoding.EncodeToString(data)
	body["sign"] = base64.RawURLEncoding.EncodeToString(must(rsa.SignPKCS1v15(nil, privateKey, crypto.SHA256, digest(plain))))
	return string(must(json.Marshal(body)))
}

// The other way round. An error has no data.
func opened(reply []byte) map[string]any {
	sealed := at(reply)
	var plain []byte
	for rest := ofBase64(say(sealed["data"])); len(rest) > 0; rest = rest[privateKey.Size():] {
		plain = append(plain, must(rsa.DecryptPKCS1v15(nil, privateKey, rest[:privateKey.Size()]))...)
	}
	if plain == nil {
		return nil
	}
	if err := rsa.VerifyPKCS1v15(platformKey, crypto.SHA256, digest(plain), ofBase64(say(sealed["sign"]))); err != nil {
		log.Fatal("the reply is not from the platform")
	}
	fmt.Println("opened:", string(plain))
	return at(plain)
}
`

export function goSample(plan: SamplePlan): string {
  const { dialect, app, link, calls, names, secret, sealed, signed } = plan
  const values = calls.flatMap(({ pairs }) => pairs.map((each) => each.value))
  const clocks = values.some(({ from }) => from === 'clock')
  const carriers = new Set(calls.map(({ carrier }) => carrier.in))
  const packages = [
    ...(sealed ? ['crypto'] : []),
    ...(sealed || signed ? ['crypto/md5'] : []),
    'crypto/rand',
    ...(sealed ? ['crypto/rsa', 'crypto/sha256', 'crypto/x509', 'encoding/base64'] : []),
    'encoding/hex',
    'encoding/json',
    'fmt',
    'io',
    'log',
    'net/http',
    'net/url',
    'os',
    ...(sealed ? ['regexp'] : []),
    ...(signed ? ['sort'] : []),
    'strings',
    ...(clocks ? ['time'] : []),
  ]
  const forms = carriers.has('form')
  return [
    `// ${dialect.title}: Go 1.21 or later, standard library.
//   go run sample.go         prints the link to open in a browser
//   go run sample.go CODE    exchanges the code that the browser came back with
${secret ? `// The secret is in the environment: ${environment.secret}.\n` : ''}${sealed ? `// The private key is in the environment: ${environment.privateKey}, PEM or one line of base64.\n` : ''}package main

import (
${packages.map((each) => `\t"${each}"\n`).join('')})
`,
    forms ? '\nconst form = "application/x-www-form-urlencoded"\n' : '',
    `
func main() {
	if len(os.Args) < 2 {
		// Remember it for this browser, and compare it with the one that comes back.
		random := make([]byte, 16)
		must(rand.Read(random))
		state := hex.EncodeToString(random)
		fmt.Println(${text(`${link.url}?`)} + encode(${indented(list(link.pairs), '\t\t').trimStart()}))
		return
	}
	code := os.Args[1]
`,
    ...calls.map((each) => {
      const lines = indented(call(each, plan), '\t')
      return each.step === 'refresh'
        ? `\n\tif tokens[${text(names.refreshToken)}] != nil {\n${indented(lines, '\t')}\t}\n`
        : `\n${lines}`
    }),
    '}\n',
    usual,
    values.some(({ from }) => from === 'json') ? jsonObject : '',
    signed ? signing : '',
    sealed ? sealing(app.platformPublicKey) : '',
  ].join('')
}
