/* The functions of samples in Go. */
import { environment } from './plan.ts'

export const usual = `
// A parameter.
type pair struct {
	name  string
	value any
}

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

// Text as it is, the rest as JSON.
func said(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	default:
		return string(must(json.Marshal(value)))
	}
}

// In the order in which they are given.
func encode(pairs []pair) string {
	var parts []string
	for _, each := range pairs {
		parts = append(parts, url.QueryEscape(each.name)+"="+url.QueryEscape(said(each.value)))
	}
	return strings.Join(parts, "&")
}

// By GET without a body, by POST with one.
func ask(address, body, mediaType string) []byte {
	request := must(http.NewRequest("GET", address, nil))
	if mediaType != "" {
		request = must(http.NewRequest("POST", address, strings.NewReader(body)))
		request.Header.Set("Content-Type", mediaType)
	}
	response := must(http.DefaultClient.Do(request))
	defer response.Body.Close()
	return must(io.ReadAll(response.Body))
}

// Numbers keep their digits; nil for what is no JSON.
func parsed(text []byte) (value any) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return nil
	}
	return value
}

// What is at the end of a path of members and places; nil where there is nothing.
func at(value any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[step]
		case int:
			list, _ := value.([]any)
			if step >= len(list) {
				return nil
			}
			value = list[step]
		}
	}
	return value
}
`
export const objects = `
func object(pairs []pair) []byte {
	members := map[string]any{}
	for _, each := range pairs {
		members[each.name] = each.value
	}
	return must(json.Marshal(members))
}
`
export const recordOfText = `
// JSON as a text inside of JSON.
func recordOf(value any) any {
	if text, isText := value.(string); isText {
		return parsed([]byte(text))
	}
	return value
}
`
export const hashing = `
func hashed(with hash.Hash, text string) []byte {
	with.Write([]byte(text))
	return with.Sum(nil)
}
`
export const oneValue = `
func valueOf(pairs []pair, name string) string {
	for _, each := range pairs {
		if each.name == name {
			return said(each.value)
		}
	}
	return ""
}
`
export const sorting = `
// Names and values, the names sorted; of a name that is there twice, the first value.
func joined(pairs []pair, between, join string, but ...string) string {
	values := map[string]string{}
	var names []string
	for _, each := range pairs {
		if _, isKnown := values[each.name]; !isKnown && !slices.Contains(but, each.name) {
			values[each.name] = said(each.value)
			names = append(names, each.name)
		}
	}
	slices.Sort(names)
	var parts []string
	for _, name := range names {
		parts = append(parts, name+between+values[name])
	}
	return strings.Join(parts, join)
}
`
export const sealing = (publicKey: string): string => `
var privateKey = must(x509.ParsePKCS8PrivateKey(der(env("${environment.privateKey}", "YOUR_PRIVATE_KEY")))).(*rsa.PrivateKey)
var platformKey = must(x509.ParsePKIXPublicKey(der(${JSON.stringify(publicKey)}))).(*rsa.PublicKey)

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
func seal(inside []pair) []pair {
	plain := object(inside)
	var data []byte
	for rest := plain; len(rest) > 0; {
		size := min(len(rest), platformKey.Size()-11)
		data = append(data, must(rsa.EncryptPKCS1v15(rand.Reader, platformKey, rest[:size]))...)
		rest = rest[size:]
	}
	sign := must(rsa.SignPKCS1v15(nil, privateKey, crypto.SHA256, digest(plain)))
	return []pair{
		{"data", base64.RawURLEncoding.EncodeToString(data)},
		{"sign", base64.RawURLEncoding.EncodeToString(sign)},
	}
}

// The other way round. An error has no data.
func opened(sealed any) any {
	var plain []byte
	for rest := ofBase64(said(at(sealed, "data"))); len(rest) > 0; rest = rest[privateKey.Size():] {
		plain = append(plain, must(rsa.DecryptPKCS1v15(nil, privateKey, rest[:privateKey.Size()]))...)
	}
	if plain == nil {
		return nil
	}
	if err := rsa.VerifyPKCS1v15(platformKey, crypto.SHA256, digest(plain), ofBase64(said(at(sealed, "sign")))); err != nil {
		log.Fatal("the reply is not from the platform")
	}
	fmt.Println("opened:", string(plain))
	return parsed(plain)
}
`
