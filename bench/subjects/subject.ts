import type { Reply } from '../connection.ts'
import type { Cores } from '../cores.ts'

/** What one exchange leaves for the next: a code becomes tokens, tokens are refreshed and introspected. */
export interface Credentials {
  readonly code?: string
  readonly accessToken?: string
  readonly refreshToken?: string
  readonly openId?: string
}

export type Operation = 'code exchange' | 'refresh' | 'introspection' | 'sealed exchange' | 'form POST'

/** One measured operation. */
export interface Step {
  readonly operation: Operation
  /** How often each credential is used; 1 where using it spends it. */
  readonly repeat?: number
  request(credentials: Credentials): Buffer
  /** What the reply brings, or undefined when it is anything but a success with all that it must carry. */
  read(reply: Reply): Credentials | undefined
}

/** Steps that feed each other, and where their first credentials come from. */
export interface Chain {
  /** What is particular to it, where a subject has several chains of the same operations. */
  readonly name?: string
  /** How many credentials are in flight at a time, from the first step to the last. */
  readonly batch: number
  /** Makes fresh credentials, outside of the timed part. */
  mint(count: number): Promise<readonly Credentials[]>
  readonly steps: readonly Step[]
}

export interface RunningSubject {
  readonly url: URL
  readonly pid: number
  readonly readyMilliseconds: number
  readonly chains: readonly Chain[]
  stop(): Promise<void>
}

export interface Subject {
  readonly id: string
  readonly title: string
  /** For the reader of the page: what it is and how it was set up, one sentence or a few. */
  readonly description: string
  /** Starts the server in a process of its own, on fresh data in `directory`. */
  start(cores: Cores, directory: string): Promise<RunningSubject>
}
