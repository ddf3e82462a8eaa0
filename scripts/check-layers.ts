/* Holds the sources to scripts/layers.ts, and says what may be written where. */
import { existsSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix, resolve } from 'node:path'
import { type Import, type Layer, blank, imports, layers, libraryOf, packageOf } from './layers.ts'
import { type SourceFile, packageFolders, place, report, sourceFiles } from './source-files.ts'

const network = /^(?:node:)?(?:https?|http2|tls|dgram)$/
/** In capitals where the words are English too: a page says "select a shop from ...". */
const sql = [
  /\b(?:SELECT\s[^'"`]*?\sFROM|UPDATE\s+\w+\s+SET|DELETE\s+FROM|PRAGMA\s+\w+|BEGIN\s+IMMEDIATE)\b/g,
  /\b(?:create|alter|drop)\s+(?:unique\s+)?(?:table|index)\b|\binsert\s+(?:or\s+\w+\s+)?into\s+\w+\s*\(/gi,
]
const http =
  /\b(?:headers?|status_?code|WireRequest|WireResponse|fetch|mediaType|content-type|cookies?|query_?string|url-?encoded)\b/gi
const wireNames =
  /\b(?:app_key|app_secret|appid|client_id|client_secret|grant_type|response_type|access_token|refresh_token|redirect_uri|expires_in)\b/g

const noWire = 'the engine knows no wire: name what is meant, or move it to the dialect or the server'

/** Why this import is not allowed, and the way out. */
function checkImport(
  { specifier, typeOnly }: Import,
  layer: Layer,
  self: string,
  inside: string,
  declared: ReadonlySet<string>,
): string | undefined {
  if (specifier.startsWith('.')) {
    const left = posix.join(posix.dirname(inside), specifier).startsWith('..')
    return left ? `leaves packages/${self}: import the package by its name` : undefined
  }
  if (isBuiltin(specifier)) {
    if (layer.portable && layer.portable.except !== inside)
      return `${self} runs in any runtime: have it handed in, or use what the web standards offer`
    if (layer.network === false && network.test(specifier))
      return `${self} has no network: that is for server and client`
    if (specifier === 'node:sqlite' && layer.sql === undefined)
      return 'drivers are for stores: add a verb to the port'
    return undefined
  }
  const library = libraryOf(specifier)
  const to = packageOf(specifier)
  if (to === self) return undefined
  if (!declared.has(library)) return `add ${library} to the dependencies in packages/${self}/package.json`
  if (to === undefined)
    return !layer.libraries || layer.libraries.includes(library)
      ? undefined
      : `${self} may use ${layer.libraries.join(', ') || 'no library'}`
  const special = layer.only?.find(({ values }) => values.includes(to))
  if (special)
    return inside.startsWith(special.files)
      ? undefined
      : `only packages/${self}/${special.files} may import ${to}`
  if (!layer.values || layer.values.includes(to)) return undefined
  if (!layer.types?.includes(to)) return `${self} may not import ${to}: hand it in, or move what is needed`
  return typeOnly ? undefined : `${self} may know types of ${to} only: write "import type"`
}

function checkFile(file: SourceFile, self: string, layer: Layer, declared: ReadonlySet<string>): string[] {
  const inside = file.path.slice(`packages/${self}/`.length)
  const code = blank(file.text)
  const found = (words: RegExp, why: string) =>
    [...code.matchAll(words)].map((match) => `${place(file, match.index)}: "${match[0]}": ${why}`)
  return [
    ...imports(code).flatMap((one) => {
      const why = checkImport(one, layer, self, inside, declared)
      return why === undefined ? [] : [`${place(file, one.offset)}: imports ${one.specifier}: ${why}`]
    }),
    ...(layer.sql !== undefined && inside.startsWith(layer.sql)
      ? []
      : sql.flatMap((words) => found(words, 'SQL is for stores: add a verb to the port'))),
    ...(layer.wireless ? [http, wireNames].flatMap((words) => found(words, noWire)) : []),
  ]
}

const root = resolve(process.argv[2] ?? '.')

report(
  packageFolders(root).flatMap((self) => {
    const layer = layers[self]
    if (!layer) return [`packages/${self}: unknown to scripts/layers.ts: say there whom it may import`]
    const manifest = join(root, 'packages', self, 'package.json')
    if (!existsSync(manifest)) return [`packages/${self}: has no package.json`]
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      dependencies?: Record<string, string>
      optionalDependencies?: Record<string, string>
    }
    const declared = new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies)])
    return sourceFiles(root, [`packages/${self}/src`, `packages/${self}/bin`]).flatMap((file) =>
      checkFile(file, self, layer, declared),
    )
  }),
)
