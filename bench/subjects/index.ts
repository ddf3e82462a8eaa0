import { formPost } from './form-post.ts'
import { startHufu } from './hufu-start.ts'
import { hufuSubject } from './hufu.ts'
import { oidcProviderInMemory, oidcProviderOnSqlite } from './oidc-provider.ts'
import type { Subject } from './subject.ts'

/** In the order in which they take turns. */
export const subjects: readonly Subject[] = [
  hufuSubject(startHufu),
  oidcProviderInMemory,
  oidcProviderOnSqlite,
  formPost,
]
