/* `hufu keeper reconnect`, `disable`, `enable`, `accept`, `replies` and `disconnect`: changes of one connection. */
import type { Command } from 'commander'
import { dateOf } from '@hufu/dialects'
import { wholeNumber } from '../admin/options.ts'
import { Refused } from '../refused.ts'
import type { Terminal } from '../terminal.ts'
import { CONNECTION, NAMING, connectionOf, leaf } from './leaf.ts'
import { absoluteFrom, listenUrl } from '@hufu/keeper-daemon/listening'
import { type KeeperCommandOptions, withKeeper } from '@hufu/keeper-daemon/open'
import { show } from './show.ts'

interface Options extends KeeperCommandOptions {
  readonly json?: true
}

export const reconnectCommand = (terminal: Terminal): Command =>
  leaf(`reconnect ${CONNECTION}`, 'make a link for the shop to consent again')
    .option('--days <number>', 'how many days the link works', wholeNumber(1, 90), 7)
    .addHelpText('after', NAMING)
    .action((text: string, { json, days, ...options }: Options & { readonly days: number }) =>
      withKeeper(options, async (opened) => {
        const { id } = await connectionOf(opened, text)
        const path = await opened.keeper.reconnectUrl(id, { expiresInSeconds: days * 86_400 })
        const url = absoluteFrom(opened, () => listenUrl(opened))(path)
        terminal.print(json ? `${JSON.stringify({ url })}\n` : `${url}\n`)
        terminal.say('Send the link only to the shop. The daemon or your application serves it.\n')
      }),
    )

/** `disable`, `enable` and `accept`. */
export const switchCommand =
  (verb: 'disable' | 'enable' | 'accept', description: string) =>
  (terminal: Terminal): Command =>
    leaf(`${verb} ${CONNECTION}`, description)
      .addHelpText('after', NAMING)
      .action((text: string, options: Options) =>
        withKeeper(options, async (opened) => {
          const { id } = await connectionOf(opened, text)
          show(terminal, options, await opened.keeper[verb](id))
        }),
      )

export const disconnectCommand = (terminal: Terminal): Command =>
  leaf(
    `disconnect ${CONNECTION}`,
    'end the connection, at the platform too where it offers that; the record stays',
  )
    .addHelpText('after', NAMING)
    .action((text: string, options: Options) =>
      withKeeper(options, async (opened) => {
        const { id } = await connectionOf(opened, text)
        const { connection, atPlatform, failure } = await opened.keeper.disconnect(id)
        if (options.json) terminal.print(`${JSON.stringify({ connection, atPlatform, failure })}\n`)
        else show(terminal, options, connection)
        if (atPlatform === 'not_offered')
          terminal.say(
            'This platform offers no call that ends an authorization. The shop can end it in its settings there.\n',
          )
        if (failure)
          throw new Refused(
            `disconnected here, but not at the platform: ${failure.error}: ${failure.hint} Run disconnect again later.`,
          )
      }),
    )

export const repliesCommand = (terminal: Terminal): Command =>
  leaf(
    'replies [connection]',
    'show replies of the platform that could not be read, in clear: they may contain tokens; without a connection, replies for shops that are not connected yet',
  )
    .addHelpText('after', NAMING)
    .action((text: string | undefined, options: Options) =>
      withKeeper(options, async (opened) => {
        const id = text === undefined ? undefined : (await connectionOf(opened, text)).id
        const replies = await opened.keeper.unreadableReplies(id)
        if (options.json) return terminal.print(`${JSON.stringify(replies)}\n`)
        if (replies.length === 0) return terminal.say('No unreadable reply is kept.\n')
        for (const { at, status, mediaType = '', body, begun } of replies) {
          const whose = begun ? `  ${begun.tenant}/${begun.platform}/${begun.app}/${begun.shop ?? ''}` : ''
          terminal.print(`${dateOf(at).toISOString()}${whose}  HTTP ${status} ${mediaType}\n${body}\n`)
        }
        terminal.say(
          'These replies may contain tokens: keep them secret. Add the tokens with hufu keeper import.\n',
        )
      }),
    )
