/* What one platform needs is said in that platform's file: its id and title occur nowhere else in the sources. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type SourceFile, packageFolders, place, report, sourceFiles } from './source-files.ts'

const root = resolve(process.argv[2] ?? '.')
const platforms = 'packages/dialects/src/platforms'
const registry = `${platforms}/index.ts`

const { dialects } = (await import(pathToFileURL(join(root, registry)).href)) as {
  dialects: readonly { readonly id: string; readonly title: string }[]
}

/** A word ends where an ASCII letter, digit, `_` or `-` does not go on; Chinese writes no space between words. */
const whole = (word: string): string => {
  const text = word.replace(/[^\p{L}\p{N} -]/gu, '\\$&').replace(/-/g, '[-_ ]?') // also without its hyphen, in camel case
  return `${/^[\w-]/.test(word) ? '(?<![\\w-])' : ''}${text}${/[\w-]$/.test(word) ? '(?![\\w-])' : ''}`
}

/** A short id may be a word of the language, or of CSS: it counts as the id where it is quoted. */
const idOf = (id: string): string => (id.length > 3 ? whole(id) : `(?<=['"\`])${id}(?=['"\`])`)

/** One platform's paths may hold a word that is another's id: `/oauth/...`. */
const isSegment = ({ path, text }: SourceFile, { 0: word, index }: RegExpExecArray): boolean =>
  path.startsWith(platforms) && /[./]/.test(text[index - 1] ?? '') && text[index + word.length] === '/'

const folders = [
  'scripts',
  'examples',
  'bench',
  ...packageFolders(root).flatMap((name) => [`packages/${name}/src`, `packages/${name}/bin`]),
]
const files = sourceFiles(root, folders).filter((file) => file.path !== registry)

report(
  dialects.flatMap(({ id, title }) => {
    const own = `${platforms}/${id}.ts`
    if (!existsSync(join(root, own))) return [`${registry}: ${id} has no file of its own: name it ${own}`]
    // A source that is named is a document.
    const words = new RegExp(`(?<!protocols/)(?:${idOf(id)}|${whole(title)})`, 'gi')
    return files
      .filter((file) => file.path !== own)
      .flatMap((file) =>
        [...file.text.matchAll(words)]
          .filter((match) => !isSegment(file, match))
          .map(
            (match) =>
              `${place(file, match.index)}: "${match[0]}" belongs in ${own}: read it from the dialect, or add to the vocabulary what is lacking`,
          ),
      )
  }),
)
