/* Operators for tests over HTTP: made in the store, let in at the console's login and the admin API's. */
import assert from 'node:assert/strict'
import { type Role, createOperator, isRefusal } from '@hufu/accounts'
import { type Browser, type Page, browser, formWith } from './browser.ts'
import type { Target } from './target.ts'

export const OWN_PASSWORD = 'a password of my own'

/** Made, and logged in to the console by the pages. */
export async function consoleOf(
  target: Target,
  username: string,
  role: Role = 'admin',
  headers: Readonly<Record<string, string>> = {},
): Promise<Browser> {
  const { store, origin } = target
  const made = await createOperator(username, { store }, role)
  assert.ok(!isRefusal(made), JSON.stringify(made))
  const visitor = browser(origin, headers)
  const first = await sent(visitor, '/operator/login', { username, password: made.oneTimePassword })
  assert.equal(first.headers.location, '/operator/password', first.body)
  const chosen = { fresh: OWN_PASSWORD, again: OWN_PASSWORD }
  const second = await sent(visitor, '/operator/password', chosen)
  assert.equal(second.headers.location, '/operator?done=password', second.body)
  return visitor
}

/** Logged in to the console of the server at `origin`, with a password of their own. */
export async function enteredAs(origin: string, username: string, password: string): Promise<Browser> {
  const visitor = browser(origin)
  const { status, headers, body } = await sent(visitor, '/operator/login', { username, password })
  assert.deepEqual([status, headers.location], [303, '/operator'], body)
  return visitor
}

/** Fills in the form of a page that posts to `action`, the page itself unless said otherwise. */
export async function sent(
  visitor: Browser,
  path: string,
  fields: Readonly<Record<string, string>>,
  action = path.split('?', 1)[0] ?? '',
): Promise<Page> {
  const page = await visitor.get(path)
  const form = page.forms.find((each) => each.action === action)
  assert.ok(form, `no form to ${action} on ${path} (status ${page.status}):\n${page.body}`)
  return visitor.submit(action, { ...form.fields, ...fields })
}

/** The cookie's value is the admin API's token too: one session, two doors. */
export function bearerOf(visitor: Browser): string {
  const value = visitor.cookies.get('hufu_operator')
  assert.ok(value)
  return `Bearer ${value}`
}

export { formWith }
