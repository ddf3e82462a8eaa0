/* `hufu keeper show` and `refresh`: one connection. */
import type { ConnectionView } from '@hufu/keeper'
import { viewOf } from '@hufu/keeper/parts'
import type { Command } from 'commander'
import { printOne } from '../admin/print.ts'
import type { Terminal } from '../terminal.ts'
import { namedBy } from '@hufu/keeper-daemon/api/calls'
import { CONNECTION, NAMING, connectionOf, leaf } from './leaf.ts'
import { type KeeperCommandOptions, type Opened, withKeeper } from '@hufu/keeper-daemon/open'

interface Options extends KeeperCommandOptions {
  readonly json?: true
}

const present = async (opened: Opened, text: string): Promise<ConnectionView> =>
  viewOf(await connectionOf(opened, text), opened.context.apps, opened.context.clock.now())

export const showCommand = (terminal: Terminal): Command =>
  leaf(`show ${CONNECTION}`, 'show one connection, without its tokens')
    .addHelpText('after', NAMING)
    .action((text: string, options: Options) =>
      withKeeper(options, async (opened) => show(terminal, options, await present(opened, text))),
    )

export const refreshCommand = (terminal: Terminal): Command =>
  leaf(`refresh ${CONNECTION}`, 'refresh now, if the platform allows it')
    .addHelpText('after', NAMING)
    .action((text: string, options: Options) =>
      withKeeper(options, async (opened) => {
        const row = await connectionOf(opened, text)
        show(terminal, options, await opened.keeper.refresh(namedBy(row)))
      }),
    )

/** Words for the table, all of it for programs. */
export function show(terminal: Terminal, { json }: Options, view: ConnectionView): void {
  const { quota, lastError, facts, ...rest } = view
  printOne(
    terminal,
    json,
    'connection',
    json
      ? view
      : {
          ...rest,
          ...(quota && { quota: `${quota.used} of ${quota.most} used in ${quota.period}` }),
          ...facts,
          ...(lastError && {
            lastError: `${lastError.error}: ${lastError.hint}`,
            failedAt: lastError.at,
            ...(lastError.platformCode !== undefined && {
              platformSaid: `${lastError.platformCode} ${lastError.platformMessage ?? ''}`.trim(),
            }),
          }),
        },
  )
}
