/* What is published: build/<package> with JavaScript and types where the sources have TypeScript, for Node's that strip none. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { packageFolders } from './source-files.ts'

interface Manifest {
  readonly name: string
  readonly description: string
  readonly exports: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
}

const root = resolve(import.meta.dirname, '..')
const out = resolve(process.argv[2] ?? join(root, 'build'))

/** All packages in one program: each sees the others' sources, and `src` stays `src`, so that no path changes. */
function emit(): void {
  const project = join(root, 'tsconfig.build.json')
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { status } = spawnSync(process.execPath, [tsc, '--project', project, '--outDir', out], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('tsc found errors: nothing is built')
}

/** `./src/x.ts` becomes the pair of files that it was compiled to. */
const compiled = (source: string) => ({
  types: source.replace(/\.ts$/, '.d.ts'),
  default: source.replace(/\.ts$/, '.js'),
})

function publishable(name: string): void {
  const from = join(root, 'packages', name)
  const to = join(out, name)
  mkdirSync(to, { recursive: true })
  // What lies beside the sources and is no TypeScript: pages' styles, migrations ...
  cpSync(join(from, 'src'), join(to, 'src'), { recursive: true, filter: (path) => !path.endsWith('.ts') })
  if (existsSync(join(from, 'bin'))) cpSync(join(from, 'bin'), join(to, 'bin'), { recursive: true })
  cpSync(join(root, 'LICENSE'), join(to, 'LICENSE'))

  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as Manifest
  const exports = Object.entries(manifest.exports).map(([path, source]) => [path, compiled(source)])
  const files = ['src', ...(manifest.bin ? ['bin'] : [])]
  const published = {
    ...manifest,
    exports: Object.fromEntries(exports) as object,
    files,
  }
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)

  const readme = join(from, 'README.md')
  if (existsSync(readme)) cpSync(readme, join(to, 'README.md'))
  else
    writeFileSync(
      join(to, 'README.md'),
      `# ${manifest.name}\n\n${manifest.description}.\n\nPart of Hufu: OAuth for open platforms, the platform half and the client half, cut from one piece.\n`,
    )
}

const packages = packageFolders(root)
for (const name of packages) rmSync(join(out, name), { recursive: true, force: true })
emit()
packages.forEach(publishable)
console.log(`${packages.length} packages in ${relative(process.cwd(), out) || '.'}: ${packages.join(', ')}`)
