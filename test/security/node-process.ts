/* A server process of its own, to be killed: `node node-process.ts FILE KEYS` prints where it listens. */
import { keyRing, parseKeys } from '@hufu/crypto'
import { dialects } from '@hufu/dialects'
import { logTo, readConfig, serve } from '@hufu/server'

const [, , file = '', keys = ''] = process.argv
const platforms = { jos2: { policy: { refreshWindow: { lastSeconds: 9e7 } } } }
const config = readConfig(
  { listen: { port: 0 }, store: `sqlite:${file}`, platforms },
  dialects.map(({ id }) => id),
)
const running = await serve(config, keyRing(parseKeys(keys)), logTo('silent'))
process.once('SIGTERM', () => void running.close())
process.stdout.write(`${running.url}\n`)
