import { type Dialect, type PlatformRecord, builtInPlatforms } from '@hufu/dialects'

/** What is registered beside a dialect; nothing beside one that a test has made. */
export const recordOf = (dialect: Dialect): PlatformRecord =>
  builtInPlatforms.find((each) => each.dialect === dialect) ?? { dialect }
