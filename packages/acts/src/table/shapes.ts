/* Members that several acts take. */
import { z } from 'zod'
import { TOLD_ONCE } from '@hufu/web/api/members'

/** An id of ours, or of a demo. Nothing else reaches the store. `what`: whose id it is. */
export const idOf = (what: string) =>
  z
    .string()
    .regex(/^[\w-]{1,64}$/, 'is no id')
    .describe(`The id of the ${what}`)
/** Lists are bounded again, by what they are lists of. */
export const texts = z.array(z.string()).max(1000)

export function wholeNumber(
  least: number,
  most: number,
  otherwise = `is no number from ${least} to ${most}`,
) {
  return z.int(otherwise).min(least, otherwise).max(most, otherwise)
}

/** How many of a list at most. */
export const limit = wholeNumber(1, 1000).default(100).describe('The maximum number of entries')

/** Marks a member that is shown once; a command prints it last. */
export const toldOnce = (description: string) =>
  z
    .string()
    .describe(description)
    .meta({ [TOLD_ONCE]: true })
