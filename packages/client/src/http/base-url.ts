import type { Dialect, Where } from '@hufu/dialects'

/**
 * The base URL of one endpoint for one tenant and region. An endpoint may be on a host of its own; whoever stands in for the
 * platform has all in one.
 *
 * @throws {TypeError} where the address needs a tenant or region, and has none.
 */
export function baseUrlOf(
  { origin, addressing }: Pick<Dialect, 'origin' | 'addressing'>,
  endpoint: { readonly origin?: string },
  baseUrl: string,
  ...where: readonly (Where | undefined)[]
): string {
  const base = baseUrl === origin ? (endpoint.origin ?? baseUrl) : baseUrl
  return addressing ? addressing.fill(base, ...where) : base
}
