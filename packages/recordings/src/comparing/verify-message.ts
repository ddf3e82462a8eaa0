/* One message beside its codec: what is read, and what the dialect would have written. */
import { type Bag, type Codec, type Fields, type WithFields, isWireError } from '@hufu/dialects'
import { parsed } from '../reading/checked.ts'
import { type Rules, compareMembers } from './compare.ts'
import { completed, decode, fillingOf } from './decode.ts'
import type { Compared, Finding } from './finding.ts'
import { type Listening, type Written, writtenTwice } from './listening.ts'
import { fieldsOf, namedFields } from './named-fields.ts'
import { findingOf } from './problems.ts'
import { objectIn } from '../reading/wire-of.ts'

export interface Message<Value, Wire> {
  readonly side: Finding['side']
  readonly codec: Codec<Value, Wire> & WithFields
  readonly wire: Wire
  readonly listening: Listening
  /** Seconds since the epoch. */
  readonly now: number
  /** The members of a wire; undefined where it has none. */
  membersOf(wire: Wire): Bag | undefined
  /** Names that are none of the platform's. */
  readonly ignored?: readonly string[]
  /** Members that an error has. */
  readonly ofErrors?: readonly string[]
  isForeign?(path: readonly string[]): boolean
}

export interface Verified<Value, Wire> extends Compared {
  readonly value?: Value
  /** What the dialect writes for the value; absent where there is none, or where it cannot be written. */
  readonly written?: Written<Wire>
  /** What was in the envelope. */
  readonly opened?: string
}

export function verifyMessage<Value extends object, Wire>(
  message: Message<Value, Wire>,
): Verified<Value, Wire> {
  const {
    side,
    codec,
    wire,
    listening,
    now,
    membersOf,
    ignored = [],
    ofErrors = [],
    isForeign = () => false,
  } = message
  const { heard } = listening
  heard.filling = fillingOf(codec, listening.context())
  const { value, problems } = decode(codec, wire, listening)
  const recorded = membersOf(wire)
  const fields = namedFields(codec.fields)
  const { around = [] } = codec
  const rules: Rules = {
    side,
    fields,
    around: around.map(({ name }) => name),
    passed: new Set([
      ...ignored,
      ...problems.filter(({ problem }) => problem !== 'respelt').map(({ member }) => member),
    ]),
    isForeign,
    ofErrors,
  }
  const twice = value && written(codec, completed(value, codec, problems) as Value, now)
  const compared = twice
    ? compareTwice(recorded, heard.opened, twice, membersOf, rules)
    : { agrees: [], findings: unknownIn(recorded, rules), unchecked: [] }
  const told = problems
    .map((each) => findingOf(each, side, recorded, fields))
    .filter(
      ({ difference, member }) =>
        difference !== 'spelling' || !compared.findings.some((each) => lastOf(each) === member),
    )
  return {
    ...compared,
    findings: [...told, ...compared.findings],
    unchecked: uncheckedIn(heard),
    ...(value && { value }),
    ...(twice && { written: twice[0] }),
    ...(heard.opened !== undefined && { opened: heard.opened }),
  }
}

const lastOf = ({ member }: Finding): string | undefined => member.split('.').at(-1)

/** Undefined where the dialect has no way to write what it read. */
function written<Value, Wire>(codec: Codec<Value, Wire>, value: Value, now: number) {
  try {
    return writtenTwice(codec, value, now)
  } catch (error) {
    if (isWireError(error)) return undefined
    throw error
  }
}

function compareTwice<Wire>(
  recorded: Bag | undefined,
  opened: string | undefined,
  [first, second]: readonly [Written<Wire>, Written<Wire>],
  membersOf: (wire: Wire) => Bag | undefined,
  rules: Rules,
): Compared {
  const outer = compareMembers(
    {
      recorded: recorded ?? {},
      written: membersOf(first.wire) ?? {},
      otherwise: membersOf(second.wire) ?? {},
    },
    rules,
  )
  const inside = opened === undefined ? undefined : objectIn(opened)
  if (!inside || first.sealed === undefined) return outer
  const inner = compareMembers(
    { recorded: inside, written: bagIn(first.sealed), otherwise: bagIn(second.sealed ?? '') },
    rules,
  )
  return {
    agrees: [...outer.agrees, ...inner.agrees],
    findings: [...outer.findings, ...inner.findings],
    unchecked: [],
  }
}

const bagIn = (text: string): Bag => parsed(text) as Bag

/** Where nothing could be written: the members that stand nowhere in the dialect. */
function unknownIn(recorded: Bag | undefined, rules: Rules): readonly Finding[] {
  const named = (each: { readonly name: string }): readonly [string, undefined] => [each.name, undefined]
  const known = Object.fromEntries([
    ...rules.fields.map(named),
    ...rules.around.map((name) => named({ name })),
  ])
  const unknown = Object.fromEntries(Object.entries(recorded ?? {}).filter(([name]) => !(name in known)))
  return compareMembers({ recorded: unknown, written: {}, otherwise: {} }, rules).findings
}

function uncheckedIn({ isClosed, isSignatureUnchecked, isUnopened }: Listening['heard']): readonly string[] {
  return [
    ...(isClosed && !isUnopened ? ['what is in the envelope'] : []),
    ...(isSignatureUnchecked ? ['the signature'] : []),
  ]
}

/** The fields of a codec that hold this mark of how we know, and those without one. */
export const markOf = (fields: Fields, name: string): string | undefined => {
  const note = fieldsOf(namedFields(fields), name)[0]?.note ?? ''
  return /\[(inferred|ours|client|recalled)\]/.exec(note)?.[1]
}
