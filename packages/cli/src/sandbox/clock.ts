import { Command, InvalidArgumentError } from 'commander'
import type { Terminal } from '../terminal.ts'
import { type Answer, type SandboxOptions, ask, leafOf } from './ask.ts'

const units = { s: 1, m: 60, h: 3600, d: 86_400 } as const

export function clockCommand(terminal: Terminal): Command {
  const clock = new Command('clock').description('the clock of the sandbox')
  const show = ({ json }: SandboxOptions, answer: Answer) => {
    const [now, offset] = [Number(answer['now']), Number(answer['offset'])]
    const off =
      offset === 0 ? 'the same as this machine' : `${Math.abs(offset)} s ${offset < 0 ? 'behind' : 'ahead'}`
    terminal.print(
      json ? `${JSON.stringify(answer)}\n` : `${new Date(now * 1000).toISOString().slice(0, 19)}Z, ${off}\n`,
    )
  }
  leafOf(clock, 'show', 'show the time').action(async (options: SandboxOptions) =>
    show(options, await ask(options, 'GET', '/clock')),
  )
  leafOf(clock, 'move', 'move the clock ahead, or with --back back')
    .argument('<duration>', 'seconds, or for example 5m, 2h, 31d', duration)
    .option('--back', 'move it back')
    .action(async (seconds: number, options: SandboxOptions & { readonly back?: true }) =>
      show(options, await ask(options, 'POST', '/clock', { seconds: options.back ? -seconds : seconds })),
    )
  leafOf(clock, 'reset', 'follow the clock of the machine again').action(async (options: SandboxOptions) =>
    show(options, await ask(options, 'DELETE', '/clock')),
  )
  return clock
}

/** @throws {InvalidArgumentError} which is wrong usage. */
function duration(text: string): number {
  const [, count = '', unit = 's'] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? []
  if (count === '') throw new InvalidArgumentError('A duration is for example 90, 5m, 2h or 31d.')
  return Number(count) * (units[unit as keyof typeof units] ?? 1)
}
