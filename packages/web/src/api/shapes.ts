import { z } from 'zod'

/** Lists are bounded again, by what they are lists of. */
export const texts = z.array(z.string()).max(1000)

/** The characters of our own ids, and of a demo's. No other id reaches the store. */
const id = z.string().regex(/^[\w-]{1,64}$/, 'is no id')

export const byId = z.strictObject({ id })

export const nothing = z.strictObject({})

/** A number in a query or a path, written as people write it. */
export const wholeNumber = (
  least: number,
  most: number,
  otherwise = `has to be a number from ${least} to ${most}`,
) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/, otherwise)
    .transform(Number)
    .pipe(z.int().min(least, otherwise).max(most, otherwise))

export const byNumber = z.strictObject({ id: wholeNumber(0, 1e15 - 1, 'is no number of a grant') })

/** Seconds since the epoch. */
export const at = z.int().describe('Seconds since the epoch')
