import { type OAuthError, type WireError, type WithFields, errorOfWire } from '@hufu/dialects'

/** Names that can be at fault besides the fields of an endpoint. */
const ofCarriers: readonly string[] = ['parameters', 'body', 'content-type', 'data', 'sign']

/**
 * What to answer to a wire that could not be decoded. Only names of the endpoint's own are blamed: any other came with the
 * request, and is repeated neither on a page nor in the log.
 */
export function errorOf(error: WireError, { fields }: WithFields): OAuthError {
  const { parameter, problem } = error
  const said = errorOfWire(error)
  const ours = ofCarriers.includes(parameter) || fields.some(({ name }) => name === parameter)
  return ours ? said : { ...said, parameter: 'parameters', detail: `a name that is not ours: ${problem}` }
}
