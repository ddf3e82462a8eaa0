/* A request and its answer, without a framework. */

export interface SiteRequest {
  readonly method: string
  /** Path and query, as the browser asked. */
  readonly url: string
  /** Whether TLS ended here. */
  readonly secure: boolean
  header(
    name: 'host' | 'cookie' | 'accept-language' | 'x-forwarded-host' | 'x-forwarded-proto',
  ): string | undefined
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Undefined where the path is somebody else's. */
export type Handle = (asked: SiteRequest) => Promise<Answer | undefined>

/** Headers of every answer: not stored, not sniffed, no referrer. */
export const usualHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const
