import { postgresError } from './postgres-error.ts'

export interface Address {
  /** Contains the password: only for the driver. */
  readonly url: URL
  /** Host, port and database: what errors name. */
  readonly shown: string
}

const hint =
  'write postgres://user:password@host:5432/database, and in the password %2F for /, %40 for @, %23 for #, %3F for ?'

/**
 * Takes an address apart, without ever repeating what may be a password.
 *
 * A password that holds `/`, `?` or `#` in plain ends the address early, and what follows would pass for a path: an `@`
 * there gives it away.
 * @throws {StoreError} unopenable
 */
export function addressOf(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const late = url ? `${url.pathname}${url.search}${url.hash}` : ''
  if (!url || !/^postgres(?:ql)?:$/.test(url.protocol) || url.hash !== '' || late.includes('@'))
    throw postgresError('unopenable', 'postgres', undefined, [
      'the address is not a valid PostgreSQL URL',
      hint,
    ])
  const host = url.searchParams.get('host') ?? url.host
  return { url, shown: `${host || 'localhost'}${url.pathname}` }
}
