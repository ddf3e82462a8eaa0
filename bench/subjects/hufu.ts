import { advisedFlags } from '../advised.ts'
import type { Cores } from '../cores.ts'
import type { Credentials, Operation, Step, Subject } from './subject.ts'

/** One dialect of the server under test: how it is asked, how its answers are read, where its codes come from. */
export interface HufuPlatform {
  /** Makes codes inside of the server's store, outside of the timed part. */
  mint(count: number): Promise<readonly Credentials[]>
  readonly exchange: Exchange
}

export type Exchange = Pick<Step, 'request' | 'read'>

/** A server that runs: durable SQLite, one process, its health endpoint has answered. */
export interface HufuServer {
  readonly url: URL
  readonly pid: number
  readonly readyMilliseconds: number
  /** Dialects with plain parameters and a JSON answer; `name` says what is particular to each. */
  readonly plain: readonly (HufuPlatform & { readonly name: string; readonly refresh: Exchange })[]
  /** The dialect among them that gives new tokens with each refresh. */
  readonly rotating: HufuPlatform & { readonly platform: string }
  readonly introspection: Exchange
  /** A dialect whose request and answer are each in an RSA envelope. */
  readonly sealed: HufuPlatform
  stop(): Promise<void>
}

/** The plug: starts the server on the servers' core (`startServerProcess` does) with its data in `directory`. */
export type StartHufu = (cores: Cores, directory: string) => Promise<HufuServer>

export const hufuTitle = 'hufu, SQLite'

export function hufuSubject(startHufu: StartHufu): Subject {
  return {
    id: 'hufu',
    title: hufuTitle,
    description: `as it is published, emitted JavaScript, with \`${advisedFlags.join(' ')}\` as docs/deploy.md advises, and \`--no-allocation-site-pretenuring\`, which \`hufu serve\` sets for itself; WAL, \`synchronous=FULL\`, its own page size, cache and checkpoints (\`packages/store/src/sqlite/file/open.ts\`); an answer leaves after its commit is on disk, and requests that wait at the same time share a commit. Whose dialect has a secret, sends and checks it; none writes an access log, which \`hufu serve\` does unless \`log.level\` is \`warn\`.`,
    async start(cores, directory) {
      const server = await startHufu(cores, directory)
      const step = (operation: Operation, exchange: Exchange, repeat = 1): Step => ({
        operation,
        repeat,
        request: (credentials) => exchange.request(credentials),
        read: (reply) => exchange.read(reply),
      })
      return {
        url: server.url,
        pid: server.pid,
        readyMilliseconds: server.readyMilliseconds,
        stop: () => server.stop(),
        chains: [
          ...server.plain.map((platform) => ({
            name: platform.name,
            batch: 1000,
            mint: platform.mint,
            steps: [
              step('code exchange', platform.exchange),
              step('refresh', platform.refresh),
              step('introspection', server.introspection, 2),
            ],
          })),
          {
            batch: 500,
            mint: (count) => server.sealed.mint(count),
            steps: [step('sealed exchange', server.sealed.exchange)],
          },
        ],
      }
    },
  }
}
