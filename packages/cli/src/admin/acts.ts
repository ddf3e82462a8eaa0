/*
 * Commands of administration: the table of acts, read as topics and verbs. `operator.end_sessions` is
 * `hufu operator end-sessions`; the members of its path follow as arguments, and the others are options.
 */
import { readFileSync } from 'node:fs'
import { type Act, fits, others, placed } from '@hufu/acts/act'
import { type Member, membersOf, toldOnce, valueOf } from '@hufu/web/api/members'
import { inOnePiece } from '@hufu/web/json-pieces'
import { allActs } from '@hufu/acts'
import { identities } from '@hufu/acts/identities'
import { isDenied } from '@hufu/acts/denied'
import { perform } from '@hufu/acts/perform'
import { questionOf } from '@hufu/acts/question'
import { topics } from '@hufu/acts/topics'
import { unknown } from '@hufu/accounts'
import { Command, InvalidArgumentError, Option } from 'commander'
import { Refused } from '../refused.ts'
import { type Terminal, linesOf } from '../terminal.ts'
import { repeated, subcommand } from './options.ts'
import { type PasswordOptions, newPassword, passwordOption } from './password.ts'
import { printList, printOne } from './print.ts'
import { type AdminRuntime, type CommonOptions, type OpenRuntime, commandLine, within } from './runtime.ts'

type Given = CommonOptions & PasswordOptions & { readonly yes?: true } & Readonly<Record<string, unknown>>
type Input = Readonly<Record<string, unknown>>

/** One command a topic, with its acts under it. */
export function actCommands(open: OpenRuntime, terminal: Terminal): readonly Command[] {
  const commands = new Map(
    Object.entries(topics).map(([topic, about]) => [topic, new Command(topic).description(about)]),
  )
  for (const act of allActs) {
    if (act.command === false) continue
    const [topic = '', verb = ''] = act.name.split('.')
    const parent = commands.get(topic)
    if (!parent) throw new Error(`the topic of ${act.name} has no words`)
    addAct(parent, verb.replaceAll('_', '-'), act, open, terminal)
  }
  return [...commands.values()]
}

function addAct(parent: Command, verb: string, act: Act, open: OpenRuntime, terminal: Terminal): void {
  const positional = membersOf(act.input, wordsOf(act).arguments ?? placed(act))
  const rest = [...placed(act), ...others(act)].filter((name) =>
    positional.every((each) => each.name !== name),
  )
  const options = membersOf(act.input, rest)
  const leaf = subcommand(parent, verb, act.title.en)
  for (const { name, description } of positional) leaf.argument(`<${name}>`, description ?? '')
  for (const option of options.flatMap((member) => optionsOf(member, act))) leaf.addOption(option)
  if (act.question) leaf.option('--yes', 'do it without a question')
  leaf.action(async (...parts: unknown[]) => {
    const given = parts[positional.length] as Given
    const asked = [
      ...positional.map((member, index) => [member.name, valueOf(member, String(parts[index]))] as const),
      ...(await valuesOf(options, act, given, terminal)),
    ]
    await within(open, given, async (runtime) => {
      const input = await identified(act, Object.fromEntries(asked), runtime)
      const surroundings = { ...runtime, by: commandLine(), from: { address: '', requestId: '' } }
      if (!given.yes) await confirm(act, input, surroundings, terminal)
      const result = await perform(act, input, surroundings)
      if (!isDenied(result)) return show(act, await inOnePiece(result ?? {}), given, terminal)
      const name = 'isMalformed' in result ? result.field : ''
      // A name that nobody has is no wrong usage, though it is no id.
      if (name in identities) throw new Refused(unknown(name, String(input[name])).message)
      if ('isMalformed' in result) leaf.error(`error: ${result.message}`, { exitCode: 2 })
      throw new Refused(result.message)
    })
  })
}

const wordsOf = ({ command }: Act) => command || {}

const flagOf = ({ name }: Member, act: Act): string => {
  const options: Readonly<Record<string, string | undefined>> = wordsOf(act).options ?? {}
  return options[name] ?? `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

const placeholders: Readonly<Partial<Record<Member['kind'], string>>> = {
  list: 'text',
  object: 'json',
  picture: 'file',
}

function optionsOf(member: Member, act: Act): readonly Option[] {
  const { kind, choices, isNeeded, preset, description = '' } = member
  if (kind === 'password') return [passwordOption()]
  const flag = flagOf(member, act)
  if (kind === 'flag')
    return [new Option(flag, description), new Option(flag.replace('--', '--no-'), 'the opposite')]
  const placeholder = isFile(member, act) ? 'file' : (placeholders[kind] ?? kind)
  const option = new Option(`${flag} <${placeholder}>`, description)
  option.makeOptionMandatory(isNeeded)
  if (preset !== undefined && kind !== 'list') option.default(preset)
  if (kind === 'choice') option.choices([...choices])
  if (kind === 'list') {
    option.description = `${description}${description === '' ? '' : '; '}repeatable, and empty for none`
    option.argParser(repeated)
  }
  if (kind === 'number') option.argParser((text) => numberOf(member, text))
  return [option]
}

function numberOf(member: Member, text: string): unknown {
  const value = valueOf(member, text)
  if (typeof value === 'string') throw new InvalidArgumentError('It is no whole number.')
  return value
}

async function valuesOf(
  options: readonly Member[],
  act: Act,
  given: Given,
  terminal: Terminal,
): Promise<readonly (readonly [name: string, value: unknown])[]> {
  const values: (readonly [string, unknown])[] = []
  for (const member of options) {
    const { name, kind, isNeeded } = member
    const isAsked = kind === 'password' && (isNeeded || given.passwordStdin)
    const value = isAsked
      ? await newPassword(given, terminal)
      : given[new Option(flagOf(member, act)).attributeName()]
    const flag = flagOf(member, act)
    if (kind === 'flag' && isNeeded && value === undefined)
      throw new Refused(`say ${flag} or ${flag.replace('--', '--no-')}`)
    if (value !== undefined)
      values.push([name, isFile(member, act) ? contentsOf(value, kind) : typed(member, value)])
  }
  return values
}

/** Not where the line is parsed: commander makes an empty text of null. */
const typed = (member: Member, value: unknown): unknown =>
  typeof value === 'string' && member.kind !== 'password' ? valueOf(member, value) : value

const isFile = ({ name, kind }: Member, act: Act): boolean =>
  kind === 'picture' || (wordsOf(act).files ?? []).includes(name)

/** The text of each named file, or the bytes of a picture. @throws {Refused} if a file cannot be read. */
function contentsOf(named: unknown, kind: Member['kind']): unknown {
  if (Array.isArray(named)) return named.map((each) => contentsOf(each, kind))
  try {
    const bytes = readFileSync(String(named))
    return kind === 'picture' ? bytes : bytes.toString('utf8')
  } catch {
    throw new Refused(`${String(named)} cannot be read`)
  }
}

/** A user by name, a developer by e-mail address: their ids are in nobody's head. @throws {Refused} when there is none. */
async function identified(act: Act, input: Input, { store }: AdminRuntime): Promise<Input> {
  const found = await Promise.all(
    Object.entries(input).map(async ([name, value]) => {
      const id = typeof value === 'string' ? await identities[name]?.(value, store) : undefined
      const isId = id !== undefined || fits(act, name, value)
      if (name in identities && !isId) throw new Refused(`there is no ${name} ${String(value)}`)
      return [name, id ?? value] as const
    }),
  )
  return Object.fromEntries(found)
}

/** Asks before what cannot be undone, where somebody sits at the terminal. @throws {Refused} when they do not agree. */
async function confirm(
  act: Act,
  input: Input,
  surroundings: Parameters<typeof perform>[2],
  terminal: Terminal,
): Promise<void> {
  if (terminal.input.isTTY !== true) return
  const asked = await questionOf(act, input, 'en', surroundings)
  if (!asked) return
  terminal.say(`${asked.warning}\n`)
  const wanted = asked.typed ?? 'yes'
  const lines = linesOf(terminal)
  const typed = await lines.next(`Type ${wanted} to continue: `)
  lines.close()
  if (typed !== wanted) throw new Refused('nothing was changed')
}

/** A list as a table; a thing as a card, with what is told once at its end; several things as JSON. */
function show(act: Act, answer: Input, { json }: CommonOptions, terminal: Terminal): void {
  const [first] = Object.entries(answer)
  if (json || !first) return terminal.print(`${JSON.stringify(answer)}\n`)
  const [member, value] = first
  if (Array.isArray(value)) {
    const rows = value as readonly object[]
    return printList(terminal, json, member, rows, wordsOf(act).columns ?? headingsOf(rows))
  }
  const told = toldOnce(act)
  const [once, rest] = [true, false].map((isOnce) =>
    Object.fromEntries(Object.entries(answer).filter(([name]) => told.has(name) === isOnce)),
  )
  const isThing = (each: unknown): each is object => typeof each === 'object' && each !== null
  const things = Object.values(rest ?? {}).filter(isThing)
  const figures = Object.entries(rest ?? {}).filter(([, each]) => !isThing(each))
  const note = [...told].filter(([name]) => name in answer).map(([name, about]) => `${name}: ${about}.`)
  const card = { ...things[0], ...Object.fromEntries(figures) }
  if (things.length > 1) terminal.print(`${JSON.stringify(answer, undefined, 2)}\n`)
  else printOne(terminal, json, member, card, once, note.join('\n'))
}

const headingsOf = ([row = {}]: readonly object[]): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(row).map((name) => [name, name.toUpperCase()]))
