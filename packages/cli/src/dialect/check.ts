/* `hufu dialect check`: the laws, the examples, the whole flow over HTTP, and what is still missing. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { type Parameter, type PlatformRecord, parametersOf, referenceOf } from '@hufu/dialects'
import { isTranslated } from '@hufu/reference/tables/parameter-words'
import { moduleAt } from '@hufu/web/module-place'
import { Command } from 'commander'
import { configOption, loadPlatform } from '../config-file.ts'
import { Refused } from '../refused.ts'
import { type Terminal, ownTerminal } from '../terminal.ts'

interface Options {
  readonly config?: string
  readonly flow: boolean
}

/** `hufu dialect check <platform>`. @throws {Refused} where a law, an example or a step does not hold. */
export const checkCommand = (terminal: Pick<Terminal, 'print'> = ownTerminal): Command =>
  new Command('check')
    .description(
      'hold a dialect to the laws of dialects and to its examples, go through its flow over HTTP, and list what is missing',
    )
    .argument('<platform>', 'the file that exports it, with FILE.examples.json beside it; or its id')
    .option(...configOption)
    .option('--no-flow', 'leave out the flow over HTTP')
    .action(async (named: string, { flow, config }: Options) => {
      const path = existsSync(named) ? resolve(named) : undefined
      const platform = await loadPlatform(path ?? named, config)
      const examples = path && examplesOf(path)
      const faults = [
        ...(await lawsBroken(platform, examples)),
        ...(platform.dialect.clientOnly || !flow ? [] : await stepsFailed(platform)),
      ]
      const missing = [...missingWords(platform), ...(path === undefined ? [] : missingFiles(platform, path))]
      terminal.print(
        `${platform.dialect.title} (${platform.dialect.id})\n` +
          faults.map((each) => `  wrong    ${each}\n`).join('') +
          missing.map((each) => `  missing  ${each}\n`).join(''),
      )
      if (faults.length > 0)
        throw new Refused(
          `${faults.length} of what a dialect promises does not hold: see the lines that say wrong`,
        )
      terminal.print(
        `  ok       every law, ${flow ? 'the whole flow over HTTP, ' : ''}and every example hold\n`,
      )
    })

/** Of `@hufu/dialect-laws`, which the project has: servers that run install no tools for tests. */
interface Laws {
  examplesIn(file: string): readonly object[]
  brokenLaws(
    platform: PlatformRecord,
    examples: readonly object[],
  ): readonly { readonly law: string; readonly error: Error }[]
}

async function lawsBroken(
  platform: PlatformRecord,
  examples: string | undefined,
): Promise<readonly string[]> {
  const name = '@hufu/dialect-laws'
  const url = moduleAt(name, process.cwd()) ?? moduleAt(name, import.meta.dirname)
  if (url === undefined)
    throw new Refused(`the laws of dialects are not installed here: npm install --save-dev ${name}`)
  const { brokenLaws, examplesIn } = (await import(url)) as Laws
  return brokenLaws(platform, examples !== undefined && existsSync(examples) ? examplesIn(examples) : []).map(
    ({ law, error }) => `${law}\n${error.message.replace(/^/gm, '             ')}`,
  )
}

async function stepsFailed(platform: PlatformRecord): Promise<readonly string[]> {
  const failed: string[] = []
  const { checkFlows } = await import('../demo.ts')
  await checkFlows([platform], ({ ok, step, said }) => {
    if (!ok) failed.push(`${step}: ${said}`)
  })
  return failed
}

function missingWords(platform: PlatformRecord): readonly string[] {
  const { dialect, notes, scopeWords = {}, pageErrors } = platform
  const untranslated = notedOf(platform).flatMap((each) => (isTranslated(each, notes) ? [] : each.note))
  const silent = dialect.policy.scopes.filter((scope) => !Object.hasOwn(scopeWords, scope))
  return [
    ...(dialect.sources.length === 0 ? ['sources: where it is documented what the dialect says'] : []),
    ...[...new Set(untranslated)].map((note) => `notes: ${JSON.stringify(note)} in zh-CN and th`),
    ...silent.map((scope) => `scopeWords: what merchants read of the scope ${scope}`),
    ...(pageErrors || dialect.clientOnly
      ? []
      : ['pageErrors: the codes of its error page (now those of RFC 6749)']),
  ]
}

const examplesOf = (path: string): string => path.replace(/\.[mc]?[jt]s$/, '.examples.json')

function missingFiles({ dialect }: PlatformRecord, path: string): readonly string[] {
  const pages = dialect.sources
    .filter((each) => each.endsWith('.md'))
    .map((each) => join(dirname(path), each))
  const files = [path, ...pages, examplesOf(path)]
  return files.flatMap((file) => (existsSync(file) ? todosIn(file) : [`the file ${shown(file)}`]))
}

const shown = (file: string): string => relative(process.cwd(), file)

const todosIn = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text, at) => (/\bTODO\b/.test(text) ? [`${shown(file)}:${at + 1}: ${text.trim()}`] : []))

const notedOf = (platform: PlatformRecord): readonly Parameter[] => {
  const { userInfo, gateway } = platform.dialect
  const more: readonly Parameter[] = gateway && !userInfo ? parametersOf(gateway('any.method').request) : []
  return [...referenceOf(platform).flatMap(({ request, response }) => [...request, ...response]), ...more]
}
