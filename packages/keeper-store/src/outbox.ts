/* The part of the store's port that webhooks are sent from. */
import type { EventType } from './events.ts'

/** How far an endpoint has come. */
export interface EndpointState {
  /** The last event that was put into its outbox, or passed over. */
  readonly seq: number
  /** Since when nothing is put in or sent, and why. */
  readonly disabled?: { readonly at: number; readonly why: string }
}

export interface NewMessage {
  /** `msg_` and 24 hexadecimal digits: the receiver knows a message by it. */
  readonly id: string
  readonly type: EventType
  /** The body, byte for byte the same at each attempt. */
  readonly body: string
}

export interface Message extends NewMessage {
  readonly endpoint: string
  /** How often it was taken to be sent, and not given back untried; also tells takers apart. */
  readonly attempts: number
  /** When it is sent next. */
  readonly dueAt: number
  /** Since when it is not sent any more: a dead letter. */
  readonly deadAt?: number
  readonly lastError?: string
  readonly createdAt: number
}

/** Messages of one endpoint. `oldest`: since when the one that waits longest does. */
export interface OutboxFigures extends Pick<EndpointState, 'disabled'> {
  readonly endpoint: string
  readonly waiting: number
  readonly dead: number
  readonly oldest?: number
  /** Those that wait after a try that failed, and what the last such try met. */
  readonly failing?: { readonly messages: number; readonly error: string }
}

export interface Outbox {
  /** An endpoint that is new begins with what is told from now on. */
  endpoint(name: string): Promise<EndpointState>
  /** Sent to again, or not any more. It goes on where it was. False where there is none. */
  setEndpoint(name: string, disabled: string | undefined): Promise<boolean>
  /** Messages for the events after one number, up to another. False when another process was first. */
  enqueue(name: string, from: number, to: number, messages: readonly NewMessage[]): Promise<boolean>
  /** Messages that are due, for so many seconds: of any number of processes one gets each. */
  takeMessages(name: string, seconds: number, limit: number): Promise<readonly Message[]>
  /** The receiver has it. Nothing where another process took it over. */
  messageSent(message: Pick<Message, 'id' | 'attempts'>): Promise<void>
  /** Sent again after so many seconds; absent: never, by itself. */
  messageFailed(
    message: Pick<Message, 'id' | 'attempts'>,
    failed: { readonly error: string; readonly seconds?: number },
  ): Promise<void>
  /** It was taken, and the try was broken off: due at once, and the try is not counted. */
  messageUntried(message: Pick<Message, 'id' | 'attempts'>): Promise<void>
  /** In ascending order of id. */
  deadLetters(asked: {
    readonly endpoint?: string | undefined
    /** The last id of the page before. */
    readonly after?: string | undefined
    readonly limit: number
  }): Promise<readonly Message[]>
  /** Dead letters are due again, as if new: one, or all of an endpoint. How many. */
  resend(which: { readonly id: string } | { readonly endpoint: string }): Promise<number>
  /** Every endpoint that there ever was, by name. */
  outbox(): Promise<readonly OutboxFigures[]>
}
