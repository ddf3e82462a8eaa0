/* `hufu sandbox`: controls a running sandbox, and shows the requests that it received. */
import { Command } from 'commander'
import { type Terminal, ownTerminal } from '../terminal.ts'
import { clockCommand } from './clock.ts'
import { faultsCommand } from './faults.ts'
import { appsCommand, grantsCommand } from './grants.ts'
import { policyCommand } from './policy.ts'
import { requestsCommand, stateCommand } from './requests.ts'

export function sandboxCommand(terminal: Terminal = ownTerminal): Command {
  const sandbox = new Command('sandbox').description(
    'control a running sandbox (hufu serve --sandbox): faults, clock, policy, received requests',
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
