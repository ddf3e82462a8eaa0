/* The parameters of the merchant account's routes. */
import type { User } from '@hufu/engine'
import type { AdminContext } from '@hufu/acts/api/context'
import type { Runtime } from '@hufu/server'
import type { Site } from '@hufu/web/site'

export const ACCOUNT = '/account'

export interface Account {
  readonly site: Site<User>
  readonly runtime: Runtime
  readonly administration: AdminContext
}
