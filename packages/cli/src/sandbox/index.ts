/* `hufu sandbox`: what is to go wrong at a sandbox that runs, and what came in there. */
import { Command } from 'commander'
import { type Terminal, ownTerminal } from '../terminal.ts'
import { clockCommand } from './clock.ts'
import { faultsCommand } from './faults.ts'
import { appsCommand, grantsCommand } from './grants.ts'
import { policyCommand } from './policy.ts'
import { requestsCommand, stateCommand } from './requests.ts'

export function sandboxCommand(terminal: Terminal = ownTerminal): Command {
  const sandbox = new Command('sandbox').description(
    'a sandbox that runs (hufu serve --sandbox): faults on purpose, its clock, what came in',
  )
  for (const part of [
    faultsCommand,
    clockCommand,
    policyCommand,
    appsCommand,
    grantsCommand,
    requestsCommand,
    stateCommand,
  ])
    sandbox.addCommand(part(terminal))
  return sandbox
}
