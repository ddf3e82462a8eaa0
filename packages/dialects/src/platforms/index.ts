import type { Dialect } from '../dialect.ts'
import { type Registry, servedIn } from '../registry.ts'
import { platform as aliexpress } from './aliexpress.ts'
import { platform as chainUp } from './chainup.ts'
import { platform as jdCentral } from './jd-central.ts'
import { platform as jdFinance } from './jd-finance.ts'
import { platform as jos } from './jos.ts'
import { platform as jos2 } from './jos2.ts'
import { platform as kwaishop } from './kwaishop.ts'
import { platform as lazada } from './lazada.ts'
import { platform as mercadolibre } from './mercadolibre.ts'
import { platform as oauth2Post } from './oauth2-post.ts'
import { platform as oauth2 } from './oauth2.ts'
import { platform as pinduoduo } from './pinduoduo.ts'
import { platform as shopee } from './shopee.ts'
import { platform as shopify } from './shopify.ts'
import { platform as tiktokShop } from './tiktok-shop.ts'
import { platform as top } from './top.ts'
import { platform as xiaohongshu } from './xiaohongshu.ts'

// A client takes its dialect by name, so that it loads no other.
export { aliexpress } from './aliexpress.ts'
export { chainUp } from './chainup.ts'
export { jdCentral } from './jd-central.ts'
export { jdFinance } from './jd-finance.ts'
export { jos } from './jos.ts'
export { jos2 } from './jos2.ts'
export { kwaishop } from './kwaishop.ts'
export { lazada } from './lazada.ts'
export { mercadolibre } from './mercadolibre.ts'
export { oauth2Post } from './oauth2-post.ts'
export { oauth2 } from './oauth2.ts'
export { pinduoduo } from './pinduoduo.ts'
export { shopee } from './shopee.ts'
export { shopify } from './shopify.ts'
export { tiktokShop } from './tiktok-shop.ts'
export { top } from './top.ts'
export { xiaohongshu } from './xiaohongshu.ts'

/** The platforms that come with Hufu. A configuration adds others. */
export const builtInPlatforms: Registry = [
  jdFinance,
  jos,
  jos2,
  jdCentral,
  chainUp,
  lazada,
  shopee,
  kwaishop,
  xiaohongshu,
  tiktokShop,
  shopify,
  mercadolibre,
  aliexpress,
  top,
  pinduoduo,
  // No server of ours mounts these.
  oauth2,
  oauth2Post,
]

export const dialects: readonly Dialect[] = /* @__PURE__ */ builtInPlatforms.map(({ dialect }) => dialect)

/** Those that a server of ours mounts. */
export const servedDialects: readonly Dialect[] = /* @__PURE__ */ servedIn(builtInPlatforms).map(
  ({ dialect }) => dialect,
)
