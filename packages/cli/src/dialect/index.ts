/* `hufu dialect`: what those need who write a dialect, or doubt one. */
import { Command } from 'commander'
import { checkCommand } from './check.ts'
import { newCommand } from './new.ts'
import { verifyCommand } from './verify.ts'

export const dialectCommand = (): Command =>
  new Command('dialect')
    .description('write a dialect, check it, and compare it with the real answers of its platform')
    .addCommand(newCommand())
    .addCommand(checkCommand())
    .addCommand(verifyCommand())
