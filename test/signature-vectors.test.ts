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
    readonly step: 'token' | 'refresh'
    readonly face?: number
    readonly as: 'form' | 'json' | 'query'
    /** Unix time, s. */
    readonly now: number
    readonly record: Readonly<Bag>
  }
}

const folder = join(import.meta.dirname, '../packages/dialects/test/vectors')
/** Every way in which links and calls of the platform are signed, and any call of its gateway by these names. */
const signingsAt = (dialect: Dialect, called: readonly string[]): readonly Signing[] => [
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
      const endpoint = facesOf(dialect)[face]?.[step]
      assert.ok(endpoint)
      const context = { now, requestId: '', envelope: noEnvelope, signer: signerWith(secret) }
      const [{ into }] = signingsOf(endpoint.request.carrier) ?? assert.fail('it is not signed')
      const wire = wireOf({ ...parameters, [into]: signature }, as)
      assert.ok(endpoint.selects?.(wire) ?? true)
      assert.deepEqual({ ...endpoint.request.decode(wire, context) }, record)
      assert.throws(
        () => endpoint.request.decode(wire, { ...context, signer: signerWith('another') }),
        (error) => isWireError(error) && error.problem === 'unauthentic' && error.parameter === into,
      )
    })
  }
}
