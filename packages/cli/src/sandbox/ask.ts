/* The control API of a sandbox that runs, as the commands ask it. */
import { SANDBOX_PATH } from '@hufu/sandbox/path'
import type { Command } from 'commander'
import { Refused } from '../refused.ts'

export interface SandboxOptions {
  readonly url: string
  readonly json?: true
}

const USUAL_URL = 'http://127.0.0.1:8700'

/** A command under `parent`, with the options that every command of the sandbox takes. */
export const leafOf = (parent: Command, nameAndArguments: string, description: string): Command =>
  parent
    .command(nameAndArguments)
    .description(description)
    .option('--url <url>', 'address of the sandbox (environment: HUFU_SANDBOX_URL)', sandboxUrl())
    .option('--json', 'print JSON')

const sandboxUrl = (): string => process.env['HUFU_SANDBOX_URL'] ?? USUAL_URL

export type Answer = Readonly<Record<string, unknown>>

/** @throws {Refused} with what the sandbox said, or that it could not be asked. */
export async function ask(
  { url }: SandboxOptions,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer> {
  const token = process.env['HUFU_SANDBOX_TOKEN']
  if (!token)
    throw new Refused(
      'HUFU_SANDBOX_TOKEN is not set: set it to the token that `hufu serve --sandbox` prints when it starts',
    )
  const [response, text] = await send(`${url.replace(/\/+$/, '')}${SANDBOX_PATH}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const answer = read(text)
  if (response.ok && answer) return answer
  // A server that is not a sandbox answers differently, or not at all.
  const message = answer?.['message']
  throw new Refused(
    typeof message === 'string'
      ? message
      : `there is no sandbox at ${url}: start \`hufu serve --sandbox\` there`,
  )
}

async function send(url: string, init: RequestInit): Promise<readonly [Response, string]> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error' })
    return [response, await response.text()]
  } catch {
    throw new Refused(`${URL.parse(url)?.origin ?? url} does not answer: check that the sandbox runs there`)
  }
}

function read(text: string): Answer | undefined {
  try {
    return text === '' ? {} : (JSON.parse(text) as Answer)
  } catch {
    return undefined
  }
}

/** The members of an answer's list. */
export const listIn = (answer: Answer, member: string): readonly Answer[] =>
  (answer[member] ?? []) as readonly Answer[]
