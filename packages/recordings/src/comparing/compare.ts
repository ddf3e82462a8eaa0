/* Members as they were recorded beside those that the dialect writes for what it read. */
import { type Bag, type Fields, isBag } from '@hufu/dialects'
import { parsed } from '../reading/checked.ts'
import type { Compared, Finding } from './finding.ts'
import { printable, shapeOf, shown, typeOf } from './showing.ts'

export interface Members {
  readonly recorded: Bag
  readonly written: Bag
  /** The same value under another clock, id and key. */
  readonly otherwise: Bag
}

export interface Rules {
  readonly side: Finding['side']
  readonly fields: Fields
  /** What carries the fields or vouches for them. */
  readonly around: readonly string[]
  /** Members that an error has, beside a record. */
  readonly ofErrors: readonly string[]
  /** Members that were told already, or are none of the platform's. */
  readonly passed: ReadonlySet<string>
  /** Whether what is inside this member is a method's own, which no dialect knows. */
  isForeign(path: readonly string[]): boolean
}

export function compareMembers(
  { recorded, written, otherwise }: Members,
  rules: Rules,
  path: readonly string[] = [],
): Compared {
  const names = Object.keys(recorded).filter((name) => !rules.passed.has(name))
  const parts = [
    ...names.map((name) =>
      name in written
        ? compareValues(recorded[name], written[name], otherwise[name], rules, [...path, name])
        : unwritten(name, recorded[name], rules, [...path, name]),
    ),
    ...Object.keys(written)
      .filter((name) => !(name in recorded) && !rules.passed.has(name))
      .map((name) => one(rules, 'absent', [...path, name], 'is not there, and the dialect writes it')),
    orderOf(names, Object.keys(written), rules, path),
  ]
  return {
    agrees: parts.flatMap(({ agrees }) => agrees),
    findings: parts.flatMap(({ findings }) => findings),
    unchecked: [],
  }
}

const nothing: Compared = { agrees: [], findings: [], unchecked: [] }

const one = (
  { side }: Pick<Rules, 'side'>,
  difference: Finding['difference'],
  path: readonly string[],
  said: string,
): Compared => ({
  ...nothing,
  findings: [{ side, difference, member: path.map((name) => printable(name)).join('.'), said }],
})

/** A member that the dialect does not write for this value. */
function unwritten(name: string, value: unknown, rules: Rules, path: readonly string[]): Compared {
  if (path.length === 1 && rules.ofErrors.includes(name))
    return one(
      rules,
      'spelling',
      path,
      `is ${shapeOf(value)}, beside a success; the dialect has it in errors alone`,
    )
  const isKnown = rules.around.includes(name) || rules.fields.some((each) => each.name === name)
  if (!isKnown) return one(rules, 'unknown', path, `is not known to the dialect: ${shapeOf(value)}`)
  return value === '' || value === null
    ? one(rules, 'spelling', path, `is ${shapeOf(value)}, which counts as absent; the dialect leaves it out`)
    : one(rules, 'unreadable', path, `is ${shapeOf(value)}, which was not read`)
}

function compareValues(
  recorded: unknown,
  written: unknown,
  otherwise: unknown,
  rules: Rules,
  path: readonly string[],
): Compared {
  const agrees: Compared = { ...nothing, agrees: [path.map((name) => printable(name)).join('.')] }
  const name = path.at(-1) ?? ''
  if (rules.isForeign(path)) return agrees
  const [theirs, ours] = [typeOf(recorded), typeOf(written)]
  if (theirs !== ours)
    return one(
      rules,
      'type',
      path,
      `is ${shown(recorded, name, rules.fields)}, where the dialect has a ${ours}`,
    )
  if (
    Array.isArray(recorded) &&
    Array.isArray(written) &&
    recorded.length === written.length &&
    recorded.some(isBag)
  )
    return compareMembers(
      { recorded: byIndex(recorded), written: byIndex(written), otherwise: byIndex(otherwise) },
      rules,
      path,
    )
  const bags = [recorded, written, otherwise].map(bagIn)
  if (bags[0] && bags[1]) {
    const members = { recorded: bags[0], written: bags[1], otherwise: bags[2] ?? bags[1] }
    const inside = compareMembers(members, rules, path)
    const isRespelt = typeof recorded === 'string' && recorded !== written && inside.findings.length === 0
    if (!isRespelt) return inside
  } else if (
    isSame(recorded, written) ||
    (!isSame(written, otherwise) && hasShapeOf(recorded, written, otherwise))
  )
    return agrees
  const [theirValue, ourValue] = [recorded, written].map((each) => shown(each, name, rules.fields))
  const isCaseAlone = String(recorded).toLowerCase() === String(written).toLowerCase()
  return one(
    rules,
    'spelling',
    path,
    theirValue !== ourValue
      ? `is ${theirValue}, where the dialect writes ${ourValue}`
      : `is written in another way than the dialect writes it${isCaseAlone ? ': in another case' : ''}`,
  )
}

/** A list as an object of its items. */
const byIndex = (list: unknown): Bag => Object.fromEntries(Object.entries(list as object))

/** An object, or the text of one. */
function bagIn(value: unknown): Bag | undefined {
  const bag = typeof value === 'string' && value.startsWith('{') ? parsed(value) : value
  return isBag(bag) ? bag : undefined
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const formOf = (value: unknown): string =>
  String(value).replace(/\d/g, '0').replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A')

/** What follows from a clock has the form that both clocks gave it; a signature or an id has none. */
const hasShapeOf = (recorded: unknown, written: unknown, otherwise: unknown): boolean =>
  formOf(written) !== formOf(otherwise) || formOf(recorded) === formOf(written)

function orderOf(
  theirs: readonly string[],
  ours: readonly string[],
  rules: Rules,
  path: readonly string[],
): Compared {
  const common = theirs.filter((name) => ours.includes(name))
  const expected = ours.filter((name) => theirs.includes(name))
  return common.every((name, at) => name === expected[at])
    ? nothing
    : one(
        rules,
        'order',
        path,
        `has the order ${common.map((name) => printable(name, 40)).join(', ')}; the dialect writes ${expected.join(', ')}`,
      )
}
