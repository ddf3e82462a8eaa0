/* Automatic checks of an app before its review. Each states a finding; none of them decides. */
import { isIP } from 'node:net'
import { domainToUnicode } from 'node:url'
import type { Policy } from '@hufu/dialects'
import type { App } from '@hufu/engine'
import { type LogoStore, logoOf } from '@hufu/accounts'
import { type LookUp, isPublicAddress } from './host-addresses.ts'
import { alike } from './names.ts'

/** `good`: nothing to see. `look`: somebody should. `bad`: as it is, it should not go online. */
export type Verdict = 'good' | 'look' | 'bad'

/** One check and its result. `about`: the hosts, scopes or names concerned. */
export interface Check {
  readonly check: keyof typeof findings
  readonly verdict: Verdict
  readonly finding: Finding
  readonly about: readonly string[]
}

/** The possible findings of each check, and their verdicts. */
export const findings = {
  https: { all_https: 'good', plain_http: 'bad', no_callback: 'bad', hosts_only: 'good' },
  host: { names: 'good', ip_address: 'bad', punycode: 'look', local_name: 'bad' },
  resolves: { public: 'good', no_host: 'good', unknown: 'bad', not_public: 'bad', unanswered: 'look' },
  logo: { safe: 'good', no_logo: 'look', unsafe: 'bad' },
  name: { unlike: 'good', like_another: 'look' },
  scopes: { default_only: 'good', beyond_default: 'look' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Verdict>>>>

export type Finding = {
  [Each in keyof typeof findings]: keyof (typeof findings)[Each]
}[keyof typeof findings]

export interface CheckContext {
  readonly policy: Policy
  readonly lookUp: LookUp
  readonly logos: Pick<LogoStore, 'logo'>
  /** All that merchants may meet already. */
  readonly online: readonly App[]
}

const found = <Name extends keyof typeof findings>(
  check: Name,
  finding: keyof (typeof findings)[Name] & Finding,
  about: readonly string[] = [],
): Check => ({
  check,
  verdict: (findings[check] as Readonly<Record<string, Verdict>>)[finding] ?? 'look',
  finding,
  about,
})

/** In the order in which a reviewer reads them. */
export async function checksOf(app: App, context: CheckContext): Promise<readonly Check[]> {
  const callbacks = app.redirectUris.filter((each) => each !== context.policy.outOfBand)
  const hosts = [...new Set(callbacks.map(hostOf))]
  return [
    checkHttps(app, callbacks),
    checkHosts(hosts),
    await checkResolves(hosts, context.lookUp),
    await checkLogo(app, context.logos),
    checkName(app, context.online),
    checkScopes(app, context.policy),
  ]
}

/** The host of an address, or of an entry that is already a host. */
function hostOf(entry: string): string {
  const url = URL.parse(entry.includes('://') ? entry : `https://${entry}`)
  return url ? url.hostname.replace(/^\[|\]$/g, '') : entry
}

function checkHttps(app: App, callbacks: readonly string[]): Check {
  if (app.redirectUris.length === 0) return found('https', 'no_callback')
  const plain = callbacks.filter((each) => each.startsWith('http:'))
  if (plain.length > 0) return found('https', 'plain_http', plain)
  // Where hosts are registered, the platform demands https at each request.
  return callbacks.every((each) => each.includes('://'))
    ? found('https', 'all_https')
    : found('https', 'hosts_only')
}

function checkHosts(hosts: readonly string[]): Check {
  const addresses = hosts.filter((host) => isIP(host) !== 0)
  if (addresses.length > 0) return found('host', 'ip_address', addresses)
  const local = hosts.filter(
    (host) =>
      !host.includes('.') || /\.(?:local|localhost|internal|test|invalid|example|lan|home|arpa)$/.test(host),
  )
  if (local.length > 0) return found('host', 'local_name', local)
  const puny = hosts.filter((host) => /(?:^|\.)xn--/.test(host))
  return puny.length > 0
    ? found(
        'host',
        'punycode',
        puny.map((host) => `${host} (${domainToUnicode(host)})`),
      )
    : found('host', 'names')
}

async function checkResolves(hosts: readonly string[], lookUp: LookUp): Promise<Check> {
  const names = hosts.filter((host) => isIP(host) === 0)
  if (names.length === 0) return found('resolves', 'no_host')
  const answers = await Promise.all(names.map(async (host) => ({ host, answer: await lookUp(host) })))
  const failed = (because: 'unknown' | 'unanswered') =>
    answers.filter(({ answer }) => 'failed' in answer && answer.failed === because).map(({ host }) => host)
  const inside = answers.flatMap(({ host, answer }) => {
    const hidden = 'found' in answer ? answer.found.filter((each) => !isPublicAddress(each)) : []
    return hidden.length > 0 ? [`${host} (${hidden.join(', ')})`] : []
  })
  if (inside.length > 0) return found('resolves', 'not_public', inside)
  const [unknown, unanswered] = [failed('unknown'), failed('unanswered')]
  if (unknown.length > 0) return found('resolves', 'unknown', unknown)
  return unanswered.length > 0 ? found('resolves', 'unanswered', unanswered) : found('resolves', 'public')
}

/** Checks the stored address again: it was safe when it was stored. */
async function checkLogo({ id, logo }: App, logos: CheckContext['logos']): Promise<Check> {
  if (logo === undefined) return found('logo', 'no_logo')
  const kept = await logos.logo(id, logo)
  const read = kept && logoOf(id, kept.bytes)
  return read && !('refused' in read) && read.type === kept.type
    ? found('logo', 'safe')
    : found('logo', 'unsafe')
}

/** One organisation may give all its apps the same name. */
function checkName(app: App, online: readonly App[]): Check {
  const others = online.filter(
    (other) => other.id !== app.id && !sameMaker(app, other) && alike(app.name, other.name),
  )
  return others.length > 0
    ? found(
        'name',
        'like_another',
        others.slice(0, 5).map(({ name, developer }) => `${name} (${developer})`),
      )
    : found('name', 'unlike')
}

const sameMaker = (one: App, other: App): boolean =>
  one.organisationId === undefined
    ? other.organisationId === undefined && one.developer === other.developer
    : one.organisationId === other.organisationId

function checkScopes({ scopes }: App, { defaultScope }: Policy): Check {
  const more = scopes.filter((scope) => !defaultScope.includes(scope))
  return more.length > 0 ? found('scopes', 'beyond_default', more) : found('scopes', 'default_only')
}
