/* Calls of a store that may be unavailable. */
import { keeperError } from '@hufu/keeper-store/errors'

/** The store's answer; if the store fails, the fallback value, else `store_unavailable`. */
export async function orUnavailable<Value>(
  answer: Promise<Value>,
  known?: NonNullable<Value>,
): Promise<Value> {
  try {
    return await answer
  } catch (error) {
    if (known !== undefined) return known
    const hint = error instanceof Error ? error.message : 'The store does not answer.'
    throw keeperError('store_unavailable', { hint }, { cause: error })
  }
}
