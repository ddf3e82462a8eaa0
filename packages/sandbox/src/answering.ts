/* How a fault changes an answer on its way out. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Struck } from './script.ts'

const page = (status: number): string =>
  `<!doctype html>\n<html><head><title>${status}</title></head><body><h1>${status}</h1><p>The sandbox of Hufu was told to answer with a page.</p></body></html>\n`

/** The body to send in the place of this one. */
export function spoilt(
  fault: NonNullable<Struck['fault']>,
  request: FastifyRequest,
  reply: FastifyReply,
  body: string,
): string {
  switch (fault.kind) {
    case 'dropped':
    case 'lost':
      request.raw.socket.destroy()
      return body
    case 'unavailable':
      reply.code(fault.status).type('text/plain; charset=utf-8')
      return 'The sandbox of Hufu was told to be unavailable.\n'
    case 'html':
      reply.code(fault.status).type('text/html; charset=utf-8')
      return page(fault.status)
    case 'truncated':
      return body.slice(0, Math.floor(body.length / 2))
    case 'empty':
      return ''
    case 'content_type':
      reply.type(fault.contentType)
      return body
    case 'error':
      return body
  }
}
