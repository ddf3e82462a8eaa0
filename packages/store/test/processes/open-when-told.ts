/* Opens each file that it is told, closes it, and says how that went. */
import { sqliteStore } from '@hufu/store'

process.on('message', (path: string) => {
  if (path === '') return process.disconnect()
  let went = 'well'
  try {
    void sqliteStore(path).close()
  } catch (error) {
    went = String(error)
  }
  process.send?.(went)
})
process.send?.('ready')
