/* `hufu keeper`: the tokens of many shops, kept fresh; on the keeper's own store, beside any process that uses it. */
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
    'the keeper: tokens of many shops at many platforms, refreshed and never lost',
  )
  for (const part of [
    keeperServeCommand,
    uiCommand,
    lsCommand,
    showCommand,
    refreshCommand,
    reconnectCommand,
    switchCommand('disable', 'refresh nothing and give nothing out, until it is enabled'),
    switchCommand('enable', 'use it again'),
    switchCommand('accept', 'take the tokens of another shop or user that were kept apart'),
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
