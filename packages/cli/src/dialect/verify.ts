/* `hufu dialect verify`: a recording beside the dialect that should describe it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { readPrivately } from '@hufu/crypto'
import {
  type Report,
  type VerifyOptions,
  RecordingError,
  readKeys,
  readRecording,
  redactRecording,
  reportText,
  toolsOf,
  verifyRecording,
} from '@hufu/recordings'
import { Command } from 'commander'
import { describeError } from '../describe-error.ts'
import { configOption, loadPlatform } from '../config-file.ts'
import { type Terminal, ownTerminal } from '../terminal.ts'

interface Options {
  readonly config?: string
  readonly keys?: string
  readonly redact?: string
  readonly baseUrl?: readonly string[]
  readonly endpoint?: Readonly<Record<string, string>>
  readonly json?: true
}

/** `hufu dialect verify <platform> <recording>`. Sets the exit code 1 where something differs. */
export const verifyCommand = (terminal: Pick<Terminal, 'print' | 'say'> = ownTerminal): Command =>
  new Command('verify')
    .description(
      'compare a recording of a real platform and a real client with the dialect, exchange by exchange; prints no secret',
    )
    .argument('<platform>', 'id of the platform, or the path of its file; `hufu explain` lists them')
    .argument('<recording>', 'file of `hufu connect --record` or a recording fetch, or a HAR of a browser')
    .option(...configOption)
    .option(
      '--keys <file>',
      'JSON with clientSecret, clientPrivateKey, platformPublicKey ...: opens envelopes and checks signatures',
    )
    .option(
      '--redact <file>',
      'also write the exchanges to a new file, with pseudonyms for all that is secret or personal',
    )
    .option(
      '--base-url <url>',
      'address of the platform in the recording; may come several times (default: any host)',
      (url: string, before?: readonly string[]) => [...(before ?? []), url],
    )
    .option(
      '--endpoint <name=path>',
      'where an endpoint is that is elsewhere than the dialect says, such as token=/v2/token; may come several times',
      (pair: string, before?: Readonly<Record<string, string>>) => {
        const [name = '', ...path] = pair.split('=')
        return { ...before, [name]: path.join('=') }
      },
    )
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 all as the dialect says, 1 something differs, 2 unreadable file or wrong usage.',
    )
    .action(async (id: string, path: string, options: Options, command: Command) => {
      const report = await refusing(command, path, () => verified(id, path, options, terminal))
      terminal.print(options.json ? `${JSON.stringify(report)}\n` : reportText(report))
      if (!report.isClean) process.exitCode = 1
    })

async function verified(
  id: string,
  path: string,
  options: Options,
  terminal: Pick<Terminal, 'say'>,
): Promise<Report> {
  const { dialect } = await loadPlatform(id, options.config)
  const exchanges = readRecording(readFileSync(path, 'utf8'))
  const how: VerifyOptions = {
    ...(options.keys !== undefined && { tools: toolsOf(dialect, readKeys(readPrivately(options.keys))) }),
    ...(options.baseUrl && { addresses: options.baseUrl }),
    ...(options.endpoint && { endpoints: options.endpoint }),
  }
  const report = verifyRecording(dialect, exchanges, how)
  if (report.exchanges.length === 0) {
    const others = report.elsewhere.map(({ address }) => address).join(', ')
    throw new TypeError(`no exchange is of ${dialect.id}; the recording has ${others || 'none at all'}`)
  }
  if (options.redact !== undefined) {
    const redacted = redactRecording(dialect, exchanges, how)
    writeFileSync(options.redact, redacted.map((each) => `${JSON.stringify(each)}\n`).join(''), {
      flag: 'wx',
    })
    terminal.say(
      `${redacted.length} exchanges are in ${options.redact}, with pseudonyms. Look through it before you share it.\n\n`,
    )
  }
  return report
}

/** What cannot be read or is wrongly asked for ends with exit code 2. */
async function refusing<Answer>(command: Command, path: string, act: () => Promise<Answer>): Promise<Answer> {
  try {
    return await act()
  } catch (error) {
    const why =
      error instanceof RecordingError
        ? `${path}, ${error.message}`
        : error instanceof TypeError
          ? error.message
          : describeError(error)
    if (why === undefined) throw error
    return command.error(`hufu: ${why}`, { exitCode: 2, code: 'hufu.unreadable' })
  }
}
