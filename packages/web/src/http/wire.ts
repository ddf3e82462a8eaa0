import type { WireRequest } from '@hufu/dialects'
import type { FastifyInstance, FastifyRequest } from 'fastify'

export const LARGEST_BODY = 64 * 1024

/** The query as it was sent, without the question mark. Node lets no bytes beyond ASCII into it. */
export function queryOf({ raw }: FastifyRequest): string {
  const url = raw.url ?? ''
  const mark = url.indexOf('?')
  return mark < 0 ? '' : url.slice(mark + 1)
}

/** Undefined where the content type or the body's bytes are none that a dialect could read. */
export function wireOf(request: FastifyRequest): WireRequest | undefined | Promise<WireRequest | undefined> {
  const { mediaType, charset } = contentTypeOf(request.headers['content-type'] ?? '')
  const bytes = Buffer.isBuffer(request.body) ? request.body : none
  if (!isUtf8(charset) && !isSameAs(charset, bytes)) return undefined
  const { authorization } = request.headers
  const wire = (body: string | undefined): WireRequest | undefined =>
    body === undefined
      ? undefined
      : {
          method: request.method,
          query: queryOf(request),
          mediaType,
          body,
          ...(authorization !== undefined && { headers: { authorization } }),
        }
  return mediaType === 'multipart/form-data' ? pairsOf(bytes, request).then(wire) : wire(utf8(bytes))
}

/** `application/json; charset=UTF-8`, with or without the space. */
function contentTypeOf(header: string): { readonly mediaType: string; readonly charset: string } {
  if (!header.includes(';')) return { mediaType: header.trim().toLowerCase(), charset: '' }
  const [mediaType = '', ...parameters] = header.split(';').map((each) => each.trim().toLowerCase())
  const charsets = parameters
    .filter((each) => each.startsWith('charset='))
    .map((each) => each.slice('charset='.length).replace(/^"(.*)"$/, '$1'))
  // Two that differ are no charset.
  return { mediaType, charset: [...new Set(charsets)].join() }
}

const isUtf8 = (charset: string): boolean => charset === '' || charset === 'utf-8' || charset === 'utf8'

/**
 * Whether these bytes are ASCII, and mean the same by the charset that is said: libraries name one by default (ISO-8859-1,
 * GBK), whatever they send. In UTF-16 the same bytes are other letters.
 */
function isSameAs(charset: string, bytes: Buffer): boolean {
  if (bytes.some((byte) => byte > 0x7f)) return false
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes) === bytes.toString('latin1')
  } catch {
    return false // No charset that anybody knows.
  }
}

const none = Buffer.alloc(0)
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function utf8(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return ''
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** A multipart form as urlencoded pairs, in their order, repeated ones too. A file is no parameter. */
async function pairsOf(bytes: Buffer, { headers }: FastifyRequest): Promise<string | undefined> {
  try {
    const body = new Uint8Array(bytes)
    const form = await new Response(body, {
      headers: { 'content-type': headers['content-type'] ?? '' },
    }).formData()
    const pairs = [...form].map(([name, value]) =>
      typeof value === 'string' ? ([name, value] as const) : undefined,
    )
    if (pairs.includes(undefined)) return undefined
    return pairs.map((pair) => pair?.map(encodeURIComponent).join('=')).join('&')
  } catch {
    return undefined
  }
}

/** Every other method than those of a path is answered by 405, in the words of the mount that the path is in. */
export function onlyBy(app: FastifyInstance, path: string, allowed: 'GET, HEAD' | 'POST'): void {
  const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => !allowed.includes(method))
  app.route({
    method: others,
    url: path,
    handler(_request, reply) {
      reply.header('allow', allowed)
      throw Object.assign(new Error(`only ${allowed}`), { statusCode: 405, code: 'METHOD_NOT_ALLOWED' })
    },
  })
}
