/*
 * Writes what docs/architecture.md says of the packages, and its picture, from each package.json and the imports as they
 * are: `npm run architecture`. With `--check` it writes nothing, and fails where page or picture are out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Box, drawing } from './layered-drawing.ts'
import { blank, imports, layers, packageOf } from './layers.ts'
import { packageFolders, report, sourceFiles } from './source-files.ts'

interface Package {
  readonly name: string
  readonly description: string
  readonly lines: number
  readonly imports: readonly string[]
  /** Among the imports: those whose types alone are used. */
  readonly types: readonly string[]
}

const onlyCheck = process.argv.includes('--check')
const root = resolve(process.argv.slice(2).find((each) => !each.startsWith('--')) ?? '.')
const pagePath = join(root, 'docs/architecture.md')
const picturePath = join(root, 'docs/architecture.svg')
const [START, END] = ['<!-- packages: written by scripts/architecture.ts -->', '<!-- end of packages -->']

const order = Object.keys(layers)

function read(name: string): Package {
  const { description } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as {
    description: string
  }
  const files = sourceFiles(root, [`packages/${name}/src`, `packages/${name}/bin`])
  const found = files
    .flatMap(({ text }) => imports(blank(text)))
    .flatMap(({ specifier, typeOnly }) => ({ to: packageOf(specifier), typeOnly }))
  const others = order.filter((each) => each !== name && found.some(({ to }) => to === each))
  return {
    name,
    description,
    lines: files.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0),
    imports: others,
    types: others.filter((each) => found.every(({ to, typeOnly }) => to !== each || typeOnly)),
  }
}

const packages = packageFolders(root)
  .toSorted((one, other) => order.indexOf(one) - order.indexOf(other))
  .map(read)
const page = existsSync(pagePath) ? readFileSync(pagePath, 'utf8') : `${START}\n${END}\n`

/** The figure of the page stays while it is right within a tenth: not every commit has to write the page. */
function figure({ name, lines }: Package): string {
  const shown = Number(
    new RegExp(String.raw`^\| \x60${name}\x60 \|.*?\| ([\d,]+) \|`, 'm').exec(page)?.[1]?.replaceAll(',', ''),
  )
  const rounded = Number(lines.toPrecision(2))
  return (Math.abs(shown - lines) <= lines / 10 ? shown : rounded).toLocaleString('en')
}

const imported = (one: Package): string =>
  one.imports.map((each) => (one.types.includes(each) ? `*${each}*` : each)).join(', ') || 'none'

function allowedToo({ name, imports: used }: Package): string {
  const { values, types = [] } = layers[name] ?? {}
  if (!values) return 'any'
  return [...values, ...types].filter((each) => !used.includes(each)).join(', ') || 'none'
}

const table = [
  '| package | what it is | source lines | imports | may import too |',
  '| --- | --- | ---: | --- | --- |',
  ...packages.map(
    (one) =>
      `| \`${one.name}\` | ${one.description} | ${figure(one)} | ${imported(one)} | ${allowedToo(one)} |`,
  ),
].join('\n')

const boxes = packages.map((one): Box => ({
  name: one.name,
  figure: `${figure(one)} lines`,
  text: one.description,
  pointsTo: one.imports,
}))

const [before = '', rest = ''] = page.split(START)
const [, after = ''] = rest.split(END)
const written = [
  [pagePath, `${before}${START}\n\n${table}\n\n${END}${after}`],
  [picturePath, drawing('The packages, and which imports which', boxes)],
] as const

if (onlyCheck)
  report(
    written.flatMap(([path, text]) =>
      existsSync(path) && readFileSync(path, 'utf8') === text
        ? []
        : [`${path.slice(root.length + 1)} is out of date: run "npm run architecture"`],
    ),
  )
else for (const [path, text] of written) writeFileSync(path, text)
