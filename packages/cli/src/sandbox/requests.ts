import { Command } from 'commander'
import { wholeNumber } from '../admin/options.ts'
import { printList } from '../admin/print.ts'
import type { Terminal } from '../terminal.ts'
import { type Answer, type SandboxOptions, ask, leafOf, listIn } from './ask.ts'

interface Which extends SandboxOptions {
  readonly platform?: string
  readonly app?: string
  readonly grant?: number
  readonly refused?: true
  readonly limit: number
}

export function requestsCommand(terminal: Terminal): Command {
  const requests = new Command('requests').description('received requests, and their results')
  leafOf(requests, 'ls', 'list the latest of the last 1,000 requests, the newest first')
    .option('--platform <id>', 'at this platform')
    .option('--app <AppKey>', 'of this application')
    .option('--grant <number>', 'for this grant', wholeNumber(0, 1e15 - 1))
    .option('--refused', 'only refused requests')
    .option('--limit <number>', 'how many at most', wholeNumber(1, 1000), 20)
    .action(async ({ platform, app, grant, refused, limit, ...options }: Which) => {
      const query = new URLSearchParams({
        limit: String(limit),
        ...(platform !== undefined && { platform }),
        ...(app !== undefined && { clientId: app }),
        ...(grant !== undefined && { grantId: String(grant) }),
        ...(refused && { refused: 'true' }),
      })
      const all = listIn(await ask(options, 'GET', `/requests?${query}`), 'requests')
      printList(terminal, options.json, 'requests', options.json ? all : all.map(told), columns)
    })
  leafOf(requests, 'clear', 'delete the list and the figures').action(async (options: SandboxOptions) => {
    await ask(options, 'DELETE', '/requests')
    terminal.say('the list and the figures are deleted\n')
  })
  return requests
}

export const stateCommand = (terminal: Terminal): Command => {
  const parent = new Command()
  return leafOf(parent, 'state', 'print one JSON document: clock, faults, totals, grants, requests').action(
    async (options: SandboxOptions) =>
      terminal.print(`${JSON.stringify(await ask(options, 'GET', '/state'), null, 2)}\n`),
  )
}

const columns = {
  at: 'AT',
  platform: 'PLATFORM',
  step: 'STEP',
  grantId: 'GRANT',
  fault: 'FAULT',
  processed: 'PROCESSED',
  status: 'STATUS',
  ms: 'MS',
  why: 'WHY',
}

const told = ({ answer, why, ...request }: Answer): Answer => ({
  ...request,
  status: (answer as Answer)['status'] ?? 'closed',
  why: (why as readonly string[])[0] ?? '',
})
