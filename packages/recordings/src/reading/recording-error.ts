/** Why a file is no recording, and in which line. Never holds what the line says: it may be a secret. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
  /** The first is 1. */
  readonly line: number

  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`)
    this.line = line
  }
}
