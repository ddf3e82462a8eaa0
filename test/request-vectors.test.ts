/*
 * Requests in the shapes in which real clients send them, signed by independent tools: one file of data a platform. A request
 * is read as the record, or refused for the parameter, that the file names.
 */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { signerWith } from '@hufu/crypto'
import {
  type Bag,
  type CodecContext,
  type Dialect,
  type WireProblem,
  type WireRequest,
  dialects,
  isWireError,
  noEnvelope,
} from '@hufu/dialects'

type Request = {
  readonly call: string
  readonly source: string
  readonly step: 'token' | 'refresh' | 'link'
  readonly secret: string
  /** Unix time in seconds. */
  readonly now: number
  readonly request: WireRequest
  /** That a client of ours sends it byte by byte. */
  readonly sent?: true
} & (
  | { readonly record: Readonly<Bag> }
  | { readonly refused: { readonly parameter: string; readonly problem: WireProblem } }
)

const folder = join(import.meta.dirname, '../packages/dialects/test/requests')

/** What the step's request or link is read by and written by. */
const codecOf = ({ authorize, token, refresh }: Dialect, step: Request['step']) => ({
  decode(wire: WireRequest, context: CodecContext): object {
    if (step !== 'link') return { token, refresh }[step].request.decode(wire, context)
    const [link] = authorize.others ?? []
    return (link ?? authorize).request.decode(wire.query, context)
  },
  /** Who asks must be known before the signature can be checked. */
  clientIdOf: (wire: WireRequest): string | undefined =>
    step === 'link'
      ? authorize.others?.[0]?.clientIdOf?.(wire.query)
      : { token, refresh }[step].clientIdOf?.(wire),
  encode: (record: object, context: CodecContext): WireRequest =>
    ({ token, refresh, link: token })[step].request.encode(record as never, context),
})

for (const file of readdirSync(folder)) {
  const { platform, requests } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    readonly platform: string
    readonly requests: readonly Request[]
  }
  const dialect = dialects.find(({ id }) => id === platform)
  assert.ok(dialect, `${file}: no dialect ${platform}`)

  for (const { call, source, step, secret, now, request, sent, ...wanted } of requests) {
    const { decode, encode, clientIdOf } = codecOf(dialect, step)
    const context = { now, requestId: '', envelope: noEnvelope, signer: signerWith(secret) }
    if ('refused' in wanted)
      test(`${platform} ${step}: ${call}, is refused [${source}]`, () =>
        assert.throws(
          () => decode(request, context),
          (error) => {
            assert.ok(isWireError(error), String(error))
            assert.deepEqual({ parameter: error.parameter, problem: error.problem }, wanted.refused)
            return true
          },
        ))
    else
      test(`${platform} ${step}: ${call} [${source}]`, () => {
        assert.deepEqual({ ...decode(request, context) }, wanted.record)
        assert.equal(clientIdOf(request), wanted.record['clientId'])
        const stranger = { ...context, signer: signerWith('another key') }
        assert.throws(
          () => decode(request, stranger),
          (error) => isWireError(error) && error.problem === 'unauthentic',
        )
        if (!sent) return
        const { query, body, ...rest } = encode(wanted.record, context)
        const pairs = (text: string) => Object.fromEntries(new URLSearchParams(text))
        assert.deepEqual(
          { ...rest, query: pairs(query), body: body && (JSON.parse(body) as unknown) },
          {
            method: request.method,
            mediaType: request.mediaType,
            query: pairs(request.query),
            body: request.body && (JSON.parse(request.body) as unknown),
          },
        )
      })
  }
}
