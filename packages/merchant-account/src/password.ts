/* Change of password, by its owner. The page says beforehand what will end. */
import type { User } from '@hufu/engine'
import { changeOwnPassword, isRefusal, platformsThatKeep } from '@hufu/accounts'
import { html } from 'ghtml'
import { appendAuditEntry } from '@hufu/acts/auditing'
import { accountName, button, currentPassword, warning } from '@hufu/web/design/components'
import { listText } from '@hufu/web/design/language'
import { sayFailure } from '@hufu/server'
import type { Visit } from '@hufu/web/site'
import { authorizationsOf } from './authorized.ts'
import type { Account } from './account.ts'
import { type WrongPassword, newPasswordFields, sayRefusal, tellOwner } from '@hufu/acts/letters/new-password'
import { passwordWords } from '@hufu/acts/letters/password-words'

interface Wrong extends WrongPassword {
  readonly now?: string
}

export function passwordRoutes({ site, runtime, administration }: Account): void {
  const { store } = runtime

  async function show(visit: Visit<User>, wrong: Wrong = {}) {
    const words = passwordWords[visit.language]
    if (visit.account.source !== undefined)
      return visit.show({ title: words.title, body: html`<p>${words.elsewhere}</p>` })
    const body = html`!${warning((await consequences(visit)).join(' '))}
!${visit.form(
      '/password',
      html`!${accountName('username', visit.account.username)}
!${currentPassword('now', words.now, { wrong: wrong.now })}
!${newPasswordFields(visit.language, wrong)}
!${button(words.change, { kind: 'main' })}`,
    )}`
    return visit.show({ title: words.title, body, status: Object.keys(wrong).length === 0 ? 200 : 400 })
  }

  async function consequences({ account, language }: Visit<User>): Promise<readonly string[]> {
    const words = passwordWords[language]
    const keeping = platformsThatKeep(administration)
    const titles = keeping.map((id) => runtime.platforms.get(id)?.dialect.title ?? id)
    const { own } = await authorizationsOf(account, runtime)
    const ending = own.filter(({ platformId }) => !keeping.includes(platformId))
    const names = [...new Set(ending.map(({ name, platform }) => `${name} (${platform})`))]
    return [
      words.endsSessions,
      names.length === 0 ? words.endsNoGrants : words.endsGrants(names.length, listText(language, names)),
      ...(titles.length === 0 ? [] : [words.keepsGrants(listText(language, titles))]),
    ]
  }

  site.page('/password', (visit) => show(visit))
  site.action('/password', async (visit, sent) => {
    const { account, language, request, reply } = visit
    if (account.source !== undefined) return show(visit)
    const [current = '', wanted = '', again = ''] = ['now', 'fresh', 'again'].map(
      (name) => sent.get(name) ?? '',
    )
    if (wanted !== again) return show(visit, { again: passwordWords[language].differ })
    const change = { current, wanted, address: request.ip }
    const result = await changeOwnPassword(account, change, administration)
    if ('reason' in result) return show(visit, { now: sayFailure({ language, now: store.now() }, result) })
    if (isRefusal(result)) return show(visit, { fresh: sayRefusal(language, wanted === current) })
    await runtime.sessions.begin(request, reply, result)
    await appendAuditEntry(request, store, { kind: 'merchant', id: account.id }, 'user.password', account.id)
    await tellOwner(account, language, runtime)
    return visit.goTo('/password', 'password')
  })
}
