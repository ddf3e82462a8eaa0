/*
 * A server process of its own, to be killed: `node node-process.ts FILE KEYS [MOMENT COUNT]` prints where it listens. It
 * kills itself (SIGKILL) at the COUNT-th code or refresh token that it spends: `amid` the decision, `between` two of the
 * writes that follow from it, or `after` all is committed and before it is answered.
 */
import { flushCompileCache } from 'node:module'
import { keyRing, parseKeys } from '@hufu/crypto'
import { builtInPlatforms } from '@hufu/dialects'
import type { Store } from '@hufu/accounts'
import { logTo } from '@hufu/web/log'
import { openStore, serve } from '@hufu/platform'
import { readConfig } from '@hufu/server'

const [, , file = '', keys = '', moment, count = ''] = process.argv
const platforms = { jos2: { policy: { refreshWindow: { lastSeconds: 9e7 } } } }
const config = readConfig({ listen: { port: 0 }, store: `sqlite:${file}`, platforms }, builtInPlatforms)

let spent = 0
function die(here: string): void {
  if (moment === here && ++spent === Number(count)) process.kill(process.pid, 'SIGKILL')
}

const between = <Value>(value: Value): Value => {
  die('between')
  return value
}

const mortal = (store: Store): Store => ({
  ...store,
  async redeemCode(found, decide) {
    const answer = await store.redeemCode(found, (code, became) => {
      die('amid')
      const decision = decide(code, became)
      const { redeem } = decision
      // By the time the store asks for the grant, it has marked the code.
      const watched = redeem && {
        ...redeem,
        get grant() {
          return between(redeem.grant)
        },
      }
      return { ...decision, ...(watched && { redeem: watched }) }
    })
    die('after')
    return answer
  },
  async refreshGrant(found, decide) {
    const answer = await store.refreshGrant(found, (grant) => {
      die('amid')
      const decision = decide(grant)
      const { write } = decision
      const watched = write && {
        ...write,
        get index() {
          return between(write.index)
        },
      }
      return { ...decision, ...(watched && { write: watched }) }
    })
    die('after')
    return answer
  },
})

const running = await serve(config, keyRing(parseKeys(keys)), logTo('silent'), mortal(openStore(config)))
process.once('SIGTERM', () => void running.close())
process.stdout.write(`${running.url}\n`)
// Whoever is killed leaves nothing for the next, unless it is written now.
flushCompileCache()
