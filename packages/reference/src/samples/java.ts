/* A sample in Java, with nothing but the JDK. */
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
      return `member(tokens, ${text(of.name)})`
    case 'json':
      return `json(${text(of.member)}, ${value(of.value)})`
    case 'clock':
      return of.spelling === 'milliseconds'
        ? 'String.valueOf(System.currentTimeMillis())'
        : 'DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.ofHours(8)).format(Instant.now())'
  }
}

const list = (pairs: readonly Pair[]): string =>
  pairs
    .map((each) => `,\n    ${text(each.name)}, ${value(each.value)}`)
    .join('')
    .slice(1)

/** Everything is text but a clock in milliseconds. */
const jsonOf = (pairs: readonly Pair[]): string =>
  `json(${list(pairs).replace('String.valueOf(System.currentTimeMillis())', 'System.currentTimeMillis()')})`

function asked(planned: PlannedCall): string {
  const { url, carrier, pairs } = planned
  switch (carrier.in) {
    case 'query':
      return `ask(${text(`${url}?`)} + encode(${list(pairs)}), null, null)`
    case 'form':
      if (carrier.signings)
        return `ask(${text(url)}, FORM, encode(signed(${text(carrier.signings[0].into)}, ${list(pairs).trimStart()})))`
      return `ask(${text(url)}, FORM, encode(${list(pairs)}))`
    case 'json':
      throw new Error('no sample is written for a JSON body yet')
    case 'sealed-json': {
      const { clear, inside } = splitSealed(planned, carrier.clear)
      return `ask(${text(url)}, "application/json", sealed(${jsonOf(clear)}, ${jsonOf(inside)}))`
    }
  }
}

/** A pattern of the object that bears this name, or of any that has a member. */
const objectAt = (name: string | undefined): string =>
  name === undefined ? '\\{\\s*"' : `"${name}"\\s*:\\s*\\{`

function call(planned: PlannedCall, { names }: SamplePlan): string {
  const { step, reply } = planned
  const refused = `throw new IllegalStateException("${step} was refused");\n`
  const read = reply.as === 'sealed' ? 'opened(reply)' : 'reply'
  const taken =
    step === 'userInfo'
      ? `if (!Pattern.compile(${text(objectAt(reply.at.at(-1)))}).matcher(${read}).find()) ${refused}`
      : `tokens = ${read};\nif (member(tokens, ${text(names.accessToken)}) == null) ${refused}`
  return `reply = ${asked(planned)};\nSystem.out.println("${step}: " + reply);\n${taken}`
}

const usual = `
    /** Names and values in turn, in the order in which they are given. */
    static String encode(String... pairs) {
        StringBuilder all = new StringBuilder();
        for (int at = 0; at < pairs.length; at += 2) {
            if (at > 0) all.append('&');
            all.append(URLEncoder.encode(pairs[at], UTF_8)).append('=').append(URLEncoder.encode(pairs[at + 1], UTF_8));
        }
        return all.toString();
    }

    static String ask(String url, String type, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (body != null) request.header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** One member of a JSON object; null where there is none. Take a JSON library where you have one. */
    static String member(String json, String name) {
        Matcher found = Pattern.compile("\\"" + Pattern.quote(name) + "\\"\\\\s*:\\\\s*\\"((?:[^\\"\\\\\\\\]|\\\\\\\\.)*)\\"").matcher(json);
        return found.find() ? found.group(1) : null;
    }
`
const jsonObject = `
    static String json(Object... pairs) {
        StringBuilder all = new StringBuilder("{");
        for (int at = 0; at < pairs.length; at += 2) {
            if (at > 0) all.append(',');
            all.append('"').append(pairs[at]).append("\\":");
            if (pairs[at + 1] instanceof Number) all.append(pairs[at + 1]);
            else all.append('"').append(String.valueOf(pairs[at + 1]).replace("\\\\", "\\\\\\\\").replace("\\"", "\\\\\\"")).append('"');
        }
        return all.append('}').toString();
    }
`
const signing = `
    /** MD5 of secret, parameters, secret: names sorted, each followed by its value, empty ones left out. */
    static String[] signed(String name, String... pairs) throws Exception {
        TreeMap<String, String> sorted = new TreeMap<>();
        for (int at = 0; at < pairs.length; at += 2) if (!pairs[at + 1].isEmpty()) sorted.put(pairs[at], pairs[at + 1]);
        StringBuilder signing = new StringBuilder(APP_SECRET);
        sorted.forEach((key, value) -> signing.append(key).append(value));
        String[] all = Arrays.copyOf(pairs, pairs.length + 2);
        all[pairs.length] = name;
        all[pairs.length + 1] = hex(MessageDigest.getInstance("MD5").digest(signing.append(APP_SECRET).toString().getBytes(UTF_8))).toUpperCase();
        return all;
    }
`
const hexadecimal = `
    static String hex(byte[] bytes) {
        StringBuilder all = new StringBuilder();
        for (byte each : bytes) all.append(String.format("%02x", each));
        return all.toString();
    }
`
const sealing = `
    /** PEM, or one line of base64 or base64url. */
    static byte[] der(String key) {
        return ofBase64(key.replaceAll("-----[^-]+-----|\\\\s", ""));
    }

    static byte[] ofBase64(String text) {
        return Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_').replace("=", ""));
    }

    static String toBase64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static PrivateKey privateKey() throws Exception {
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der(env("${environment.privateKey}", "YOUR_PRIVATE_KEY"))));
    }

    static PublicKey platformKey() throws Exception {
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der(PLATFORM_KEY)));
    }

    static byte[] inPieces(int mode, Key key, byte[] bytes) throws Exception {
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(mode, key);
        int size = (((RSAKey) key).getModulus().bitLength() + 7) / 8 - (mode == Cipher.ENCRYPT_MODE ? 11 : 0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += size) all.write(cipher.doFinal(bytes, at, Math.min(size, bytes.length - at)));
        return all.toByteArray();
    }

    static byte[] md5(byte[] bytes) throws Exception {
        return hex(MessageDigest.getInstance("MD5").digest(bytes)).getBytes(UTF_8);
    }

    /** data: encrypted piece by piece for the platform. sign: by the application, over the hexadecimal MD5. */
    static String sealed(String body, String inside) throws Exception {
        byte[] plain = inside.getBytes(UTF_8);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(privateKey());
        signature.update(md5(plain));
        String more = json("data", toBase64(inPieces(Cipher.ENCRYPT_MODE, platformKey(), plain)), "sign", toBase64(signature.sign()));
        return body.substring(0, body.length() - 1) + "," + more.substring(1);
    }

    /** The other way round. An error has no data. */
    static String opened(String reply) throws Exception {
        String data = member(reply, "data");
        if (data == null || data.isEmpty()) return "{}";
        byte[] plain = inPieces(Cipher.DECRYPT_MODE, privateKey(), ofBase64(data));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(platformKey());
        signature.update(md5(plain));
        if (!signature.verify(ofBase64(member(reply, "sign")))) throw new IllegalStateException("the reply is not from the platform");
        System.out.println("opened: " + new String(plain, UTF_8));
        return new String(plain, UTF_8);
    }
`

export function javaSample(plan: SamplePlan): string {
  const { dialect, app, link, calls, names, secret, sealed, signed } = plan
  const values = calls.flatMap(({ pairs }) => pairs.map((each) => each.value))
  const beijing = values.some((each) => each.from === 'clock' && each.spelling === 'beijing-text')
  const forms = calls.some(({ carrier }) => carrier.in === 'form')
  const imports = [
    ...(sealed ? ['java.io.ByteArrayOutputStream'] : []),
    'java.net.URI',
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
          'java.util.Base64',
          'javax.crypto.Cipher',
        ]
      : []),
    ...(sealed || signed ? ['java.security.MessageDigest'] : []),
    'java.security.SecureRandom',
    ...(beijing ? ['java.time.Instant', 'java.time.ZoneOffset', 'java.time.format.DateTimeFormatter'] : []),
    ...(signed ? ['java.util.Arrays', 'java.util.TreeMap'] : []),
    'java.util.regex.Matcher',
    'java.util.regex.Pattern',
  ].toSorted()
  return [
    `// ${dialect.title}: Java 11 or later, nothing but the JDK.
//   java Sample.java         prints the link to open in a browser
//   java Sample.java CODE    exchanges the code that the browser came back with
${secret ? `// The secret is in the environment: ${environment.secret}.\n` : ''}${sealed ? `// The private key is in the environment: ${environment.privateKey}, PKCS#8 as PEM or one line of base64.\n` : ''}${imports.map((each) => `import ${each};\n`).join('')}import static java.nio.charset.StandardCharsets.UTF_8;

public class Sample {
`,
    forms ? '    static final String FORM = "application/x-www-form-urlencoded";\n' : '',
    secret ? `    static final String APP_SECRET = env("${environment.secret}", "YOUR_APP_SECRET");\n` : '',
    sealed ? `    static final String PLATFORM_KEY = ${text(app.platformPublicKey)};\n` : '',
    `
    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            // Remember it for this browser, and compare it with the one that comes back.
            String state = String.format("%032x", new java.math.BigInteger(128, new SecureRandom()));
            System.out.println(${text(`${link.url}?`)} + encode(${indented(list(link.pairs), '            ').trimStart()}));
            return;
        }
        String code = args[0];
        String reply, tokens;
`,
    ...calls.map((each) => {
      const lines = indented(call(each, plan), '        ')
      return each.step === 'refresh'
        ? `\n        if (member(tokens, ${text(names.refreshToken)}) != null) {\n${indented(lines, '    ')}        }\n`
        : `\n${lines}`
    }),
    '    }\n',
    secret || sealed
      ? `
    static String env(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null ? otherwise : value;
    }
`
      : '',
    usual,
    sealed || values.some(({ from }) => from === 'json') ? jsonObject : '',
    signed ? signing : '',
    signed || sealed ? hexadecimal : '',
    sealed ? sealing : '',
    '}\n',
  ].join('')
}
