/*
 * Where a platform answers: below `/<id>`, and at the root of its virtual hosts. Where its addresses name a tenant or a region,
 * so do a path below it, `/<id>/<tenant>`, and a host that is a pattern, `{tenant}.shops.example.com`.
 */
import type { IncomingMessage } from 'node:http'
import type { Dialect, Where } from '@hufu/dialects'
import type { FastifyRequest } from 'fastify'
import type { Platform } from './settings/platform.ts'

type Name = keyof Where
const names: readonly Name[] = ['tenant', 'region']

/** What the platform's own addresses name. */
const namedBy = ({ origin, authorize, token, refresh, addressing }: Dialect): readonly Name[] =>
  addressing
    ? names.filter((name) =>
        [origin, authorize.origin, token.origin, refresh.origin].some((each) => each?.includes(`{${name}}`)),
      )
    : []

/** The prefixes of its routes: one without names, and one with all of them as parameters. */
export function prefixesOf(dialect: Dialect): readonly string[] {
  const plain = `/${dialect.id}`
  const named = namedBy(dialect)
  return named.length === 0 ? [plain] : [plain, [plain, ...named.map((name) => `:${name}`)].join('/')]
}

const LABEL = '[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?'
const isLabel = new RegExp(`^${LABEL}$`, 'i')

/** A region by its own name, or by what stands for it in addresses. */
function regionOf({ addressing }: Dialect, text: string): string | undefined {
  const { regions } = addressing ?? {}
  if (!regions) return text
  const said = text.toLowerCase()
  const [found] = Object.entries(regions).find((each) => each.some((one) => one.toLowerCase() === said)) ?? []
  return found
}

/** What a request's address names; `undefined` where a name is none of the platform's. */
export function whereOf({ params }: FastifyRequest, dialect: Dialect): Where | undefined {
  const { tenant, region } = (params ?? {}) as Where
  if (tenant !== undefined && !isLabel.test(tenant)) return undefined
  const known = region === undefined ? undefined : regionOf(dialect, region)
  if (region !== undefined && known === undefined) return undefined
  return { ...(tenant !== undefined && { tenant }), ...(known !== undefined && { region: known }) }
}

export const hostOf = ({ headers }: { readonly headers: IncomingMessage['headers'] }): string =>
  (headers.host ?? '').toLowerCase()

/** The prefix that a host stands for; undefined for a host that is no platform's own. */
export type HostFinder = (host: string) => string | undefined

/** A host that is written out comes before a pattern that it fits. */
export function hostsOf(platforms: Iterable<Pick<Platform, 'hosts' | 'dialect'>>): HostFinder {
  const exact = new Map<string, string>()
  const patterns: { readonly pattern: RegExp; prefix(found: Readonly<Record<string, string>>): string }[] = []
  for (const { hosts, dialect } of platforms)
    for (const host of hosts) {
      const named = namedBy(dialect)
      const plain = `/${dialect.id}`
      if (!host.includes('{')) {
        const [name] = host.split(':')
        const region =
          named.includes('region') && dialect.addressing?.regions && regionOf(dialect, name ?? '')
        exact.set(host, region && named.length === 1 ? `${plain}/${region}` : plain)
        continue
      }
      const pattern = new RegExp(
        `^${host.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>${LABEL})`)}$`,
      )
      patterns.push({
        pattern,
        prefix: (found) => [plain, ...named.map((name) => found[name] ?? '-')].join('/'),
      })
    }
  return (host) => {
    const found = exact.get(host)
    if (found !== undefined) return found
    for (const { pattern, prefix } of patterns) {
      const match = pattern.exec(host)
      if (match) return prefix(match.groups ?? {})
    }
    return undefined
  }
}

/** What stands before the platform's own paths in a link to this server: nothing on a host of its own. */
export function baseOf(request: FastifyRequest, { dialect }: Platform, ownHost: HostFinder): string {
  if (ownHost(hostOf(request)) !== undefined) return ''
  const { tenant, region } = (request.params ?? {}) as Where
  return [`/${dialect.id}`, ...[tenant, region].filter((each) => each !== undefined)].join('/')
}
