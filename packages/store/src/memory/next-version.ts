interface Versioned {
  readonly version: number
}

/** Whether a row may take the place of the one that is there: version 0 of none, another of the version before its own. */
export const isNext = ({ version }: Versioned, present?: Versioned): boolean =>
  version === 0 ? present === undefined : present?.version === version - 1
