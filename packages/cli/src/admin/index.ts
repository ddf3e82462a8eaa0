/* Administration by command, on the store itself: for the first operator, for scripts, and when no server runs. */
import type { Command } from 'commander'
import { type Terminal, ownTerminal } from '../terminal.ts'
import { actCommands } from './acts.ts'
import type { OpenRuntime } from './runtime.ts'

export { commandLine, appendAuditEntry } from './runtime.ts'
export type { AdminRuntime, OpenRuntime, RuntimeOptions } from './runtime.ts'

/**
 * The table of acts. What is refused throws `Refused` (exit code 1),
 * wrong usage commander's own error (2). Results, secrets among them, go to standard output; everything else to standard
 * error.
 */
export const adminCommands = (open: OpenRuntime, terminal: Terminal = ownTerminal): readonly Command[] =>
  actCommands(open, terminal)
