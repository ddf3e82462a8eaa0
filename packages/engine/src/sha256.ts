import { hash } from 'node:crypto'

/** By way of a string: Node gives each digest that is asked for as bytes memory of its own, which costs more than it. */
export const sha256 = (message: Uint8Array): Buffer =>
  Buffer.from(hash('sha256', message, 'binary'), 'binary')
