/* How a codec refuses a wire, and what the server then says. */
import assert from 'node:assert/strict'
import {
  type Codec,
  type CodecContext,
  type ErrorTable,
  isWireError,
  errorOfWire,
  encodeError,
} from '@hufu/dialects'
import { context } from '../packages/dialect-laws/src/generators.ts'

export { refusedAs } from '../packages/dialect-laws/src/refused.ts'

/** The platform's code for what is wrong with the wire; undefined where nothing is. */
export function codeOf<Wire>(
  { request, errors }: { readonly request: Codec<unknown, Wire>; readonly errors: ErrorTable },
  wire: Wire,
  at: CodecContext = context,
): string | number | undefined {
  try {
    request.decode(wire, at)
    return undefined
  } catch (error) {
    assert.ok(isWireError(error), String(error))
    return encodeError(errors, errorOfWire(error)).code
  }
}
