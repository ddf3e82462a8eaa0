/* Merchants in their accounts, for tests over HTTP. */
import assert from 'node:assert/strict'
import { type Browser, type Page, browser } from './browser.ts'
import { sent } from './operators.ts'
import { PASSWORD, type Target } from './target.ts'

export const SESSION = 'hufu_session'

/** Logged in at /account, by its login page. */
export async function accountOf(
  { origin }: Pick<Target, 'origin'>,
  username = 'demo',
  password = PASSWORD,
  visitor: Browser = browser(origin),
): Promise<Browser> {
  const answer = await sent(visitor, '/account/login', { username, password })
  assert.equal(answer.headers.location, '/account', answer.body)
  return visitor
}

export const isLoggedIn = async (visitor: Browser): Promise<boolean> =>
  (await visitor.get('/account')).body.includes('action="/account/logout"')

/** Through the page that asks once more. */
export const revoke = (visitor: Browser, appId: string, userId: string): Promise<Page> =>
  sent(visitor, `/account/authorizations/${appId}/${userId}/revoke`, {})

export const changePassword = (visitor: Browser, now: string, fresh: string, again = fresh): Promise<Page> =>
  sent(visitor, '/account/password', { now, fresh, again })
