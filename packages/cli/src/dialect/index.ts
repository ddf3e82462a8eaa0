/* `hufu dialect`: what those need who write a dialect, or doubt one. */
import { Command } from 'commander'
import { verifyCommand } from './verify.ts'

export const dialectCommand = (): Command =>
  new Command('dialect')
    .description('compare dialects with the real answers of platforms')
    .addCommand(verifyCommand())
