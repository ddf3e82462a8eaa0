import { Command } from 'commander'
import { Refused } from '../refused.ts'
import type { Terminal } from '../terminal.ts'
import { type Answer, type SandboxOptions, ask, leafOf } from './ask.ts'

export function policyCommand(terminal: Terminal): Command {
  const policy = new Command('policy').description(
    'the policy of a platform: lifetimes, rotation, reuse, quota',
  )
  const show = (answer: Answer) => terminal.print(`${JSON.stringify(answer, null, 2)}\n`)
  const of = (platform: string) => `/platforms/${encodeURIComponent(platform)}/policy`

  leafOf(policy, 'show', 'show the whole policy, and the members that were set here')
    .argument('<platform>', 'id of the platform')
    .action(async (platform: string, options: SandboxOptions) =>
      show(await ask(options, 'GET', of(platform))),
    )
  leafOf(policy, 'set', 'replace the policy that was set here')
    .argument('<platform>', 'id of the platform')
    .argument(
      '<json>',
      `for example '{"accessTokenLifetime":5,"reuse":{"replaySeconds":0,"then":"revoke-family"}}'`,
    )
    .action(async (platform: string, json: string, options: SandboxOptions) =>
      show(await ask(options, 'PUT', of(platform), objectIn(json))),
    )
  leafOf(policy, 'reset', 'return to the policy of the dialect and the configuration')
    .argument('<platform>', 'id of the platform')
    .action(async (platform: string, options: SandboxOptions) =>
      show(await ask(options, 'PUT', of(platform), {})),
    )
  return policy
}

function objectIn(json: string): object {
  try {
    const read: unknown = JSON.parse(json)
    if (typeof read === 'object' && read !== null) return read
  } catch {
    // Said below.
  }
  throw new Refused('the policy has to be a JSON object: put it between single quotes')
}
