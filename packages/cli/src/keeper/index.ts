/* `hufu keeper`: works on the keeper's own store, also while a daemon or an application uses it. */
import { Command } from 'commander'
import { type Terminal, ownTerminal } from '../terminal.ts'
import { disconnectCommand, reconnectCommand, repliesCommand, switchCommand } from './change.ts'
import { calendarCommand } from './calendar.ts'
import { doctorCommand } from './doctor.ts'
import { lsCommand } from './ls.ts'
import { keeperServeCommand } from './serve.ts'
import { refreshCommand, showCommand } from './show.ts'
import { tokenCommand } from './token.ts'
import { exportCommand, importCommand, rekeyCommand } from './transfer.ts'
import { uiCommand } from './ui.ts'
import { webhooksCommand } from './webhooks.ts'

export function keeperCommand(terminal: Terminal = ownTerminal): Command {
  const keeper = new Command('keeper').description(
    'the keeper: holds the tokens of many shops at many platforms, and refreshes them',
  )
  for (const part of [
    keeperServeCommand,
    uiCommand,
    lsCommand,
    showCommand,
    refreshCommand,
    reconnectCommand,
    switchCommand('disable', 'pause a connection: no refresh and no token until it is enabled'),
    switchCommand('enable', 'end the pause of a connection'),
    switchCommand('accept', 'accept tokens that were held back because they name another shop or user'),
    repliesCommand,
    disconnectCommand,
    doctorCommand,
    calendarCommand,
    importCommand,
    exportCommand,
    rekeyCommand,
    tokenCommand,
    webhooksCommand,
  ])
    keeper.addCommand(part(terminal))
  return keeper
}
