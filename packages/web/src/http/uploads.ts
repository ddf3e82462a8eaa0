import type { FastifyRequest } from 'fastify'

/** The fields of a form and the one file in it. */
export interface Uploaded {
  readonly form: URLSearchParams
  readonly file?: Uint8Array
}

/** The parts of a multipart form (RFC 7578) that was read as bytes; none for any other body. */
export async function uploadOf({ body, headers }: FastifyRequest): Promise<Uploaded> {
  const form = new URLSearchParams()
  const type = headers['content-type'] ?? ''
  if (!Buffer.isBuffer(body) || !/^multipart\/form-data\b/i.test(type)) return { form }
  let file: Uint8Array | undefined
  try {
    const sent = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
    for (const [name, value] of sent) {
      if (typeof value === 'string') form.append(name, value)
      // A field for a file that was left empty is sent as a file of nothing.
      else if (value.size > 0) file = new Uint8Array(await value.arrayBuffer())
    }
  } catch {
    return { form: new URLSearchParams() }
  }
  return { form, ...(file && { file }) }
}
