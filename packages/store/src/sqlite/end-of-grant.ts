/* SQL: whether and why something was ended for all of a user, shop or app. */

/** The last end there is, for what is issued now. */
export const LAST_END = "coalesce((select seq from sqlite_sequence where name = 'grant_ends'), 0)"

/** SQL: when and why what has these ids was ended, as a JSON list; null where it was not. */
const endOf = (of: {
  readonly user: string
  readonly app: string
  readonly shop: string
  readonly platform: string
  readonly endsBefore: string
}): string => `iif((select 1 from grant_ends limit 1) is null, null, (
  select json_array(e.at, e.because) from grant_ends e
  where e.whose in ('user ' || ${of.user}, 'shop ' || ${of.shop}, 'app ' || ${of.app})
    and e.id > ${of.endsBefore}
    and coalesce(e.user_id = ${of.user}, 1) and coalesce(e.shop_id = ${of.shop}, 1) and coalesce(e.app_id = ${of.app}, 1)
    and ${of.platform} not in (select value from json_each(e.except_platforms))
  order by e.id limit 1))`

export const END_OF_GRANT = endOf({
  user: 'grants.user_id',
  app: 'grants.app_id',
  shop: 'grants.shop_id',
  platform: "json_extract(grants.body, '$.platform')",
  endsBefore: 'grants.ends_before',
})

export const END_OF_CODE = endOf({
  user: "json_extract(codes.body, '$.userId')",
  app: "json_extract(codes.body, '$.appId')",
  shop: "json_extract(codes.body, '$.shopId')",
  platform: "json_extract(codes.body, '$.platform')",
  endsBefore: 'codes.ends_before',
})
