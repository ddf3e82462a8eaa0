/* `hufu keeper`: the tokens of many shops, kept fresh; on the keeper's own store, beside any process that uses it. */
import { Command } from 'commander'
import { type Terminal, ownTerminal } from '../terminal.ts'
import { lsCommand } from './ls.ts'
import { keeperServeCommand } from './serve.ts'
import { refreshCommand, showCommand } from './show.ts'
import { tokenCommand } from './token.ts'
import { uiCommand } from './ui/command.ts'

export function keeperCommand(terminal: Terminal = ownTerminal): Command {
  const keeper = new Command('keeper').description(
    'the keeper: tokens of many shops at many platforms, refreshed and never lost',
  )
  for (const part of [keeperServeCommand, lsCommand, showCommand, refreshCommand, tokenCommand, uiCommand])
    keeper.addCommand(part(terminal))
  return keeper
}
