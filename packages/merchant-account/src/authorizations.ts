/* My authorizations: who has access, and the way to end it. */
import { type User, isEndless } from '@hufu/engine'
import { html } from 'ghtml'
import { appendAuditEntry } from '@hufu/acts/auditing'
import { type Html, button, facts, join, text, warning, when } from '@hufu/web/design/components'
import { dateText, dayText } from '@hufu/web/design/language'
import { logoPath } from '@hufu/server'
import { appLogo } from '@hufu/server'
import type { Visit } from '@hufu/web/site'
import { authorizationsWords } from './authorizations-words.ts'
import { type Authorization, MOST_GRANTS, authorizationsOf } from './authorized.ts'
import type { Account } from './account.ts'
import { scopeList } from './scopes.ts'
import { accountWords } from './words.ts'

export function authorizationRoutes({ site, runtime }: Account): void {
  const { store } = runtime

  site.page('', async (visit) => {
    const words = authorizationsWords[visit.language]
    const { own, others, complete } = await authorizationsOf(visit.account, runtime)
    const shop = (await store.shop(visit.account.shopId))?.name ?? visit.account.shopId
    const body = html`<p class="soft">${own.length + others.length === 0 ? words.none : words.explained}</p>
!${when(!complete, () => html`<p class="soft">${words.more(MOST_GRANTS)}</p>`)}
!${join(own.map((each) => authorizationCard(visit, each)))}
!${when(others.length > 0, () => html`<h2>${words.ofShop(shop)}</h2>`)}
!${join(others.map((each) => authorizationCard(visit, each)))}`
    return visit.show({ title: accountWords[visit.language].authorizations, body })
  })

  /** The one that the path names, if this visitor may end it. Another's is as little there as none. */
  async function asked(visit: Visit<User>): Promise<Authorization | undefined> {
    const { appId = '', userId = '' } = visit.params
    const { own, others } = await authorizationsOf(visit.account, runtime)
    return [...own, ...others].find((each) => each.appId === appId && each.user.id === userId)
  }
  const path = '/authorizations/:appId/:userId/revoke'

  site.page(path, async (visit) => {
    const found = await asked(visit)
    if (!found) return visit.nothingHere()
    const words = authorizationsWords[visit.language]
    const { appId, user, name } = found
    const body = html`!${warning(words.consequences(name))}
<p>${words.notOthers}</p>
!${aboutAuthorization(visit, found)}
!${visit.form(
      `/authorizations/${appId}/${user.id}/revoke`,
      html`<div class="row">!${button(words.sure, { kind: 'danger' })}<a class="button" href="/account">${words.keep}</a></div>`,
    )}`
    return visit.show({ title: words.revokeOf(name), body })
  })

  site.action(path, async (visit) => {
    const found = await asked(visit)
    // A second click, or the Back button: it has ended.
    if (!found) return visit.goTo('')
    const { appId, user } = found
    const which = {
      appId,
      userId: user.id,
      ...(user.id !== visit.account.id && { shopId: visit.account.shopId }),
    }
    const revoked = await store.revokeGrants(which, store.now(), 'user')
    const actor = { kind: 'merchant', id: visit.account.id } as const
    const detail = { app: appId, revoked }
    await appendAuditEntry(visit.request, store, actor, 'user.revoke', user.id, detail)
    return visit.goTo('', 'revoked')
  })
}

function authorizationCard(visit: Visit<User>, authorization: Authorization): Html {
  const words = authorizationsWords[visit.language]
  const { appId, user, name, logo, platform } = authorization
  const revoke = `/account/authorizations/${appId}/${user.id}/revoke`
  return html`<section class="card pairs">
<div class="asker">!${appLogo(name, logo === undefined ? undefined : logoPath({ id: appId }, logo))}
<div><h2>${name}</h2><p class="row">${platform}</p></div></div>
!${aboutAuthorization(visit, authorization)}
<p class="row"><a class="button" href="${revoke}" aria-label="${words.revokeOf(name)}">${words.revoke}</a></p>
</section>`
}

function aboutAuthorization({ language, account }: Visit<User>, authorization: Authorization): Html {
  const words = authorizationsWords[language]
  const { user, developer, shops, since, until, extensible, lastUsedDay, count } = authorization
  const date = (seconds: number) => dateText(language, seconds)
  const ends = isEndless(until) ? words.endless : extensible ? words.mayExtend(date(until)) : date(until)
  const used = lastUsedDay === undefined ? words.notUsed : dayText(language, lastUsedDay)
  return facts([
    ...(user.id === account.id ? [] : [[words.by, text(`${user.displayName} (${user.username})`)] as const]),
    [words.developer, text(developer)],
    ...(shops.length === 0 ? [] : [[words.shops, text(shops.join(', '))] as const]),
    [
      words.since,
      html`${date(since)}!${when(count > 1, () => html` <span class="soft">${words.times(count)}</span>`)}`,
    ],
    [words.until, text(ends)],
    [words.lastUsed, text(used)],
    [words.scopes, scopeList(language, authorization, words.noScopes)],
  ])
}
