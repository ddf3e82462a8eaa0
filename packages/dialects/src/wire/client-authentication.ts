import type { Fields } from '../fields/field.ts'
import type { Dialect } from '../dialect.ts'
import type { RequestCarrier } from '../endpoint.ts'

/** How a call proves whose it is: by a secret among its fields, by a signature over them, or not at all. */
export type ClientAuthentication = 'secret' | 'signature' | 'none'

interface Call {
  readonly request: { readonly carrier: RequestCarrier; readonly fields: Fields }
}

const holdSecret = (fields: Fields): boolean =>
  fields.some((each) => 'key' in each && each.key === 'clientSecret')

/** What the request itself says: nothing beside it could say otherwise. */
export function authenticationOf({ request: { carrier, fields } }: Call): ClientAuthentication {
  if (carrier.in === 'sealed-json' || signingsOf(carrier)) return 'signature'
  return holdSecret(fields) ? 'secret' : 'none'
}

/** How a request is signed with the application's secret; undefined where it is not. */
export const signingsOf = (carrier: RequestCarrier) => ('signings' in carrier ? carrier.signings : undefined)

/** Whether a request of this call is sealed with the keys of both sides. */
export const isSealed = ({ request }: Pick<Call, 'request'>): boolean => request.carrier.in === 'sealed-json'

/** Whether the application's secret signs anything on the dialect's own wire; `keepsSecret` has the other faces too. */
export const signsWithSecret = ({
  authorize,
  callback,
  token,
  refresh,
  userInfo,
  gateway,
}: Pick<Dialect, 'authorize' | 'token' | 'refresh' | 'userInfo' | 'gateway'> &
  Partial<Pick<Dialect, 'callback'>>): boolean =>
  callback?.signings !== undefined ||
  [authorize, ...(authorize.others ?? [])].some(({ request }) => request.signings !== undefined) ||
  [token, refresh, userInfo, gateway?.('any')].some((each) => each && signingsOf(each.request.carrier))

/** How the platform's calls are signed, the first of them; undefined where none is. */
export const signingOf = ({ token, refresh, userInfo }: Pick<Dialect, 'token' | 'refresh' | 'userInfo'>) =>
  [token, refresh, userInfo].map((each) => each && signingsOf(each.request.carrier)?.[0]).find(Boolean)

/** Whether the application's secret is needed at all: as it is, or to sign with. */
export const needsSecret = (dialect: Dialect): boolean =>
  signsWithSecret(dialect) || holdSecret([...dialect.token.request.fields, ...dialect.refresh.request.fields])
