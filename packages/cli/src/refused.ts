/** Why a command cannot do what was asked, and what to do now, in one line. The command ends with exit code 1. */
export class Refused extends Error {
  override readonly name = 'Refused'
}
