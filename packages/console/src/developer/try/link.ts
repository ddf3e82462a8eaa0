/* The link that is tried: put together of what was typed, and judged as the server would judge it. */
import type { OAuthError, WithFields } from '@hufu/dialects'
import { readAuthorization } from '@hufu/server'
import { codecContext } from '@hufu/server'
import { originOfRequest, trialCallback } from '@hufu/server'
import { nameOf, verdictOf } from '@hufu/server'
import type { AppVisit } from '../console.ts'
import type { Trial } from './trials.ts'

/** Characters of one value. */
const LONGEST = 2048

/** The contents of a valid link. */
export function usualValues(
  { app, platform, request }: AppVisit,
  origin: string | undefined,
  state: string,
): Readonly<Record<string, string>> {
  const { policy } = platform.grants
  const scope = policy.defaultScope.filter((word) => app.scopes.includes(word)).join(',')
  const own: Readonly<Record<string, string>> = {
    clientId: app.clientId ?? '',
    redirectUri: trialCallback(request, origin),
    scope,
    state,
  }
  return Object.fromEntries(
    platform.dialect.authorize.request.fields.map((each) => [
      each.name,
      'key' in each ? (own[each.key] ?? '') : (each.value ?? ''),
    ]),
  )
}

/** What was typed, of the parameters that the platform has. */
export const typedValues = (form: URLSearchParams, { fields }: WithFields): Trial['values'] =>
  Object.fromEntries(fields.map(({ name }) => [name, (form.get(`p-${name}`) ?? '').trim().slice(0, LONGEST)]))

/** In the platform's order; what is empty is left out. */
const queryOf = (values: Trial['values'], { fields }: WithFields): string =>
  fields
    .flatMap(({ name }) => {
      const value = values[name] ?? ''
      return value === '' ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`]
    })
    .join('&')

export async function judgedLink(
  { app, platform, request }: AppVisit,
  values: Trial['values'],
  origin: string | undefined,
): Promise<Pick<Trial, 'link' | 'refused'>> {
  const { dialect } = platform
  const { authorize } = dialect
  const query = queryOf(values, authorize.request)
  const own = trialCallback(request, origin)
  const asked = await readAuthorization(
    query,
    platform,
    codecContext(platform, request.id),
    async (of, uri) => of.id === app.id && uri === own,
  )
  const link = `${originOfRequest(request, origin)}/${dialect.id}${authorize.path}?${query}`
  if ('back' in asked) return { link }
  const error = 'page' in asked ? asked.page : asked.error
  // What another app has registered is not told here.
  const isOwn = values[nameOf(authorize.request, 'clientId') ?? ''] === app.clientId
  return { link, refused: verdictOf(isOwn ? error : withoutDetail(error), platform) }
}

const withoutDetail = ({ detail: _detail, ...error }: OAuthError): OAuthError => error

export const stateIn = (values: Trial['values'], request: WithFields): string | undefined =>
  values[nameOf(request, 'state') ?? '']
export const redirectUriIn = (values: Trial['values'], request: WithFields): string =>
  values[nameOf(request, 'redirectUri') ?? ''] ?? ''
