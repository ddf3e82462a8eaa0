/* The sandbox: the platform half with faults on purpose, and with an account of all that came in. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Store } from '@hufu/accounts'
import type { Config } from '@hufu/server'
import { ConfigError } from '@hufu/web/config-error'
import { checkSandboxed } from './allowed.ts'
import type { Observer } from '@hufu/server'
import { attending } from './attending.ts'
import { type SandboxClock, sandboxClock } from './clock.ts'
import { type Exchanged, type Exchanges, lastExchanges } from './exchanges.ts'
import { type Script, faultScript } from './script.ts'
import { type Tally, refreshTally } from './tally.ts'
import { watch } from './watch.ts'

export interface SandboxOptions {
  /** The token of the control API, at least 16 characters; generated if absent. */
  readonly token?: string
  /** Is called with a readable line for each exchange that was refused or changed by a fault. */
  readonly say?: (text: string) => void
}

export interface Sandbox extends Observer {
  /** The token of the control API. */
  readonly token: string
  readonly clock: SandboxClock
  /** The given store, on that clock. */
  readonly store: Store
  readonly script: Script
  readonly tally: Tally
  readonly exchanges: Exchanges
  /** Compares in constant time. */
  admits(token: string): boolean
  /** Ends what is held back. */
  stop(): void
}

const SHORTEST_TOKEN = 16

/** @throws {ConfigError} in production mode, or where the given token could be guessed. */
export function openSandbox(config: Config, machine: Store, options: SandboxOptions = {}): Sandbox {
  checkSandboxed(config)
  const { token = randomBytes(24).toString('base64url'), say = () => undefined } = options
  if (token.length < SHORTEST_TOKEN)
    throw new ConfigError(`the sandbox's token has less than ${SHORTEST_TOKEN} characters: take a longer one`)
  const clock = sandboxClock(machine.now)
  const script = faultScript()
  const tally = refreshTally()
  const exchanges = lastExchanges()
  const ended = new AbortController()
  const own = hash('sha256', token, 'buffer')
  return {
    token,
    clock,
    store: {
      ...machine,
      now: clock.now,
      async revokeGrant(id, at, because) {
        await machine.revokeGrant(id, at, because)
        tally.revoked(id, at, because)
      },
    },
    script,
    tally,
    exchanges,
    attend: attending(script, tally, ended.signal),
    admits: (given) => timingSafeEqual(hash('sha256', given, 'buffer'), own),
    watch: (app, platforms) =>
      watch(app, platforms, { clock, tally, exchanges, tell: (exchange) => say(linesOf(exchange)) }),
    stop: () => ended.abort(),
  }
}

/** Which call, whose, and why. */
function linesOf({ platform, step, clientId, grantId, error, why, requestId }: Exchanged): string {
  const whose = [
    ...(clientId === undefined ? [] : [`AppKey ${clientId.replace(/\p{C}/gu, '?')}`]),
    ...(grantId === undefined ? [] : [`grant ${grantId}`]),
  ].join(', ')
  const first = `${platform} ${step}${whose === '' ? '' : ` (${whose})`}${error === undefined ? '' : ' refused'}, request ${requestId}`
  return [first, ...why.map((line) => `  ${line}`)].map((line) => `${line}\n`).join('')
}
