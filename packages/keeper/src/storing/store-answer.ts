/* What is asked of a store that may not answer. */
import { keeperError } from '@hufu/keeper-store/errors'

/** What a store answers; where it fails, what is known without it, else the error of ours. */
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
