import { type Refusal, isRefusal } from '@hufu/accounts'

/** Applies `next` to a success; a refusal is returned as it is. */
export async function mapSuccess<Value extends object, Next>(
  result: Promise<Value | Refusal> | Value | Refusal,
  next: (value: Value) => Next,
): Promise<Awaited<Next> | Refusal> {
  const value = await result
  return isRefusal(value) ? value : await next(value)
}
