/* The settings of an app as options: of `create`, where a name is needed, and of `set`. */
import { readFileSync } from 'node:fs'
import type { AppSettings } from '@hufu/accounts'
import { type Command, Option } from 'commander'
import { Refused } from '../refused.ts'
import { repeated } from './options.ts'
import type { CommonOptions } from './runtime.ts'

export interface SettingOptions extends CommonOptions {
  readonly name?: string
  readonly developer?: string
  readonly redirectUri?: readonly string[]
  readonly scope?: readonly string[]
  readonly address?: readonly string[]
  readonly testShop?: readonly string[]
  readonly publicKey?: readonly string[]
  readonly mayRefresh?: boolean
}

export const publicKeyOption = (command: Command): Command =>
  command.option(
    '--public-key <file>',
    'its own RSA public key, PEM or one line of base64; twice at most',
    repeated,
  )

/** @throws {Refused} when a file cannot be read. */
export const publicKeysOf = (files: readonly string[]): readonly string[] => files.map(textOf)

/** `needed`: whether the app must be given a name and a developer. */
export const settingOptions = (command: Command, needed = false): Command =>
  command
    .addOption(new Option('--name <text>', 'what merchants are shown').makeOptionMandatory(needed))
    .addOption(new Option('--developer <text>', 'whose it is').makeOptionMandatory(needed))
    .option(
      '--redirect-uri <uri>',
      'where codes go, or its host where the platform registers hosts; repeatable',
      repeated,
    )
    .option('--scope <word>', 'what it may ask for; repeatable', repeated)
    .option('--address <rule>', 'address or block that its server calls from; repeatable', repeated)
    .option('--test-shop <id>', 'shop that may authorise it before it is online; repeatable', repeated)
    .option('--may-refresh', 'gets refresh tokens where the platform makes that a right')
    .option('--no-may-refresh', 'gets none')

/** @throws {Refused} when a file cannot be read. */
export function settingsOf(options: SettingOptions): AppSettings {
  const { name, developer, redirectUri, scope, address, testShop, publicKey, mayRefresh } = options
  return {
    ...(name !== undefined && { name }),
    ...(developer !== undefined && { developer }),
    ...(redirectUri && { redirectUris: redirectUri }),
    ...(scope && { scopes: scope }),
    ...(address && { addresses: address }),
    ...(testShop && { testShops: testShop }),
    ...(publicKey && { publicKeys: publicKeysOf(publicKey) }),
    ...(mayRefresh !== undefined && { mayRefresh }),
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Refused(`${file} cannot be read`)
  }
}
