/* The faults of the sandbox. The list is closed: docs/sandbox.md has an example of each. */
import { type ErrorReason, errorReasons } from '@hufu/dialects'
import { z } from 'zod'

/** Seconds that an answer can be held back. */
const LONGEST_DELAY = 600

const reasons = Object.keys(errorReasons) as [ErrorReason, ...ErrorReason[]]

const whom = {
  platform: z.string().min(1).max(64).describe('Its id. Without any of the next four: all of its calls'),
  clientId: z.string().min(1).max(128).exactOptional().describe('Calls of this app, by its AppKey'),
  grantId: z.int().min(0).exactOptional().describe('Calls for this grant'),
  openId: z.string().min(1).max(128).exactOptional().describe('Calls for the grant of this openid'),
  shopId: z.string().min(1).max(64).exactOptional().describe('Calls for grants of this shop'),
  endpoint: z.enum(['token', 'refresh', 'userInfo']).exactOptional().describe('All of them by default'),
  times: z.int().min(1).max(1e9).exactOptional().describe('The number of calls; every call by default'),
  probability: z
    .number()
    .gt(0)
    .max(1)
    .exactOptional()
    .describe('The probability that it strikes a call; 1 by default'),
  seed: z
    .int()
    .min(0)
    .max(0xffff_ffff)
    .default(1)
    .describe('The seed of the random numbers: the same calls in the same order give the same result'),
}

const when = z
  .enum(['before', 'after'])
  .default('before')
  .describe('Before: the call is not processed. After: the call is processed, and its changes are committed')

const fault = <const Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape, ...whom })

/** HTTP statuses without a body. */
const bodiless: readonly number[] = [204, 205, 304]

/** A fault as it is scripted. */
export const faultSchema = z.discriminatedUnion('kind', [
  fault('slow', {
    seconds: z.number().min(0).max(LONGEST_DELAY).describe('The answer waits so long'),
    upTo: z.number().min(0).max(LONGEST_DELAY).exactOptional().describe('Anything from `seconds` to this'),
    when,
  }).refine(({ seconds, upTo = seconds }) => upTo >= seconds, {
    path: ['upTo'],
    error: 'is less than `seconds`',
  }),
  fault('dropped', {}),
  fault('lost', {}),
  fault('unavailable', { status: z.int().min(500).max(599).default(503), when }),
  fault('error', { reason: z.enum(reasons).describe('The dialect has the code and the words'), when }),
  fault('html', {
    status: z
      .int()
      .min(200)
      .max(599)
      .refine((status) => !bodiless.includes(status), 'is of answers without a body, so there is no page')
      .default(200),
    when,
  }),
  fault('truncated', {}),
  fault('empty', { when }),
  fault('content_type', {
    contentType: z
      .string()
      .regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w-]+)?$/, 'is no content type')
      .max(100)
      .default('text/html; charset=utf-8'),
  }),
])

export type FaultInput = z.input<typeof faultSchema>
/** A fault as it is kept, with all its defaults. */
export type Fault = z.output<typeof faultSchema>
export type FaultKind = Fault['kind']

/** Each fault in a few words. */
export const faultWords: Readonly<Record<FaultKind, string>> = {
  slow: 'the answer is held back',
  dropped: 'the connection is closed before the call is processed',
  lost: 'processed, then the connection is closed without an answer',
  unavailable: 'answered by an HTTP 5xx',
  error: 'answered by an error of the platform’s own',
  html: 'answered by a page of HTML',
  truncated: 'processed, and half of the JSON is sent',
  empty: 'answered by an empty body',
  content_type: 'processed and answered under another content type',
}

/** Whether the call is processed, and what it changes committed, before the fault shows. */
export const isProcessed = (fault: Fault): boolean =>
  'when' in fault ? fault.when === 'after' : fault.kind !== 'dropped'
