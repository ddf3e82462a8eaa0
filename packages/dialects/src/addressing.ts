/* Addresses that hold the name of a tenant or of a region: `https://{tenant}.example.com`. */

/** Whose address is meant. */
export interface Where {
  /** The customer of the platform that has an address of its own: `acme` of `acme.example.com`. */
  readonly tenant?: string | undefined
  /** Where the shop sells, as the platform writes it. */
  readonly region?: string | undefined
}

/** What is known of it. */
export interface Named {
  readonly tenant?: string
  readonly region?: string
}

/** How a dialect's addresses are filled. Dialects whose addresses are the same for all have none. */
export interface Addressing {
  /** What stands for each region; the region itself where this is absent. */
  readonly regions?: Readonly<Record<string, string>>
  /**
   * The first of the places that names what the address needs is meant.
   *
   * @throws {TypeError} naming `tenant` or `region`, where the address needs it and it is missing or no name.
   */
  fill(address: string, ...where: readonly (Where | undefined)[]): string
  /** What the first of the places that names it says, of each. */
  named(...where: readonly (Where | undefined)[]): Named
}

/** A name that can be one label of a host: it leads to no other host. */
const label = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/i

const names = ['tenant', 'region'] as const
const firstOf = (name: keyof Where, where: readonly (Where | undefined)[]): string | undefined =>
  where.find((each) => each?.[name] !== undefined)?.[name]

/** `{tenant}` and `{region}` in origins and base URLs stand for what a call or its client is given. */
export const addressed = (regions?: Readonly<Record<string, string>>): Addressing => ({
  ...(regions && { regions }),
  fill: (address, ...where) =>
    address.replace(/\{(tenant|region)\}/g, (_, name: keyof Where) => {
      const value = firstOf(name, where)
      if (value === undefined) throw new TypeError(`${name} is missing: the address is ${address}`)
      const ofRegions = name === 'region' ? regions : undefined
      const filled = ofRegions ? (Object.hasOwn(ofRegions, value) ? ofRegions[value] : undefined) : value
      if (filled === undefined || !label.test(value))
        throw new TypeError(
          `${name} is ${ofRegions ? `none of ${Object.keys(ofRegions).join(', ')}` : 'no single label of a host'}`,
        )
      return filled
    }),
  named: (...where) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = firstOf(name, where)
        return value === undefined ? [] : [[name, value]]
      }),
    ),
})
