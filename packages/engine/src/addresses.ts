import { BlockList, isIP } from 'node:net'

/** An IPv4 address that came over an IPv6 socket is the IPv4 address. */
export const plainAddress = (address: string): string =>
  address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')

/** `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`. */
export function isAddressRule(rule: string): boolean {
  const [address = '', length, ...rest] = rule.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128))
}

/** Whether the address is on the list; an empty list allows every address. Rules that are none allow nothing. */
export function isAllowedAddress(rules: readonly string[], address: string): boolean {
  if (rules.length === 0) return true
  const plain = plainAddress(address)
  const family = isIP(plain)
  if (family === 0) return false
  const list = new BlockList()
  for (const rule of rules.filter(isAddressRule)) {
    const [net = '', length] = rule.split('/')
    const type = isIP(net) === 4 ? 'ipv4' : 'ipv6'
    if (length === undefined) list.addAddress(net, type)
    else list.addSubnet(net, Number(length), type)
  }
  return list.check(plain, family === 4 ? 'ipv4' : 'ipv6')
}

/**
 * The address alone of what proxies write: some add the port, or put an IPv6 address in brackets. What is no address stays as it is.
 */
export function bareAddress(written: string): string {
  const [, bracketed, plain] =
    /^"?(?:\[([^\]]*)\](?::\d{1,5})?|(\d+\.\d+\.\d+\.\d+):\d{1,5})"?$/.exec(written.trim()) ?? []
  const address = bracketed ?? plain ?? ''
  return isIP(address) === 0 ? written.trim() : address
}

/** What people are shown where there is no network. */
export const UNKNOWN_NETWORK = 'unknown'

/**
 * What counts as one source of guesses: the /24 of an IPv4 address, the /64 of an IPv6 address. Undefined for what is no
 * address: strangers and merchants are not one network because a proxy does not say where they come from.
 */
export function networkOf(address: string): string | undefined {
  const plain = plainAddress(address)
  if (isIP(plain) === 4) return plain.replace(/\.\d+$/, '.0/24')
  if (isIP(plain) !== 6) return undefined
  const url = new URL(`http://[${plain.replace(/%.*$/, '')}]`).hostname.slice(1, -1)
  const [head = '', tail] = url.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right]
  return `${groups.slice(0, 4).join(':')}::/64`
}
