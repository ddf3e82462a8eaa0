/** In which way a message is not as the dialect says. */
export type Difference =
  /** The dialect cannot read it. */
  | 'unreadable'
  /** A member that the dialect does not know. */
  | 'unknown'
  /** Another JSON type. */
  | 'type'
  /** The dialect writes it, and it is not there. */
  | 'absent'
  /** Read as the same, written in another way. */
  | 'spelling'
  | 'order'
  /** Another method, or another part of the request. */
  | 'place'
  | 'status'
  /** An error code without a row. */
  | 'code'
  /** The words of an error code. */
  | 'words'
  /** The signature does not verify, or the envelope does not open. */
  | 'unauthentic'

/** One thing that is not as the dialect says. It holds no secret and no personal data. */
export interface Finding {
  readonly side: 'request' | 'response'
  readonly difference: Difference
  /** By its path on the wire; empty where it is about the whole message. */
  readonly member: string
  /** The rest of the sentence that begins with the member. */
  readonly said: string
}

/** What was found in one message. */
export interface Compared {
  /** Members that are as the dialect says, by their path. */
  readonly agrees: readonly string[]
  readonly findings: readonly Finding[]
  /** What could not be checked. */
  readonly unchecked: readonly string[]
}
