/** Takes a law: its name, and what throws where it does not hold. `test` of node:test is one, of vitest and jest too. */
export type TakeLaw = (name: string, check: () => void) => unknown
