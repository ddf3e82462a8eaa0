/* `hufu keeper reconnect`, `disable`, `enable`, `accept`, `replies` and `disconnect`: what is done to one connection. */
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
  leaf(`reconnect ${CONNECTION}`, 'a link to send to the shop, for its new consent')
    .option('--days <number>', 'how long it may be opened', wholeNumber(1, 90), 7)
    .addHelpText('after', NAMING)
    .action((text: string, { json, days, ...options }: Options & { readonly days: number }) =>
      withKeeper(options, async (opened) => {
        const { id } = await connectionOf(opened, text)
        const path = await opened.keeper.reconnectUrl(id, { expiresInSeconds: days * 86_400 })
        const url = absoluteFrom(opened, () => listenUrl(opened))(path)
        terminal.print(json ? `${JSON.stringify({ url })}\n` : `${url}\n`)
        terminal.say(
          'Send it to the shop, and to nobody else. It is opened where the daemon or your application is.\n',
        )
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
  leaf(`disconnect ${CONNECTION}`, 'end it, at the platform too where that can be asked; the record stays')
    .addHelpText('after', NAMING)
    .action((text: string, options: Options) =>
      withKeeper(options, async (opened) => {
        const { id } = await connectionOf(opened, text)
        const { connection, atPlatform, failure } = await opened.keeper.disconnect(id)
        if (options.json) terminal.print(`${JSON.stringify({ connection, atPlatform, failure })}\n`)
        else show(terminal, options, connection)
        if (atPlatform === 'not_offered')
          terminal.say(
            'The platform cannot be asked to end the authorization: the shop may end it in its settings there.\n',
          )
        if (failure)
          throw new Refused(
            `disconnected here, but not at the platform: ${failure.error}: ${failure.hint} Disconnect once more, later.`,
          )
      }),
    )

export const repliesCommand = (terminal: Terminal): Command =>
  leaf(
    'replies [connection]',
    'answers of the platform that could not be read, in clear: they may hold tokens; without a connection, those to shops that have none yet',
  )
    .addHelpText('after', NAMING)
    .action((text: string | undefined, options: Options) =>
      withKeeper(options, async (opened) => {
        const id = text === undefined ? undefined : (await connectionOf(opened, text)).id
        const replies = await opened.keeper.unreadableReplies(id)
        if (options.json) return terminal.print(`${JSON.stringify(replies)}\n`)
        if (replies.length === 0) return terminal.say('No such answer of the platform is kept.\n')
        for (const { at, status, mediaType = '', body, begun } of replies) {
          const whose = begun ? `  ${begun.tenant}/${begun.platform}/${begun.app}/${begun.shop ?? ''}` : ''
          terminal.print(`${dateOf(at).toISOString()}${whose}  HTTP ${status} ${mediaType}\n${body}\n`)
        }
        terminal.say('Whoever sees this may have the shop. Add the tokens by hufu keeper import.\n')
      }),
    )
