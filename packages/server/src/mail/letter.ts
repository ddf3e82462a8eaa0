/* A letter, and who takes it to be sent. */

export interface Letter {
  /** One plain address. */
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mail {
  /** Whether there is a way to send anything. Pages that need mail say so where there is none. */
  readonly on: boolean
  /**
   * Queues it in the store, as part of the commit that is under way. False: mail is off, or more letters wait than could
   * be sent.
   */
  send(letter: Letter): Promise<boolean>
  /** Looks for what is due, now and every few seconds. For a server that runs. */
  start(): void
  /** Call it after each commit that contains a letter. */
  wake(): void
  /** When what is due has been sent or put off; for tests, and the end of the process. */
  settled(): Promise<void>
  /** Sends what is due, for some seconds at most. What is left waits in the store. */
  close(): Promise<void>
}

/** Where failures to send are logged. */
export interface MailLog {
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}
