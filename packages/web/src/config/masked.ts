/* A configuration as it may be shown: whatever opens something is a mask. */

/** Members that hold a secret where they hold a text. */
const SECRETS = new Set(['clientSecret', 'privateKey', 'secret', 'keys'])
const MASK = '***'

/** @param isPath members of these names that are paths here, and no secrets. */
export function masked(value: unknown, isPath: ReadonlySet<string> = new Set(), member = ''): unknown {
  if (typeof value === 'string')
    return SECRETS.has(member) && !isPath.has(member) ? MASK : withoutUrlSecrets(value)
  if (Array.isArray(value)) return value.map((each) => masked(each, isPath, member))
  if (typeof value !== 'object' || value === null) return value
  // The name of a variable or a file is no secret.
  const isPlace = 'env' in value || 'file' in value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, masked(each, isPath, isPlace ? '' : name)]),
  )
}

/** Whether a secret stands in it. */
export const holdsSecrets = (config: unknown, isPath?: ReadonlySet<string>): boolean =>
  JSON.stringify(masked(config, isPath)) !== JSON.stringify(config)

/** Parts of a parameter's name, such as `access_token`, `X-Amz-Signature` or `apiKey`. */
const SECRET_WORD =
  /^(?:key|apikey|pass|pwd|sig|sign|signature|auth|authorization|credentials?)$|(?:password|passwd|passphrase|secret|token)$/

/**
 * A URL with its password masked, and each parameter that is named like a secret. By the text, as a list of PostgreSQL's hosts
 * is no URL to a parser.
 */
function withoutUrlSecrets(text: string): string {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text)) return text
  return text
    .replace(/^([^/]+:\/\/[^:/?#]*:)[^/?#]+@/, `$1${MASK}@`)
    .replace(/([?&#])([^=&#]*)=([^&#]+)/g, (whole, before: string, name: string) =>
      isSecretName(name) ? `${before}${name}=${MASK}` : whole,
    )
}

const isSecretName = (name: string): boolean =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .some((word) => SECRET_WORD.test(word))
