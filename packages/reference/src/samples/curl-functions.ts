/* The functions of samples for a shell, in the shell's own language. */

export const readers = `
# One member of a JSON object, or the first of its list.
member() {
  printf %s "$2" | tr -d '\\n' | sed -n -e 's/.*"'"$1"'" *: *\\[* *"\\([^"]*\\)".*/\\1/p' -e t \\
    -e 's/.*"'"$1"'" *: *\\[* *\\(-\\{0,1\\}[0-9][0-9.]*\\).*/\\1/p'
}
`
export const callbackReader = `
# One parameter of the address.
parameter() {
  printf %s "$address" | tr '?&#' '\\n\\n\\n' | sed -n "s/^$1=//p" | LC_ALL=C awk '{
    gsub(/[+]/, " ")
    while (match($0, /%[0-9A-Fa-f][0-9A-Fa-f]/)) {
      first = index("0123456789ABCDEF", toupper(substr($0, RSTART + 1, 1))) - 1
      second = index("0123456789ABCDEF", toupper(substr($0, RSTART + 2, 1))) - 1
      printf "%s%c", substr($0, 1, RSTART - 1), 16 * first + second
      $0 = substr($0, RSTART + 3)
    }
    print
  }'
}
`
export const encoding = `
# Percent-encoded, byte by byte.
encoded() { printf %s "$1" | od -An -v -tx1 | tr -d ' \\n' | sed 's/../%&/g'; }
`
export const escaping = `
# Within a JSON string.
escaped() { printf %s "$1" | sed 's/["\\\\]/\\\\&/g'; }
`
export const sealing = `
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
