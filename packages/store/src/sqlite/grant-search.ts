import type { GrantCriteria } from '@hufu/engine'

export interface Criteria extends GrantCriteria {
  readonly exceptPlatforms?: readonly string[]
}

/** The rarest column picks the index, the others (`+`) only filter: a user has fewer grants than a shop or an app. */
export function searched({ userId, shopId, appId, exceptPlatforms }: Criteria): {
  readonly where: string
  readonly values: readonly (string | number)[]
} {
  const terms: string[] = []
  const values: (string | number)[] = []
  const add = (column: string, value: string): void => {
    terms.push(`${terms.length === 0 ? '' : '+'}${column} = ?`)
    values.push(value)
  }
  if (userId !== undefined) add('user_id', userId)
  if (shopId !== undefined && userId === undefined) {
    terms.push('user_id in (select user_id from shop_users where shop_id = ?)')
    values.push(shopId)
  }
  if (shopId !== undefined) add('shop_id', shopId)
  if (appId !== undefined) add('app_id', appId)
  if (exceptPlatforms !== undefined) {
    terms.push("json_extract(body, '$.platform') not in (select value from json_each(?))")
    values.push(JSON.stringify(exceptPlatforms))
  }
  return { where: terms.join(' and ') || 'true', values }
}
