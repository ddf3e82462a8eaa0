import type { RecordedExchange } from '@hufu/client'

/** An exchange, and the line of the file where it begins. */
export interface PlacedExchange extends RecordedExchange {
  readonly line: number
}
