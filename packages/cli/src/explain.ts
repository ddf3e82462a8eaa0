/* `hufu explain`: what a platform wants, answers and promises, from its dialect. */
import {
  type Dialect,
  type EndpointReference,
  type PlatformRecord,
  type Registry,
  errorReasons,
  referenceOf,
  signingOf,
} from '@hufu/dialects'
import { factsOf, signaturesOf } from '@hufu/reference/tables/facts'
import { Command } from 'commander'
import { configOption, loadPlatform, loadRegistry } from './config-file.ts'

type Print = (text: string) => void

interface Options {
  readonly json?: true
  readonly config?: string
}

/** `hufu explain [platform]`; without one, the platforms. */
export const explainCommand = (print: Print = (text) => void process.stdout.write(text)): Command =>
  new Command('explain')
    .description(
      'print parameters, errors, lifetimes and sources of a platform; without an id, list the platforms',
    )
    .argument('[platform]', 'id of the platform, or the path of its file')
    .option(...configOption)
    .option('--json', 'print JSON')
    .action(async (id: string | undefined, { json, config }: Options) => {
      if (id === undefined) {
        const registry = await loadRegistry(config)
        return print(json ? `${JSON.stringify(registry.map(summaryOf))}\n` : listOf(registry))
      }
      const platform = await loadPlatform(id, config)
      print(
        json
          ? `${JSON.stringify({ ...summaryOf(platform), steps: referenceOf(platform) })}\n`
          : pageOf(platform),
      )
    })

const summaryOf = ({ dialect }: PlatformRecord) => {
  const { id, title, origin, sources, clientOnly, policy, envelope, faces = [] } = dialect
  return {
    id,
    title,
    origin: origin ?? null,
    sources,
    clientOnly: clientOnly ?? false,
    policy,
    envelope: envelope ?? null,
    signing: signingOf(dialect) ?? null,
    faces: faces.map(({ title: face, origin: at }) => ({ title: face, origin: at ?? origin ?? null })),
  }
}

/** Pads every column but the last. No cell before the last may hold wide (Chinese) characters. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, cell.length)),
    [],
  )
  return rows
    .map(
      (row) =>
        `  ${row.map((cell, at) => cell.padEnd(at === row.length - 1 ? 0 : (widths[at] ?? 0))).join('  ')}`,
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

const listOf = (all: Registry): string =>
  table(
    all.map(({ dialect: { id, origin, title } }) => [id, origin ?? 'each operator has its own host', title]),
  )

const pageOf = (platform: PlatformRecord): string =>
  `${platform.dialect.title} (${platform.dialect.id})\n\n${table(rowsOf(platform.dialect))}\n${referenceOf(platform).map(stepOf).join('\n')}`

const rowsOf = (dialect: Dialect): readonly (readonly [string, string])[] => [
  ['base URL', dialect.origin ?? 'each operator has its own host'],
  ...(dialect.clientOnly
    ? ([['server half', 'none: Hufu speaks this dialect as a client only']] as const)
    : []),
  ...factsOf('en', dialect, dialect.policy),
  ...(dialect.faces ?? []).map(
    ({ title, origin }, at) =>
      ['other face', `${at}: ${title}${origin === undefined ? '' : ` at ${origin}`}`] as const,
  ),
  ...signaturesOf('en', dialect),
  ['sources', dialect.sources.join(', ')],
]

function stepOf(
  { step, face, methods, path, request, response, errors }: EndpointReference,
  at: number,
  steps: readonly EndpointReference[],
): string {
  const fields = (name: string, rows: EndpointReference['request']) =>
    rows.length === 0
      ? ''
      : `  ${name}\n${table(rows.map((each) => ['  ', each.name, each.standard ?? '', each.required ? 'required' : 'optional', each.meaning]))}`
  const rows = errors.map(([code, message, evidence, first, ...more]) => {
    const retry = Object.hasOwn(errorReasons, first)
      ? errorReasons[first as keyof typeof errorReasons].retry
      : 'fix_config'
    return ['  ', String(code), [first, ...more].join(' '), retry, `[${evidence}] ${message.trim()}`]
  })
  const before = steps.slice(0, at).find((each) => each.errors === errors && errors.length > 0)
  const said = before
    ? `  errors as for ${before.step}\n`
    : rows.length === 0
      ? ''
      : `  errors\n${table(rows)}`
  const head = `${step}${face === undefined ? '' : ` (${face.title})`}: ${methods.join(' or ')} ${path ?? 'the redirect URI'}\n`
  return `${head}${fields('request', request)}${fields('answer', response)}${said}`
}
