/* One platform, several wires. Each of them is a dialect of its own to whoever speaks it. */
import type { Dialect, Face } from './dialect.ts'
import { isSealed, signsWithSecret } from './wire/client-authentication.ts'

/** A dialect with its `N`th other face in the place of its own calls. */
export type FaceOf<D extends Dialect & { readonly faces: readonly Face[] }, N extends number> = Omit<
  D,
  'token' | 'refresh' | 'userInfo' | 'gateway' | 'origin' | 'envelope' | 'faces'
> &
  Pick<D['faces'][N], 'token' | 'refresh'> &
  Pick<Dialect, 'gateway' | 'origin' | 'envelope'>

/**
 * The dialect with one of its other faces in the place of its own calls: `createClient(faceOf(top, 0), options)`. Pages,
 * policy and grants stay: tokens of one face are refreshed by any other.
 *
 * @throws {RangeError} when the dialect has no such face.
 */
export function faceOf<const D extends Dialect & { readonly faces: readonly Face[] }, const N extends number>(
  dialect: D,
  n: N,
): FaceOf<D, N> {
  const face = dialect.faces[n]
  if (!face) throw new RangeError(`${dialect.id} has no face ${n}`)
  return turned(dialect, face) as unknown as FaceOf<D, N>
}

function turned(dialect: Dialect, face: Face): Dialect {
  const { title: _title, ...own } = face
  const { faces: _others, userInfo: _info, gateway: _gateway, envelope, authorize, ...rest } = dialect
  // The page stays where it is.
  const page = face.origin !== undefined && dialect.origin !== undefined && { origin: dialect.origin }
  return {
    ...rest,
    authorize: { ...page, ...authorize },
    ...own,
    ...(envelope && [face.token, face.refresh].some(isSealed) && { envelope }),
  }
}

/** All that an application can speak: the dialect itself, then with each of its other faces. */
export const facesOf = (dialect: Dialect): readonly Dialect[] => [
  dialect,
  ...(dialect.faces ?? []).map((face) => turned(dialect, face)),
]

/** Whether the application's secret signs anything on any face, so that a server must be able to read it again. */
export const keepsSecret = ({ faces = [], ...dialect }: Dialect): boolean =>
  signsWithSecret(dialect) || faces.some((face) => signsWithSecret({ authorize: dialect.authorize, ...face }))
