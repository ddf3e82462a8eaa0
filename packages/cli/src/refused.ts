/** A wish that cannot be granted, said in one line, with what to do; the command ends with code 1. */
export class Refused extends Error {
  override readonly name = 'Refused'
}
