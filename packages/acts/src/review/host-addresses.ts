/* DNS lookup of a callback's host. The server never fetches an address that an app registers. */
import { Resolver } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

export type HostAddresses =
  | { readonly found: readonly string[] }
  /** `unknown`: the domain name system says there is no such host. `unanswered`: it said nothing in time. */
  | { readonly failed: 'unknown' | 'unanswered' }

export type LookUp = (host: string) => Promise<HostAddresses>

const MILLISECONDS = 1500

/** Asks the domain name system itself, and not this machine's own list of hosts. */
export const lookUp: LookUp = async (host) => {
  const resolver = new Resolver({ timeout: MILLISECONDS, tries: 1 })
  let stop: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((done) => (stop = setTimeout(() => done(undefined), MILLISECONDS)))
  const asked = Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  const answers = await Promise.race([asked, late])
  clearTimeout(stop)
  resolver.cancel()
  if (!answers) return { failed: 'unanswered' }
  const found = answers.flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
  if (found.length > 0) return { found }
  const unknown = answers.every((each) => each.status === 'rejected' && nothingThere.has(codeOf(each.reason)))
  return { failed: unknown ? 'unknown' : 'unanswered' }
}

const nothingThere: ReadonlySet<string | undefined> = new Set(['ENOTFOUND', 'ENODATA'])

const codeOf = (reason: unknown): string | undefined =>
  reason instanceof Error && 'code' in reason ? String(reason.code) : undefined

/** Networks that are nobody's on the internet: IANA's special-purpose registries (RFC 6890 and its additions). */
const special = new BlockList()
for (const [net, length] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  special.addSubnet(net, length, 'ipv4')

/** Global unicast of IPv6 is within 2000::/3; some of it is special too. */
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')
const special6 = new BlockList()
for (const [net, length] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special6.addSubnet(net, length, 'ipv6')

/** Whether it is somebody's on the internet. IPv4 in IPv6's clothes is not: nobody publishes that in earnest. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4')
    case 6:
      return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6')
    default:
      return false
  }
}
