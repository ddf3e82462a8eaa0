/* What keeps the sources easy to find one's way in: sizes, circles, and dependencies that are as declared. */
import { existsSync, readFileSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { blank, imports, libraryOf, packageOf } from './layers.ts'
import { type SourceFile, packageFolders, place, report, sourceFiles } from './source-files.ts'

/** Source lines of one package, blank ones left out. */
const MOST_LINES = 10_000
/** Source files that lie in one folder. */
const MOST_FILES = 25

/** Packages and folders that have more, each with the reason; one that no longer has is to leave the list. */
const large: Readonly<Record<string, string>> = {}

const isCode = ({ path }: SourceFile): boolean => /\.(?:ts|js|mjs|cjs)$/.test(path)

const filled = ({ text }: SourceFile): number => text.split('\n').filter((line) => line.trim() !== '').length

/** Paths that a file imports from its own package. */
const arrowsOf = ({ path, text }: SourceFile): readonly string[] =>
  imports(blank(text))
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => posix.join(posix.dirname(path), specifier))

/** A package that imports itself by its name hides circles: its files name each other by their paths. */
const byOwnName = (self: string, file: SourceFile): string[] =>
  imports(blank(file.path.includes('/bin/') ? '' : file.text))
    .filter(({ specifier }) => packageOf(specifier) === self)
    .map(({ specifier, offset }) => `${place(file, offset)}: imports ${specifier}: name the file by its path`)

/** Circles of imports, types included: each as the paths that one walks round, once. */
const circlesIn = (files: readonly SourceFile[]): string[] =>
  circlesOf(new Map(files.map((file) => [file.path, arrowsOf(file)]))).map(
    (circle) => `${circle}: a circle: move what they share into a file below`,
  )

/** Packages whose folders form circles; one that no longer has any is to leave the list. */
const knotted: ReadonlySet<string> = new Set(['accounts', 'keeper'])

/** Circles of folders that lie beside each other. What a folder shares with those inside of it is no circle. */
function folderCirclesIn(self: string, files: readonly SourceFile[]): string[] {
  const isInside = (inner: string, outer: string) => `${inner}/`.startsWith(`${outer}/`)
  const arrows = new Map<string, string[]>()
  for (const file of files) {
    const from = posix.dirname(file.path)
    const others = arrowsOf(file)
      .map((path) => posix.dirname(path))
      .filter((to) => !isInside(from, to) && !isInside(to, from))
    arrows.set(from, [...(arrows.get(from) ?? []), ...others])
  }
  const circles = circlesOf(arrows)
  if (!knotted.has(self))
    return circles.map((circle) => `${circle}: a circle of folders: move what they share into one of them`)
  return circles.length > 0
    ? []
    : [`packages/${self}: its folders form no circle: take it off the list in scripts/check-structure.ts`]
}

function circlesOf(arrows: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const circles: string[] = []
  function walk(path: string, way: readonly string[]): void {
    const begun = way.indexOf(path)
    if (begun >= 0) circles.push([...way.slice(begun), path].join(' -> '))
    if (begun >= 0 || done.has(path)) return
    for (const next of arrows.get(path) ?? []) walk(next, [...way, path])
    done.add(path)
  }
  for (const path of arrows.keys()) walk(path, [])
  return circles
}

/** `count` things below `path`, of which `most` are allowed. */
function sizeOf(path: string, count: number, most: number, things: string): string[] {
  const listed = path in large
  if (count > most && !listed)
    return [`${path}: has ${count} ${things}, and ${most} are the most: split it by subject`]
  return count <= most && listed
    ? [`${path}: has ${count} ${things}: take it off the list in scripts/check-structure.ts`]
    : []
}

function sizesOf(self: string, files: readonly SourceFile[]): string[] {
  const lines = files.reduce((sum, file) => sum + filled(file), 0)
  const folders = Map.groupBy(files, ({ path }) => posix.dirname(path))
  return [
    ...sizeOf(`packages/${self}`, lines, MOST_LINES, 'source lines'),
    ...[...folders].flatMap(([folder, { length }]) => sizeOf(folder, length, MOST_FILES, 'source files')),
  ]
}

function unusedIn(root: string, self: string, files: readonly SourceFile[]): string[] {
  const path = `packages/${self}/package.json`
  if (!existsSync(join(root, path))) return []
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(root, path), 'utf8'),
  ) as { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> }
  const used = new Set(
    files.flatMap(({ text }) => imports(blank(text)).map(({ specifier }) => libraryOf(specifier))),
  )
  return Object.keys({ ...dependencies, ...optionalDependencies })
    .filter((name) => !used.has(name))
    .map((name) => `${path}: declares ${name}, which no source file imports: take it out`)
}

const exemption = /oxlint-disable(?:-next-line)? [^\n]*max-lines[^\n]*/g

/** The linter holds the length of files and functions; what is longer says why. */
const unexplained = (file: SourceFile): string[] =>
  [...file.text.matchAll(exemption)]
    .filter(([comment]) => !/ -- \w/.test(comment))
    .map(({ index }) => `${place(file, index)}: say after " -- " why it is so long`)

const root = resolve(process.argv[2] ?? '.')

report(
  packageFolders(root).flatMap((self) => {
    const files = sourceFiles(root, [`packages/${self}/src`, `packages/${self}/bin`]).filter(isCode)
    return [
      ...sizesOf(self, files),
      ...circlesIn(files),
      ...folderCirclesIn(self, files),
      ...files.flatMap((file) => byOwnName(self, file)),
      ...unusedIn(root, self, files),
      ...files.flatMap(unexplained),
    ]
  }),
)
