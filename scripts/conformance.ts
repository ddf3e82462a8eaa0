/*
 * Writes docs/conformance.md, what each platform is known by and which test holds it, from the dialects and the data of the
 * tests: `npm run conformance`. With `--check` it writes nothing, and fails where the page is out of date.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  type EndpointReference,
  type Evidence,
  type Lifetime,
  type Parameter,
  type PlatformRecord,
  builtInPlatforms,
  referenceOf,
  secondsOf,
} from '@hufu/dialects'
import { report } from './source-files.ts'

const root = resolve(import.meta.dirname, '..')
const pagePath = join(root, 'docs/conformance.md')

interface Vector {
  readonly unsigned?: string
}

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The data of one folder of tests that is of this platform. */
const dataOf = <Data>(folder: string, id: string): readonly Data[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(textOf(`${folder}/${name}`)) as Data & { readonly platform?: string })
    .filter(({ platform }) => platform === id)

/** Test files that name the platform as a string of its own. */
const naming = (folder: string, pattern: RegExp, id: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => pattern.test(name))
    .filter((name) => new RegExp(`['"]${id}['":]|\\b${id}:`).test(textOf(`${folder}/${name}`)))
    .map((name) => `${folder}/${name}`)

const code = (text: string | number): string => `\`${String(text).replaceAll('|', String.raw`\|`)}\``
const linked = (path: string): string => `[${path.replace(/^.*\//, '')}](../${path})`
const listed = (items: readonly string[]): string => (items.length === 0 ? NOTHING : items.join(', '))
const NOTHING = '**none**'

const names = (parameters: readonly Parameter[]): string =>
  parameters
    // The members of a list's records are on the page of the platform.
    .filter(({ name }) => !name.includes('[].'))
    .map(({ name, required }) => code(required ? name : `${name}?`))
    .join(' ')

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Which of these members of a dialect, such as `token.path`, are written a second time in its file of facts. */
function factsOf(id: string, wanted: readonly string[]): string {
  const path = `test/facts/${id}.json`
  const facts: unknown = existsSync(join(root, path)) ? JSON.parse(textOf(path)) : {}
  const isWritten = (member: string): boolean =>
    member.split('.').reduce<unknown>((value, name) => (isGroup(value) ? value[name] : undefined), facts) !==
    undefined
  const missing = wanted.filter((member) => !isWritten(member))
  if (missing.length === wanted.length) return NOTHING
  return missing.length === 0 ? 'facts' : `facts; ${NOTHING} for ${missing.map(code).join(', ')}`
}

/** One row a step: its address and what holds that, its parameters and its members. */
function rowOfStep({ dialect }: PlatformRecord, table: EndpointReference): string {
  const { step, methods, path, request, response, face } = table
  const named = `${names(request) || '-'} | ${names(response) || '-'}`
  if (path === undefined) return `| ${step} | the application's own | - | ${named} |`
  const atPage = step === 'authorize' && dialect.authorize.origin !== undefined
  const origin = atPage ? dialect.authorize.origin : dialect.origin
  const wanted = [
    ...(origin === undefined ? [] : [atPage ? 'authorize.origin' : 'origin']),
    ...(step === 'authorize' ? [] : [`${step}.methods`]),
    `${step}.path`,
  ]
  const held = face ? NOTHING : factsOf(dialect.id, wanted)
  const name = face ? `${step}, ${face.title}` : step
  return `| ${name} | ${methods.join(', ')} ${code((origin ?? '') + path)} | ${held} | ${named} |`
}

const marks: readonly Evidence[] = ['doc', 'official', 'observed', 'client', 'inferred', 'recalled', 'ours']

/** Codes by how they are known. */
function lineOfErrors(tables: readonly EndpointReference[]): string {
  const rows = tables.flatMap(({ errors }) => errors)
  const groups = marks.flatMap((mark) => {
    const codes = new Set(rows.filter(([, , each]) => each === mark).map(([each]) => String(each)))
    return codes.size === 0 ? [] : [`[${mark}] ${[...codes].map(code).join(' ')}`]
  })
  return `* Error codes: ${groups.join('; ')}.`
}

function lifetime(value: Lifetime): string {
  const { onlineTest, online } = secondsOf(value)
  return onlineTest === online ? `${online} s` : `${online} s (${onlineTest} s under test)`
}

function lineOfPolicy({ dialect: { id, policy } }: PlatformRecord): string {
  const said = [
    `code ${policy.codeLifetime} s`,
    `access token ${lifetime(policy.accessTokenLifetime)}`,
    policy.refreshDeadline === 'none'
      ? 'refresh token without an end'
      : `refresh token ${lifetime(policy.refreshTokenLifetime)}, its deadline ${policy.refreshDeadline ?? 'renewed'}`,
    `a refresh gives the ${policy.refresh.accessToken} access token and the ${policy.refresh.refreshToken} refresh token`,
  ]
  const wanted = ['codeLifetime', 'accessTokenLifetime', 'refreshTokenLifetime', 'refresh']
  const held = factsOf(
    id,
    wanted.map((each) => `policy.${each}`),
  )
  return `* Times: ${said.join('; ')}. Test: ${held}.`
}

function lineOfSignatures(id: string): readonly string[] {
  const vectors = dataOf<{ readonly vectors: readonly Vector[] }>(
    'packages/dialects/test/vectors',
    id,
  ).flatMap((data) => data.vectors)
  if (vectors.length === 0) return []
  const reasons = vectors.flatMap(({ unsigned }) => unsigned ?? [])
  const without = [...new Set(reasons)].map(
    (reason) => `, ${reasons.filter((each) => each === reason).length} not (${reason})`,
  )
  return [
    `* Signatures of others: ${vectors.length - reasons.length} are made${without.join('')}. Test: vectors.`,
  ]
}

function lineOfRequests(id: string): readonly string[] {
  const requests = dataOf<{ readonly requests: readonly unknown[] }>(
    'packages/dialects/test/requests',
    id,
  ).flatMap((data) => data.requests)
  return requests.length === 0
    ? []
    : [`* Requests in the shapes of real clients: ${requests.length} are read or refused. Test: requests.`]
}

function section(platform: PlatformRecord): string {
  const { id, title, sources } = platform.dialect
  const tables = referenceOf(platform)
  const pages = sources.filter((source) => existsSync(join(root, source)))
  const clients = naming('test/third-party', /\.test\.ts$/, id)
  const examples = naming('test', /^examples.*\.test\.ts$/, id)
  return [
    `## ${title}: ${code(id)}`,
    '',
    `* How each fact is known: ${listed(pages.map(linked))}.`,
    lineOfPolicy(platform),
    lineOfErrors(tables),
    ...lineOfSignatures(id),
    ...lineOfRequests(id),
    `* Printed and observed examples, byte for byte: ${listed(examples.map(linked))}.`,
    `* Clients of others, unmodified: ${listed(clients.map(linked))}.`,
    '',
    '| step | address | test of the address | parameters | members |',
    '| --- | --- | --- | --- | --- |',
    ...tables.map((table) => rowOfStep(platform, table)),
    '',
  ].join('\n')
}

const page = `# Conformance

What each dialect claims, and what holds it to that. ${NOTHING} means that no test does. The page is written by
\`npm run conformance\` from the dialects and the data of the tests.

* **This page** is a second writing of every name and code: \`npm run check\` fails until it is written again, so that no change
  of them is overlooked. It does not prove them.
* **Laws** (${linked('test/platform-laws.test.ts')}) hold every parameter, member and code of every platform to being read as it
  is written, by both halves. They say nothing of the real platform. How that is known is on the page of each, with
  [marks](../protocols/README.md#how-we-know-evidence-marks).
* **Examples** that are printed or were observed, **clients** of others, and **requests** in the shapes of clients
  (${linked('test/request-vectors.test.ts')}) hold the names and codes that occur in them.
* **Facts** (${linked('test/platform-facts.test.ts')}): addresses and times, written a second time in \`test/facts/\` from the page.
* **Vectors** (${linked('test/signature-vectors.test.ts')}): signatures with their sources, in \`packages/dialects/test/vectors/\`.
* Whole exchanges over HTTP run for every platform that is served in \`hufu demo --check\`, and for one of each kind in
  ${linked('test/exchange.test.ts')}.

\`name?\` is an optional parameter or member.

${builtInPlatforms.map(section).join('\n')}`

if (process.argv.includes('--check'))
  report(
    existsSync(pagePath) && readFileSync(pagePath, 'utf8') === page
      ? []
      : ['docs/conformance.md is out of date: npm run conformance'],
  )
else writeFileSync(pagePath, page)
