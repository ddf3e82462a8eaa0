/* `hufu keeper import`, `export` and `rekey`: all connections at once. */
import { randomBytes } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import type { ExportOptions, Imported } from '@hufu/keeper'
import { type Command, Option } from 'commander'
import { Refused } from '../refused.ts'
import type { Terminal } from '../terminal.ts'
import { appIdOf } from '@hufu/keeper-daemon/api/calls'
import { statuses } from '@hufu/keeper-daemon/api/shapes'
import { leaf } from './leaf.ts'
import { type KeeperCommandOptions, withKeeper } from '@hufu/keeper-daemon/open'
import { progress } from './progress.ts'

type Format = ExportOptions['format']

interface Common extends KeeperCommandOptions {
  readonly json?: true
  readonly format?: Format
}

const format = () =>
  new Option('--format <format>', 'format; by default the ending of the file tells').choices(['csv', 'jsonl'])

/** @throws {Refused} when neither the option nor the file's end says it. */
function formatOf(file: string, asked: Format | undefined): Format {
  const [, end] = /\.(csv|jsonl|ndjson)$/i.exec(file) ?? []
  if (asked) return asked
  if (end) return end.toLowerCase() === 'csv' ? 'csv' : 'jsonl'
  throw new Refused(
    `the format of ${file === '-' ? 'standard input or output' : file} is not clear: pass --format csv or --format jsonl`,
  )
}

interface ImportCommand extends Common {
  readonly replace?: true
  readonly dryRun?: true
}

export const importCommand = (terminal: Terminal): Command =>
  leaf('import <file>', 'import connections with their tokens from CSV or JSON lines; - is standard input')
    .addOption(format())
    .option('--dry-run', 'only say what would happen to each line')
    .option('--replace', 'replace tokens also where the connection has newer ones, or was ended')
    .addHelpText(
      'after',
      '\nThe columns are described in docs/keeper.md. Importing the same file again changes nothing.',
    )
    .action((file: string, { json, replace, dryRun, ...options }: ImportCommand) =>
      withKeeper(options, async ({ keeper }) => {
        const written = formatOf(file, options.format)
        const size = file === '-' ? undefined : statSync(file).size
        const source = file === '-' ? terminal.input : createReadStream(file)
        const bar = progress(terminal)
        const done = await keeper.import(source as AsyncIterable<Uint8Array>, {
          format: written,
          replace,
          dryRun,
          onProgress: (so) => bar.show(size ? so.length / size : undefined, wordsOf(so)),
          onProblem: ({ line, reason, hint, column }) =>
            terminal.say(`line ${line}${column === undefined ? '' : `, ${column}`}: ${reason}: ${hint}\n`),
        })
        bar.end(`${dryRun ? 'would be: ' : ''}${wordsOf(done)}`)
        if (json) terminal.print(`${JSON.stringify({ imported: done })}\n`)
        if (done.refused > 0)
          throw new Refused(`${done.refused} lines were refused: correct them, and import the file again`)
      }),
    )

const wordsOf = ({ lines, created, renewed, unchanged, refused }: Imported): string =>
  `${lines} lines: ${created} new, ${renewed} renewed, ${unchanged} unchanged, ${refused} refused`

interface ExportCommand extends Common {
  readonly tenant?: string
  readonly platform?: string
  readonly app?: string
  readonly status?: (typeof statuses)[number]
  readonly withTokens?: true
}

export const exportCommand = (terminal: Terminal): Command =>
  leaf('export [file]', 'export connections as CSV or JSON lines; without a file to standard output')
    .addOption(format())
    .option('--tenant <name>', 'only of this tenant')
    .option('--platform <id>', 'only of this platform')
    .option('--app <name>', 'only of this application')
    .addOption(new Option('--status <status>', 'only in this state').choices(statuses))
    .option('--with-tokens', 'include the tokens in clear; keep such a file secret')
    .action(
      (
        file: string | undefined,
        { config, tenant, platform, status, format: asked, withTokens, app }: ExportCommand,
      ) =>
        withKeeper(config === undefined ? {} : { config }, async ({ keeper, context }) => {
          const lines = keeper.export({
            ...(tenant !== undefined && { tenant }),
            ...(platform !== undefined && { platform }),
            ...(status !== undefined && { status }),
            ...(app !== undefined && { app: appIdOf(context, platform, app) }),
            format: formatOf(file ?? '-', asked),
            secrets: withTokens,
          })
          if (file === undefined || file === '-') for await (const line of lines) terminal.print(line)
          else await write(file, lines)
          if (withTokens)
            terminal.say('The file contains tokens in clear. Transfer it safely, then delete it.\n')
        }),
    )

/** Whole or not at all, for its owner's eyes alone. @throws {Refused} rather than to write over a file. */
async function write(file: string, lines: AsyncIterable<string>): Promise<void> {
  const refuseOver = () => {
    if (existsSync(file)) throw new Refused(`${file} exists already: name another file, or remove it`)
  }
  refuseOver()
  const partial = `${file}.${randomBytes(4).toString('hex')}.new`
  const handle = await open(partial, 'wx', 0o600)
  try {
    try {
      for await (const line of lines) await handle.writeFile(line)
      await handle.sync()
    } finally {
      await handle.close()
    }
    refuseOver()
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

export const rekeyCommand = (terminal: Terminal): Command =>
  leaf('rekey', 'seal all tokens with the current key of the ring; programs can use the keeper meanwhile')
    .addHelpText(
      'after',
      '\nFirst put a new key before the others (hufu keys new). Restart the processes that have the ring from HUFU_KEYS; a ring in a file is read again within seconds. Then run this command.',
    )
    .action(({ json, ...options }: Common) =>
      withKeeper(options, async ({ keeper, context }) => {
        const bar = progress(terminal)
        const done = await keeper.rekey({
          onProgress: ({ resealed, connections }) =>
            bar.show(undefined, `${resealed} of ${connections} connections sealed with the current key`),
        })
        bar.end(`${done.resealed} connections sealed with ${context.sealing.ring.currentId}`)
        if (json) terminal.print(`${JSON.stringify({ rekeyed: done })}\n`)
        for (const { connectionId, hint } of done.unopened) terminal.say(`${connectionId}: ${hint}\n`)
        if (done.journaled > 0)
          throw new Refused(
            `tokens of ${done.journaled} connections wait in the journal: run this command again in a minute`,
          )
        if (!done.done)
          throw new Refused('some tokens could not be opened: keep the older keys, and see the lines above')
        const until = new Date((done.keepOldKeysUntil ?? 0) * 1000).toISOString()
        terminal.say(`You can remove the older keys from the ring after ${until}.\n`)
      }),
    )
