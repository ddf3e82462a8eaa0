/** A form POST, or a GET, as the bytes that go over the wire; made before the clock runs. */
export interface PlainRequest {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly form?: Readonly<Record<string, string>>
  /** A body that is made already, in the place of a form. */
  readonly body?: string
  readonly contentType?: string
}

export function requestBytes(url: URL, request: PlainRequest): Buffer {
  const body =
    request.form === undefined ? (request.body ?? '') : new URLSearchParams(request.form).toString()
  const headers = {
    Host: url.host,
    Accept: 'application/json',
    ...request.headers,
    ...(request.form === undefined && request.body === undefined
      ? {}
      : {
          'Content-Type': request.contentType ?? 'application/x-www-form-urlencoded',
          'Content-Length': String(Buffer.byteLength(body)),
        }),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${request.method ?? 'POST'} ${request.path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}
