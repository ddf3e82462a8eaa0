/* The functions of samples in Java. */
import { environment } from './plan.ts'

export const usual = `
    static String env(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null ? otherwise : value;
    }

    /** Names and values in turn, in the order in which they are given. */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int at = 0; at < pairs.length; at += 2) all.put((String) pairs[at], pairs[at + 1]);
        return all;
    }

    static String encode(Map<String, Object> parameters) {
        return parameters.entrySet().stream()
            .map(each -> URLEncoder.encode(each.getKey(), UTF_8) + "=" + URLEncoder.encode(said(each.getValue()), UTF_8))
            .collect(Collectors.joining("&"));
    }

    /** Text as it is, the rest as JSON. */
    static String said(Object value) {
        return value instanceof String ? (String) value : json(value);
    }

    static String json(Object value) {
        if (value instanceof Map)
            return ((Map<?, ?>) value).entrySet().stream().map(each -> json(each.getKey()) + ":" + json(each.getValue())).collect(Collectors.joining(",", "{", "}"));
        if (value instanceof List) return ((List<?>) value).stream().map(each -> json(each)).collect(Collectors.joining(",", "[", "]"));
        if (value instanceof Number) return value.toString();
        return '"' + ((String) value).replace("\\\\", "\\\\\\\\").replace("\\"", "\\\\\\"") + '"';
    }

    /** By GET without a body, by POST with one. */
    static String ask(String url, String body, String type) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (body != null) request.header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** One member of a JSON object, or the first of its list; null where there is none. Take a JSON library where you have one. */
    static String member(String json, String name) {
        Matcher found = Pattern.compile("\\"" + Pattern.quote(name) + "\\"\\\\s*:\\\\s*\\\\[?\\\\s*(?:\\"((?:[^\\"\\\\\\\\]|\\\\\\\\.)*)\\"|(-?[0-9.]+))").matcher(json);
        if (!found.find()) return null;
        return found.group(1) == null ? found.group(2) : unescaped(found.group(1));
    }

    /** JSON as a text inside of JSON. */
    static String unescaped(String text) {
        return text.replaceAll("\\\\\\\\(.)", "$1");
    }
`
export const callbackParameters = `
    static Map<String, String> parameters(String address) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String pair : URI.create(address).getRawQuery().split("&")) {
            String[] each = pair.split("=", 2);
            if (each.length == 2) all.put(URLDecoder.decode(each[0], UTF_8), URLDecoder.decode(each[1], UTF_8));
        }
        return all;
    }
`
export const bothPlaces = `
    /** Of a name in both, the second's value. */
    static Map<String, Object> both(Map<String, Object> first, Map<String, Object> second) {
        Map<String, Object> all = new LinkedHashMap<>(first);
        all.putAll(second);
        return all;
    }
`
export const sorting = `
    /** Names and values, the names sorted. */
    static String joined(Map<String, Object> parameters, String pair, String join, String... but) {
        return new TreeMap<>(parameters).entrySet().stream()
            .filter(each -> !List.of(but).contains(each.getKey()))
            .map(each -> each.getKey() + pair + said(each.getValue()))
            .collect(Collectors.joining(join));
    }
`
export const keyedHash = `
    static byte[] hmac(String name, String text) throws Exception {
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(APP_SECRET.getBytes(UTF_8), name));
        return mac.doFinal(text.getBytes(UTF_8));
    }
`
export const hexadecimal = `
    static String hex(byte[] bytes) {
        StringBuilder all = new StringBuilder();
        for (byte each : bytes) all.append(String.format("%02x", each));
        return all.toString();
    }
`
export const sealing = `
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
    static Map<String, Object> seal(Map<String, Object> inside) throws Exception {
        byte[] plain = json(inside).getBytes(UTF_8);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(privateKey());
        signature.update(md5(plain));
        return map("data", toBase64(inPieces(Cipher.ENCRYPT_MODE, platformKey(), plain)), "sign", toBase64(signature.sign()));
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
