import { administration } from '@hufu/acts/administration'
import { joining } from '@hufu/web/as-one'
import { mailOf, platformSettings } from '@hufu/server'
import { type OpenRuntime, commandLine } from './admin/index.ts'
import { loadConfig } from './config-file.ts'
import { openExisting } from './open-existing.ts'

/** A change stays, even when its letter cannot be sent. */
const tell = (facts: object, message: string): void => {
  const said = Object.entries(facts).map(([name, value]) => `${name} ${value}`)
  process.stderr.write(`hufu: ${message} (${said.join(', ')})\n`)
}

/** Opens the store and the keys that the configuration names, for administration commands. */
export const openRuntime: OpenRuntime = async (options) => {
  const config = await loadConfig(options.config)
  const { ring, store: opened } = openExisting(config)
  const store = joining(opened)
  const settings = await platformSettings(config, store, ring)
  const mail = mailOf(config, store, ring, { warn: tell, error: tell }, process.env['HUFU_SMTP_PASSWORD'])
  return {
    ...administration(config, store, ring, settings),
    mail,
    actor: commandLine(),
    async close() {
      await mail.close()
      if (mail.on && (await store.letters(1)).length > 0)
        process.stderr.write('hufu: letters wait in the store; a running server sends them\n')
      await store.close()
    },
  }
}
