import { type Dialect, type PlatformRecord, builtInPlatforms } from '@hufu/dialects'

/** What is registered beside a dialect. */
export function recordOf({ id }: Dialect): PlatformRecord {
  const found = builtInPlatforms.find(({ dialect }) => dialect.id === id)
  if (!found) throw new Error(`${id} is not registered`)
  return found
}
