/* A recording with one thing changed. */
import assert from 'node:assert/strict'
import type { RecordedExchange, RecordedRequest, RecordedResponse } from '@hufu/client'

type Recording = readonly RecordedExchange[]

/** The first exchange whose answer has this text, or whose URL has it. */
const indexOf = (recording: Recording, text: string): number => {
  const at = recording.findIndex(({ request, response }) =>
    `${request.url} ${request.body ?? ''} ${response?.body ?? ''}`.includes(text),
  )
  assert.ok(at >= 0, `no exchange has ${text}`)
  return at
}

/** Its request changed. */
export function withRequest(
  recording: Recording,
  text: string,
  change: (request: RecordedRequest) => Partial<RecordedRequest>,
): Recording {
  const at = indexOf(recording, text)
  return recording.map((each, index) =>
    index === at ? { ...each, request: { ...each.request, ...change(each.request) } } : each,
  )
}

/** Its answer changed. */
export function withResponse(
  recording: Recording,
  text: string,
  change: (response: RecordedResponse) => Partial<RecordedResponse>,
): Recording {
  const at = indexOf(recording, text)
  return recording.map((each, index) => {
    if (index !== at) return each
    assert.ok(each.response)
    return { ...each, response: { ...each.response, ...change(each.response) } }
  })
}

/** A piece of the answer's body replaced. */
export const withBody = (recording: Recording, text: string, from: string | RegExp, to: string): Recording =>
  withResponse(recording, text, ({ body = '' }) => {
    const changed = body.replace(from, to)
    assert.notEqual(changed, body, `the body has no ${from}`)
    return { body: changed }
  })
