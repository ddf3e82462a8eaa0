import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

let made: string | undefined

/** Takes the packages that `npm run build` has made in this folder, instead of building them. */
export const useBuilt = (folder: string): void => void (made = folder)

/**
 * The server as it is published, emitted JavaScript: what the others are too. Builds the packages into `directory`, puts
 * the named programs of `subjects/` beside them, and returns the folder that those are in.
 */
export function buildHufu(directory: string, programs: readonly string[]): string {
  const packages = join(directory, 'packages')
  if (made !== undefined) cpSync(made, packages, { recursive: true })
  else
    execFileSync(process.execPath, [here('../scripts/build.ts'), packages], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  const scope = join(directory, 'node_modules/@hufu')
  mkdirSync(scope, { recursive: true })
  for (const name of readdirSync(packages)) symlinkSync(join(packages, name), join(scope, name))
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n')
  for (const program of programs) {
    const source = stripTypeScriptTypes(readFileSync(here(`subjects/${program}`), 'utf8'))
    const script = source.replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'")
    writeFileSync(join(directory, program.replace(/\.ts$/, '.js')), script)
  }
  return directory
}
