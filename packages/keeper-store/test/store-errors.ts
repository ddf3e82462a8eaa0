import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { StoreError, type StoreErrorReason } from '@hufu/store/sqlite'

/** A store's error that says what to do, and holds none of these secrets, however deep one looks. */
export const saying =
  (reason: StoreErrorReason, ...secrets: readonly string[]) =>
  (error: unknown): true => {
    assert.ok(error instanceof StoreError, inspect(error))
    assert.equal(error.reason, reason, inspect(error))
    assert.ok(error.hint.length > 10 && error.message.endsWith(error.hint))
    const whole = inspect(error, { depth: 20, showHidden: true, getters: true })
    for (const secret of secrets) assert.ok(!whole.includes(secret), `the error holds ${secret}: ${whole}`)
    return true
  }
