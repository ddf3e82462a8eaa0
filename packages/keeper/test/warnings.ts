import type { Log } from '@hufu/keeper'

/** A log that passes on what somebody should see to. */
export const warningsTo = (
  told: (message: string, about: Readonly<Record<string, unknown>>) => unknown,
): Log => ({
  debug: () => undefined,
  info: () => undefined,
  warn: (about, message) => void told(message, about),
})
