/* `hufu keys`: the ring that seals secrets and derives tokens, and the platforms' own RSA keys. */
import { type KeyRing, fingerprintOf, formatKeys, generateKey, keyRing, privateKeyOf } from '@hufu/crypto'
import type { App } from '@hufu/engine'
import { type Developer, type Store, appSecretPlace, developerFactorPlace } from '@hufu/accounts'
import {
  type Config,
  MOST_LETTERS,
  enabledPlatforms,
  letterPlace,
  platformKeys,
  publicHalf,
  sayCurrent,
} from '@hufu/server'
import { Command } from 'commander'
import { appendAuditEntry } from './admin/index.ts'
import { loadConfig } from './config-file.ts'
import { loadKeys, saveKeys } from '@hufu/crypto'
import { openExisting } from './open-existing.ts'
import { Refused } from './refused.ts'

interface Opened {
  readonly config: Config
  readonly store: Store
  readonly ring: KeyRing
}

async function withStore(config: string | undefined, act: (opened: Opened) => Promise<void>): Promise<void> {
  const read = await loadConfig(config)
  const { store, ring } = openExisting(read)
  try {
    await act({ config: read, store, ring })
  } finally {
    await store.close()
  }
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** The ring lives in a file here; where the environment brings it, its owner changes it there. */
function fileOf(config: Config): string {
  if (process.env['HUFU_KEYS'])
    throw new Refused(
      'the key ring comes from HUFU_KEYS, which this command cannot change: add a new key after the others there and restart every process; then put it first, restart them again, and run `hufu keys reseal`',
    )
  return config.keys
}

// oxlint-disable-next-line max-lines-per-function -- one subcommand after the other
export function keysCommand(): Command {
  const keys = new Command('keys').description("the key ring, and the platforms' own RSA keys")
  const config = ['-c, --config <file>', 'configuration file of the server'] as const
  type Options = { readonly config?: string; readonly json?: true }

  keys
    .command('new')
    .description('print a new key ring with one key, for HUFU_KEYS; it is stored nowhere')
    .action(() => say(formatKeys([generateKey()])))

  keys
    .command('list')
    .description('list the ids of the keys, the current one first, and say which of them grants still need')
    .option(...config)
    .option('--json', 'print JSON')
    .action((options: Options) =>
      withStore(options.config, async ({ store, ring }) => {
        const used = await store.keyIdsInUse(store.now())
        const rows = ring.ids.map((id) => ({
          id,
          current: id === ring.currentId,
          neededByGrants: used.includes(id),
        }))
        if (options.json) return say(JSON.stringify(rows))
        for (const { id, current, neededByGrants } of rows) {
          say(
            `${id}${current ? '  current' : ''}${neededByGrants ? '  needed by tokens of active grants' : ''}`,
          )
        }
      }),
    )

  keys
    .command('add')
    .description('add a new key after the others: step 1 of a rotation')
    .option(...config)
    .action((options: Options) =>
      withStore(options.config, async ({ config: read, store }) => {
        const path = fileOf(read)
        const fresh = generateKey()
        saveKeys(path, [...loadKeys(path, undefined), fresh])
        await appendAuditEntry(store, 'keys.add', fresh.id)
        say(
          `${fresh.id} is in the ring and not used yet. If servers have copies of ${path}, update the copies. Then: hufu keys make-current ${fresh.id}`,
        )
      }),
    )

  keys
    .command('make-current <id>')
    .description('use this key for new tokens, and seal every secret with it: step 2 of a rotation')
    .option(...config)
    .action((id: string, options: Options) =>
      withStore(options.config, async ({ config: read, store, ring }) => {
        const path = fileOf(read)
        const held = loadKeys(path, undefined)
        const chosen = held.find((each) => each.id === id)
        if (!chosen) throw new Refused(`there is no key ${id}; there are ${ring.ids.join(', ')}`)
        const next = [chosen, ...held.filter((each) => each !== chosen)]
        const renewed = keyRing(next)
        await sayCurrent(store, renewed.seal, id)
        saveKeys(path, next)
        const count = await reseal(store, renewed, read)
        await appendAuditEntry(store, 'keys.make_current', id)
        say(`${id} is current. Secrets sealed with it: ${count}. Running servers use it without a restart.`)
      }),
    )

  keys
    .command('reseal')
    .description('seal every secret with the current key')
    .option(...config)
    .action((options: Options) =>
      withStore(options.config, async ({ config: read, store, ring }) => {
        say(`${await reseal(store, ring, read)} secrets sealed with ${ring.currentId}`)
      }),
    )

  keys
    .command('retire <id>')
    .description('remove a key from the ring, once nothing needs it')
    .option(...config)
    .action((id: string, options: Options) =>
      withStore(options.config, async ({ config: read, store, ring }) => {
        const path = fileOf(read)
        if (!ring.ids.includes(id))
          throw new Refused(`there is no key ${id}; there are ${ring.ids.join(', ')}`)
        if (id === ring.currentId)
          throw new Refused(
            `${id} is the current key: make another key current first (hufu keys add, then make-current)`,
          )
        if ((await store.keyIdsInUse(store.now())).includes(id)) {
          throw new Refused(
            `tokens of active grants need ${id}: retire it when the last of these grants has ended (hufu keys list says so)`,
          )
        }
        await reseal(store, ring, read)
        saveKeys(
          path,
          loadKeys(path, undefined).filter((each) => each.id !== id),
        )
        await appendAuditEntry(store, 'keys.retire', id)
        say(`${id} is removed from the ring. Restart every server that uses ${path}.`)
      }),
    )

  keys
    .command('platform <platform>')
    .description("show the platform's RSA keys; `hufu platform rotate-key` makes a new one")
    .option(...config)
    .action((platform: string, options: Options) =>
      withStore(options.config, async ({ config: read, store, ring }) => {
        const dialect = enabledPlatforms(read).find(({ dialect: { id } }) => id === platform)?.dialect
        if (!dialect) throw new Refused(`there is no platform ${platform}`)
        if (dialect.envelope === undefined)
          throw new Refused(`${platform} does not encrypt, so it has no RSA key`)
        const [current, ...older] = await platformKeys(store, ring, platform)
        for (const [name, key] of [
          ['current', current ?? ''] as const,
          ...older.map((each) => ['before', each] as const),
        ]) {
          say(`${name}  fingerprint ${fingerprintOf(privateKeyOf(key))}`)
          say(`public key, for applications:\n${publicHalf(key)}`)
        }
      }),
    )
  return keys
}

/** @returns how many texts were under another key. */
async function reseal(store: Store, ring: KeyRing, config: Config): Promise<number> {
  let count = 0
  const again = (sealed: string, place: string): string => {
    const text = ring.openText(sealed, place)
    if (text === undefined)
      throw new Refused(
        `the sealed text "${place}" was changed by another program: restore the store from a backup`,
      )
    count++
    return ring.seal(text, place)
  }
  for (const [name, sealed] of await store.settings('')) {
    if (ring.needsReseal(sealed)) await store.putSetting(name, again(sealed, name))
  }
  for (const {
    dialect: { id },
  } of enabledPlatforms(config)) {
    for (const app of await store.apps({ platform: id })) await resealApp(store, ring, app, again)
  }
  for (const developer of await store.developers({})) await resealDeveloper(store, ring, developer, again)
  // One that has been sent meanwhile is not queued again.
  for (const letter of await store.letters(MOST_LETTERS))
    if (ring.needsReseal(letter.sealed))
      await store.commit([
        ['removeLetter', letter.id],
        ['putLetter', { ...letter, sealed: again(letter.sealed, letterPlace(letter.id)) }],
      ])
  return count
}

async function resealDeveloper(
  store: Store,
  ring: KeyRing,
  developer: Developer,
  again: (sealed: string, place: string) => string,
): Promise<void> {
  const { id, totp, version } = developer
  if (!totp || !ring.needsReseal(totp.sealed)) return
  const sealed = again(totp.sealed, developerFactorPlace(id))
  if (!(await store.putDeveloper({ ...developer, version: version + 1, totp: { ...totp, sealed } })))
    throw new Refused(`developer ${id} was being changed: run \`hufu keys reseal\` once more`)
}

async function resealApp(
  store: Store,
  ring: KeyRing,
  app: App,
  again: (sealed: string, place: string) => string,
): Promise<void> {
  if (!app.secrets.some(({ sealed }) => sealed !== undefined && ring.needsReseal(sealed))) return
  const secrets = app.secrets.map((each) =>
    each.sealed === undefined ? each : { ...each, sealed: again(each.sealed, appSecretPlace(app.id)) },
  )
  if (!(await store.putApp({ ...app, version: app.version + 1, secrets }))) {
    throw new Refused(`app ${app.id} was being changed: run \`hufu keys reseal\` once more`)
  }
}
