/* The file of `hufu connect --record`: one exchange a line, for `hufu dialect verify`. */
import { appendFileSync, closeSync, openSync } from 'node:fs'
import { type Client, type RecordedExchange, isFailure } from '@hufu/client'
import { Refused } from './refused.ts'

export interface RecordingFile {
  record(exchange: RecordedExchange): void
  /** What the browser opened: nobody here sees the answer. */
  visited(url: string): void
}

/**
 * A new file that its owner alone can read: what it gets holds secrets and tokens.
 *
 * @throws {Refused} when the file is there already, or cannot be made.
 */
export function recordingFile(path: string): RecordingFile {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'EEXIST') throw new Refused(`${path} already exists: name a new file, or move this one`)
    throw error
  }
  const record = (exchange: RecordedExchange) => appendFileSync(path, `${JSON.stringify(exchange)}\n`)
  return {
    record,
    visited: (url) => record({ time: Date.now() / 1000, request: { method: 'GET', url, headers: {} } }),
  }
}

/** The client, whose links and callbacks are recorded too. A callback that answers no link of ours is nobody's. */
export const recordedLeg = (client: Client, redirectUri: string, { visited }: RecordingFile): Client => ({
  ...client,
  async begin(asked) {
    const begun = await client.begin(asked)
    visited(begun.url)
    return begun
  },
  async finish(callback, browser) {
    const answer = await client.finish(callback, browser)
    if (!isFailure(answer) || answer.error !== 'state_unknown') visited(new URL(callback, redirectUri).href)
    return answer
  },
})
