import { type Refusal, isRefusal } from '@hufu/accounts'

/** What is made of what a verb of the engine did; a refusal stays what it is. */
export async function then<Value extends object, Next>(
  result: Promise<Value | Refusal> | Value | Refusal,
  next: (value: Value) => Next,
): Promise<Awaited<Next> | Refusal> {
  const value = await result
  return isRefusal(value) ? value : await next(value)
}

/** What was looked for, or that there is none. */
export { known } from '@hufu/web/api/answer'
