import { type WireProblem, isWireError } from '@hufu/dialects'

/** For `assert.throws`: the problem, and the parameter where it is given. */
export const refusedAs =
  (problem: WireProblem, parameter?: string) =>
  (error: unknown): boolean =>
    isWireError(error) && error.problem === problem && (parameter ?? error.parameter) === error.parameter
