/* `hufu keeper doctor`: the state of one connection, its cause, what to do, and its history. */
import type { KeeperEvent, SaidFinding } from '@hufu/keeper'
import { type Command, Option } from 'commander'
import { printList } from '../admin/print.ts'
import type { Terminal } from '../terminal.ts'
import { CONNECTION, NAMING, connectionOf, leaf } from './leaf.ts'
import { type KeeperCommandOptions, withKeeper } from '@hufu/keeper-daemon/open'

interface Options extends KeeperCommandOptions {
  readonly json?: true
  readonly language: 'en' | 'zh-CN' | 'th'
}

export const doctorCommand = (terminal: Terminal): Command =>
  leaf(`doctor ${CONNECTION}`, 'examine a connection: its state, the cause, what to do, and its history')
    .addOption(
      new Option('--language <language>', 'language of the findings')
        .choices(['en', 'zh-CN', 'th'])
        .default('en'),
    )
    .addHelpText('after', NAMING)
    .action((text: string, { json, language, ...options }: Options) =>
      withKeeper(options, async (opened) => {
        const { id } = await connectionOf(opened, text)
        const diagnosis = await opened.keeper.doctor(id, language)
        if (json) return terminal.print(`${JSON.stringify(diagnosis)}\n`)
        const { tenant, platform, shop, alias } = diagnosis.connection
        terminal.print(`${id}  ${tenant}/${platform}/${alias ?? shop}\n\n`)
        for (const finding of diagnosis.findings) terminal.print(said(finding))
        terminal.print('\n')
        printList(terminal, undefined, 'events', diagnosis.timeline.map(row), {
          at: 'TIME',
          type: 'EVENT',
          data: 'DETAIL',
        })
      }),
    )

const marks = { ok: ' ', info: '-', warning: '!', error: 'X' } as const

/** Control characters in a platform's text could move the cursor of the terminal. */
const plain = (text: string): string => text.replace(/\p{C}/gu, '?')

const said = ({ severity, what, why, todo }: SaidFinding): string =>
  [
    `${marks[severity]} ${plain(what)}\n`,
    ...[why, todo].flatMap((text, at) =>
      text === undefined ? [] : [`    ${at === 1 ? '-> ' : ''}${plain(text)}\n`],
    ),
  ].join('')

const row = ({ at, type, data }: KeeperEvent) => ({
  at,
  type,
  data: Object.entries(data)
    .filter(
      ([name, value]) => value !== undefined && value !== null && !['platform', 'app', 'shop'].includes(name),
    )
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' '),
})
