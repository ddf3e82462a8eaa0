/* `hufu init`: all that a platform half needs before it is served for the first time. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { keyRing } from '@hufu/crypto'
import { createOperator, together } from '@hufu/accounts'
import { openStore } from '@hufu/platform'
import { Command } from 'commander'
import { appendAuditEntry, granted } from './admin/runtime.ts'
import { USUAL_CONFIG, loadConfig } from './config-file.ts'
import { loadOrMakeKeys, writePrivately } from '@hufu/crypto'
import { Refused } from './refused.ts'
import { type Terminal, ownTerminal } from './terminal.ts'

/** The settings that people change first. */
const firstConfig = {
  listen: { host: '127.0.0.1', port: 8700 },
  store: 'sqlite:./data/hufu.db',
  keys: './data/hufu.keys',
}

interface Options {
  readonly config?: string
  readonly operator: string
}

export const initCommand = (terminal: Terminal = ownTerminal): Command =>
  new Command('init')
    .description('create what is missing: configuration, keys, store, and the first operator')
    .option('-c, --config <file>', `configuration file, JSON (default: ${USUAL_CONFIG})`)
    .option('--operator <username>', 'username of the first operator, with the role admin', 'admin')
    .action(async ({ config: given, operator: username }: Options) => {
      const file = resolve(given ?? USUAL_CONFIG)
      const say = (text: string) => terminal.print(`${text}\n`)
      if (existsSync(file)) say(`configuration  ${file}`)
      else {
        if (!file.endsWith('.json'))
          throw new Refused(
            `${file} does not exist, and only a JSON file can be created: name one that ends in .json`,
          )
        writePrivately(file, `${JSON.stringify(firstConfig, null, 2)}\n`)
        say(`configuration  ${file}, created`)
      }
      const config = await loadConfig(file)
      const fromEnvironment = process.env['HUFU_KEYS']
      keyRing(loadOrMakeKeys(config.keys, fromEnvironment))
      say(
        `keys           ${fromEnvironment ? 'of HUFU_KEYS' : `${resolve(config.keys)}: keep a copy elsewhere`}`,
      )
      const store = openStore(config)
      try {
        say(`store          ${config.store}`)
        if ((await store.operators()).length > 0) return say('operators      exist already')
        const made = granted(
          await together({ store }, async (inner) => {
            await appendAuditEntry(inner.store, 'operator.create', username, { role: 'admin' })
            return createOperator(username, inner, 'admin')
          }),
        )
        say(`operator       ${username}, one-time password ${made.oneTimePassword}`)
        say('The password works for one login, where the operator chooses a new one. It is not shown again.')
      } finally {
        await store.close()
      }
    })
