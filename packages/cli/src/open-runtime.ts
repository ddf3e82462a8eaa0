import { administration, logTo, mailOf, platformSettings } from '@hufu/server'
import { type OpenRuntime, commandLine } from './admin/index.ts'
import { loadConfig } from './config-file.ts'
import { openExisting } from './open-existing.ts'

/** What the commands of administration work on: the store and the keys that the configuration names. */
export const openRuntime: OpenRuntime = async (options) => {
  const config = await loadConfig(options.config)
  const { ring, store } = openExisting(config)
  const settings = await platformSettings(config, store, ring)
  const mail = mailOf(config, logTo('warn', process.stderr), process.env['HUFU_SMTP_PASSWORD'])
  return {
    ...administration(config, store, ring, settings),
    mail,
    actor: commandLine(),
    async close() {
      await mail.close()
      await store.close()
    },
  }
}
