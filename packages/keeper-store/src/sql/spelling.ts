/*
 * An id in any spelling of it (ids.ts): as it is written, without its zeros, or with some. Written so that each of the three
 * finds an index: few ids begin with a zero.
 */

/** Connections whose shop begins with zeros that leave this out. */
const withZeros = (shop: string, key: string): string =>
  `${shop} >= '0' and ${shop} < '1' and ltrim(${shop}, '0') = ${key} and trim(${shop}, '0123456789') = ''`

const named = 'tenant = ?1 and platform = ?2 and app = ?3'

/** A select of ids of connections. Of ?1 to ?3, tenant, platform and app. @param key `idKey` of the id. */
export const ofSpelling = (shop: string, key: string): string => `
  select id from connections where ${named} and shop = ${shop}
  union all select id from connections where ${named} and shop = ${key}
  union all select id from connections where ${named} and ${withZeros('shop', key)}`

/** The same as `ofSpellingsGiven`, for the one row of `given` that a statement looks at. */
export const ofSpellingOf = `
  select known.id from connections as known
  where known.tenant = given.tenant and known.platform = given.platform
    and known.app = given.app and known.shop = given.key
  union all select known.id from connections as known
  where known.tenant = given.tenant and known.platform = given.platform
    and known.app = given.app and ${withZeros('known.shop', 'given.key')}`

/** The same for each row of `given`, which has tenant, platform, app, shop and `key`. */
export const ofSpellingsGiven = `
  select connections.id from given cross join connections
  where connections.tenant = given.tenant and connections.platform = given.platform
    and connections.app = given.app and connections.shop = given.shop
  union all select connections.id from given cross join connections
  where connections.tenant = given.tenant and connections.platform = given.platform
    and connections.app = given.app and connections.shop = given.key and given.key <> given.shop
  union all select connections.id from given cross join connections
  where connections.tenant = given.tenant and connections.platform = given.platform
    and connections.app = given.app and ${withZeros('connections.shop', 'given.key')}`
