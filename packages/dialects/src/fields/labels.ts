/* Names of tenants, as hosts. */
import { WireError } from '../codec.ts'
import type { FieldType } from './field.ts'

const label = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/i

const only = (name: string): string => {
  if (!label.test(name)) throw new WireError('', 'malformed')
  return name
}

/** A tenant on the wire as its host: `acme` is `acme.example.com` before `.example.com`. Nothing else is a host of the platform. */
export const labelBefore = (rest: string): FieldType<string> => ({
  holds: { kind: 'text', label: true },
  encode: (name) => only(name) + rest,
  decode: (wire) => only(typeof wire === 'string' && wire.endsWith(rest) ? wire.slice(0, -rest.length) : ''),
})
