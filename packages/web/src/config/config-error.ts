import type { z } from 'zod'

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** A line a culprit, each named by its path. */
export const problemsOf = ({ issues }: z.ZodError): readonly string[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${[...issue.path, key].join('.')}: there is no such member`)
      : [`${issue.path.join('.') || 'configuration'}: ${issue.message}`],
  )
