/* Who may import whom, and what a file of ours imports. */

export interface Layer {
  /** Packages of ours that its values and types may come from; all of them where absent. */
  readonly values?: readonly string[]
  /** Packages of ours that only its types may come from. */
  readonly types?: readonly string[]
  /** Arrows that only some files may draw: path in the package to packages. */
  readonly only?: readonly { readonly files: string; readonly values: readonly string[] }[]
  /** Libraries of others; all that its package.json declares where absent. */
  readonly libraries?: readonly string[]
  /** No module of Node: runs in any runtime. `except` names the file that is for Node. */
  readonly portable?: { readonly except?: string }
  readonly network?: false
  /** Where SQL is written: path in the package. */
  readonly sql?: string
  readonly wireless?: true
}

/** From the lowest to the highest: each may import only what stands above it in this list. */
export const layers: Readonly<Record<string, Layer>> = {
  dialects: { values: [], libraries: [], portable: {} },
  'dialect-laws': { values: ['dialects'], libraries: ['fast-check'], network: false },
  crypto: { values: [], types: ['dialects'], libraries: [], network: false },
  engine: { values: [], types: ['dialects'], libraries: ['tldts'], network: false, wireless: true },
  accounts: { values: ['engine'], types: ['dialects'], libraries: [], network: false, wireless: true },
  store: { values: [], types: ['engine', 'accounts'], libraries: ['pg'], network: false, sql: 'src/' },
  client: {
    values: ['dialects'],
    only: [{ files: 'src/node.ts', values: ['crypto'] }],
    libraries: [],
    portable: { except: 'src/node.ts' },
  },
  recordings: { values: ['dialects', 'client', 'crypto'], libraries: [], network: false },
  'keeper-store': {
    values: ['store'],
    types: ['dialects', 'client'],
    libraries: ['pg'],
    sql: 'src/',
  },
  keeper: { values: ['client', 'crypto', 'dialects', 'keeper-store'], libraries: ['undici'] },
  web: { values: ['dialects', 'crypto', 'engine', 'accounts', 'store'] },
  reference: { values: ['dialects', 'engine', 'client', 'web'] },
  server: { values: ['dialects', 'crypto', 'engine', 'accounts', 'store', 'web'] },
  acts: { values: ['dialects', 'crypto', 'engine', 'accounts', 'store', 'web', 'server'] },
  sandbox: { values: ['dialects', 'engine', 'accounts', 'web', 'reference', 'server', 'acts'] },
  console: {
    values: ['dialects', 'crypto', 'engine', 'accounts', 'store', 'web', 'reference', 'server', 'acts'],
    only: [{ files: 'src/developer/', values: ['client'] }],
  },
  'merchant-account': { values: ['dialects', 'accounts', 'engine', 'web', 'server', 'acts'] },
  platform: {
    values: [
      'dialects',
      'crypto',
      'engine',
      'accounts',
      'store',
      'web',
      'server',
      'acts',
      'sandbox',
      'console',
      'merchant-account',
    ],
  },
  'keeper-daemon': {
    values: ['dialects', 'crypto', 'engine', 'store', 'client', 'keeper', 'web', 'reference'],
  },
  demo: {
    values: [
      'dialects',
      'crypto',
      'engine',
      'accounts',
      'store',
      'client',
      'web',
      'server',
      'acts',
      'platform',
    ],
  },
  cli: {},
}

export interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
  readonly offset: number
}

const names = String.raw`(?:[\w$]+|\*(?:\s+as\s+[\w$]+)?|\{[^}]*\})`
const statement = new RegExp(
  String.raw`^[ \t]*(?:import|export)\s+(type\s+)?${names}(?:\s*,\s*${names})?\s*from\s*(['"])(.+?)\2`,
  'gm',
)
const forEffect = /^[ \t]*import\s*(['"])(.+?)\1/gm
const call = /\b(?:import|require|import\.meta\.resolve|require\.resolve)\s*\(\s*(['"])(.+?)\1/g

/** `import { type A }` still loads the module at run time: only `import type` counts as type-only. */
export const imports = (text: string): Import[] => [
  ...[...text.matchAll(statement)].map((match) => ({
    specifier: match[3] ?? '',
    typeOnly: match[1] !== undefined,
    offset: match.index,
  })),
  ...[forEffect, call].flatMap((form) =>
    [...text.matchAll(form)].map((match) => ({
      specifier: match[2] ?? '',
      typeOnly: false,
      offset: match.index,
    })),
  ),
]

const comments = /^[ \t]*(?:\/\*|\*|\/\/).*$|\s\/\/ .*$/gm
/** The text with its comments blanked out: every offset stays. */
export const blank = (text: string): string =>
  text.replace(comments, (comment) => comment.replace(/[^\n]/g, ' '))

/** `@hufu/store` is the package in packages/store; `hufu` the one in packages/cli. */
export const packageOf = (specifier: string): string | undefined =>
  /^hufu(?:\/|$)/.test(specifier) ? 'cli' : /^@hufu\/([^/]+)/.exec(specifier)?.[1]

/** `@fastify/cookie` of `@fastify/cookie/plugin`. */
export const libraryOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
