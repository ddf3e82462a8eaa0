/*
 * Signatures that platforms, their clients and independent tools made, beside those of the dialects: one file of data a set.
 * What no dialect signs is in the data too, with the reason, and the test says so until a dialect does.
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
  type Signing,
  type WireRequest,
  dialects,
  facesOf,
  isWireError,
  noEnvelope,
  signedText,
  signingsOf,
} from '@hufu/dialects'

interface Vector {
  readonly call: string
  readonly source: string
  /** Where the call goes, or the link leads, if that is signed. */
  readonly path?: string
  readonly secret: string
  /** All that travels beside the signature. */
  readonly parameters: Readonly<Bag>
  /** The body, where it is signed as it travels. */
  readonly raw?: string
  readonly signed: string
  /** Absent where the key is not known. */
  readonly signature?: string
  /** Why no dialect signs this. */
  readonly unsigned?: string
  /** That a call of this step and face (0: the dialect's own) is, with these parameters, the record. */
  readonly read?: {
    readonly step: 'token' | 'refresh' | 'callback'
    readonly face?: number
    readonly as: 'form' | 'json' | 'query'
    /** Unix time, s. */
    readonly now: number
    readonly record: Readonly<Bag>
  }
}

const folder = join(import.meta.dirname, '../packages/dialects/test/vectors')
/** Every way in which links, callbacks and calls of the platform are signed, and any call of its gateway by these names. */
const signingsAt = (dialect: Dialect, called: readonly string[]): readonly Signing[] => [
  ...(dialect.callback.signings ?? []),
  ...[dialect.authorize, ...(dialect.authorize.others ?? [])].flatMap(
    ({ request }) => request.signings ?? [],
  ),
  ...[
    ...facesOf(dialect).flatMap(({ token, refresh }) => [token, refresh]),
    ...called.flatMap((name) => dialect.gateway?.(name) ?? []),
  ].flatMap(({ request }) => signingsOf(request.carrier) ?? []),
]

function wireOf(parameters: Readonly<Bag>, as: NonNullable<Vector['read']>['as']): WireRequest {
  const pairs = Object.entries(parameters).map(([name, value]) => [name, String(value)])
  const text = as === 'json' ? JSON.stringify(parameters) : new URLSearchParams(pairs).toString()
  const mediaType = { json: 'application/json', form: 'application/x-www-form-urlencoded', query: '' }[as]
  return as === 'query'
    ? { method: 'POST', query: text, mediaType, body: '' }
    : { method: 'POST', query: '', mediaType, body: text }
}

/** What reads this step, and the name of its signature. */
function readerOf(
  dialect: Dialect,
  step: NonNullable<Vector['read']>['step'],
  face: number,
  as: NonNullable<Vector['read']>['as'],
) {
  const endpoint = step === 'callback' ? undefined : facesOf(dialect)[face]?.[step]
  const signings = endpoint ? signingsOf(endpoint.request.carrier) : dialect.callback.signings
  const [{ into }] = signings ?? assert.fail('it is not signed')
  return {
    into,
    decode(parameters: Readonly<Bag>, context: CodecContext): object {
      const wire = wireOf(parameters, as)
      if (!endpoint) return dialect.callback.decode(wire.query, context)
      assert.ok(endpoint.selects?.(wire) ?? true)
      return endpoint.request.decode(wire, context)
    },
  }
}

for (const file of readdirSync(folder)) {
  const { platform, vectors } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    readonly platform: string
    readonly vectors: readonly Vector[]
  }
  const dialect = dialects.find(({ id }) => id === platform)
  assert.ok(dialect, `${file}: no dialect ${platform}`)

  for (const {
    call,
    source,
    path,
    secret,
    parameters,
    raw = '',
    signed,
    signature,
    unsigned,
    read,
  } of vectors) {
    const named = `${platform}: ${call} [${source}]`
    const sent = { query: parameters, body: {}, raw }
    const made = signingsAt(dialect, path === undefined ? [] : [path, call]).flatMap((each) =>
      [true, false].map((withEmpties) => ({
        signed: signedText(each, sent, secret, withEmpties),
        signature: signerWith(secret).sign((held) => signedText(each, sent, held, withEmpties), each),
      })),
    )
    const found = made.some(
      (each) => each.signed === signed && (signature === undefined || each.signature === signature),
    )
    test(`${named} ${unsigned === undefined ? 'is signed as it is there' : `is not signed: ${unsigned}`}`, () =>
      assert.equal(found, unsigned === undefined, JSON.stringify(made, undefined, 1)))
    if (!read) continue
    const { step, face = 0, as, now, record } = read
    test(`${named} is read, and with another signature refused`, () => {
      const context = { now, requestId: '', envelope: noEnvelope, signer: signerWith(secret) }
      const { into, decode } = readerOf(dialect, step, face, as)
      const sent = { ...parameters, [into]: signature }
      assert.deepEqual({ ...decode(sent, context) }, record)
      assert.throws(
        () => decode(sent, { ...context, signer: signerWith('another') }),
        (error) => isWireError(error) && error.problem === 'unauthentic' && error.parameter === into,
      )
    })
  }
}
