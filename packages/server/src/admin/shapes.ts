import { z } from 'zod'

/** Lists are bounded again, by what they are lists of. */
export const texts = z.array(z.string()).max(1000)

/** As our own ids are, and those of a demo. Nothing else reaches the store. */
const id = z.string().regex(/^[\w-]{1,64}$/, 'is no id')

export const byId = z.strictObject({ id })

export const byUsername = z.strictObject({ username: z.string().min(1).max(64) })

export const byNumber = z.strictObject({
  id: z
    .string()
    .regex(/^\d{1,15}$/, 'is no number of a grant')
    .transform(Number),
})

export const nothing = z.strictObject({})

/** How many of a list at most. */
export const howMany = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$|^1000$/, 'is no number from 1 to 1000')
    .transform(Number)
    .default(100),
})
