import type { Dialect } from '../dialect.ts'
import type { RequestCarrier } from '../endpoint.ts'
import type { Fields } from '../fields/params.ts'

/** How a call proves whose it is: by a secret among its fields, by a signature over them, or not at all. */
export type ClientAuthentication = 'secret' | 'signature' | 'none'

interface Call {
  readonly request: { readonly carrier: RequestCarrier; readonly fields: Fields }
}

const holdSecret = (fields: Fields): boolean =>
  fields.some((each) => 'key' in each && each.key === 'clientSecret')

/** What the request itself says: nothing beside it could say otherwise. */
export function authenticationOf({ request: { carrier, fields } }: Call): ClientAuthentication {
  if (carrier.in === 'signed-form' || carrier.in === 'sealed-json') return 'signature'
  return holdSecret(fields) ? 'secret' : 'none'
}

/** Whether the application's secret is needed at all: as it is, or to sign with. */
export const needsSecret = (dialect: Dialect): boolean =>
  dialect.signature !== undefined ||
  holdSecret([...dialect.token.request.fields, ...dialect.refresh.request.fields])
