/* What decoding objected to, in words. */
import { type Bag, type Fields, isBag } from '@hufu/dialects'
import type { Problem } from './decode.ts'
import type { Finding } from './finding.ts'
import { printable, shapeOf } from './showing.ts'

type Told = Pick<Finding, 'difference' | 'said'>

const words: Readonly<Record<Problem['problem'], Told>> = {
  missing: { difference: 'absent', said: 'is missing, and the dialect must have it' },
  repeated: { difference: 'unreadable', said: 'comes twice' },
  misplaced: { difference: 'order', said: 'have an order or a name that the dialect does not take' },
  too_many: { difference: 'unreadable', said: 'are too many' },
  malformed: { difference: 'unreadable', said: 'cannot be read' },
  unsupported: { difference: 'unreadable', said: 'is none that the dialect takes' },
  unauthentic: { difference: 'unauthentic', said: 'does not verify with these keys' },
  too_old: { difference: 'unreadable', said: 'was too old when it was sent, by the clock of the recording' },
  bad_time: { difference: 'unreadable', said: 'is no time near the one of the recording' },
  respelt: { difference: 'spelling', said: 'is written in another way than the dialect writes it' },
  surrounded: { difference: 'unreadable', said: 'has text around its JSON' },
  lost: { difference: 'unreadable', said: 'cannot be read, and a client loses it' },
}

/** The value of a member, wherever it stands. */
function valueOf(bag: Bag | undefined, name: string): unknown {
  if (!bag) return undefined
  if (Object.hasOwn(bag, name) || name in bag) return bag[name]
  return Object.values(bag)
    .filter(isBag)
    .map((inner) => valueOf(inner, name))
    .find((value) => value !== undefined)
}

/** `recorded`: the members of the message, as far as it has any. */
export function findingOf(
  { member, problem }: Problem,
  side: Finding['side'],
  recorded: Bag | undefined,
  fields: Fields,
): Finding {
  const { difference, said } = words[problem]
  const each = fields.find(({ name }) => name === member)
  const value = valueOf(recorded, member)
  const isAboutValue = value !== undefined && ['malformed', 'lost'].includes(problem)
  const expected = each && 'key' in each ? `, and the dialect has ${each.type.holds.kind}` : ''
  return {
    side,
    difference,
    member: printable(member),
    said: isAboutValue ? `${said}: it is ${shapeOf(value)}${expected}` : said,
  }
}
