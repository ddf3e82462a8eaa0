import { type Dialect, type WithFields, facesOf } from '@hufu/dialects'
import type { FastifyRequest } from 'fastify'
import { credentialsOf } from './credentials.ts'
import { hasTooMany } from '@hufu/web/parameter-count'
import { queryOf } from '@hufu/web/wire'

/** No AppKey is longer. */
const LONGEST = 128

/**
 * Which AppKey a request names, though it was refused before anybody asked. It is believed in one thing alone: whose log
 * tells of the refusal. What comes twice, or in two places, is what comes first.
 */
export function claimReader(dialect: Dialect) {
  const names = new Set(['client_id'])
  for (const { authorize, token, refresh, userInfo } of facesOf(dialect))
    for (const { request } of [authorize, token, refresh, ...(userInfo ? [userInfo] : [])])
      addNames(names, request)

  const inPairs = (text: string, isLink = false): string | undefined => {
    const pairs = new URLSearchParams(text)
    for (const name of names) if (pairs.has(name)) return pairs.get(name) ?? undefined
    // A form of our own pages carries the link that led to it.
    const link = pairs.get('request')
    return link === null || isLink ? undefined : inPairs(link, true)
  }
  const inJson = (text: string): string | undefined => {
    try {
      const body = new Map<string, unknown>(Object.entries(JSON.parse(text) as object))
      return [...names].map((name) => body.get(name)).find((each) => typeof each === 'string')
    } catch {
      return undefined
    }
  }

  return (request: FastifyRequest): string | undefined => {
    if (hasTooMany(request)) return undefined
    const body = Buffer.isBuffer(request.body) ? request.body.toString() : ''
    const claimed =
      inPairs(queryOf(request)) ??
      (body.startsWith('{') ? inJson(body) : inPairs(body)) ??
      credentialsOf(request.headers.authorization, {})[0]?.id
    return claimed === undefined || claimed.length > LONGEST ? undefined : claimed
  }
}

function addNames(names: Set<string>, { fields }: WithFields): void {
  for (const each of fields) if ('key' in each && each.key === 'clientId') names.add(each.name)
}
