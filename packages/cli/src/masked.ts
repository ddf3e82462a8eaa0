/* A configuration as it may be shown: whatever opens something is a mask. */

/** Members that hold a secret where they hold a text. */
const SECRETS = new Set(['clientSecret', 'privateKey', 'secret', 'keys'])
const MASK = '***'

/** @param isPath members of these names that are paths here, and no secrets. */
export function masked(value: unknown, isPath: ReadonlySet<string> = new Set(), member = ''): unknown {
  if (typeof value === 'string')
    return SECRETS.has(member) && !isPath.has(member) ? MASK : withoutPassword(value)
  if (Array.isArray(value)) return value.map((each) => masked(each, isPath, member))
  if (typeof value !== 'object' || value === null) return value
  // The name of a variable or a file is no secret.
  const isPlace = 'env' in value || 'file' in value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, masked(each, isPath, isPlace ? '' : name)]),
  )
}

/** Whether a secret stands in it. */
export const holdsSecrets = (config: unknown): boolean =>
  JSON.stringify(masked(config)) !== JSON.stringify(config)

function withoutPassword(text: string): string {
  const url = URL.parse(text)
  if (!url || url.password === '') return text
  url.password = MASK
  return url.href
}
