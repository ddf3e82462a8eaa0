/* One user of a shop: what he may, where he is logged in, what he has authorised, and what is kept about him. */
import type { Grant, User } from '@hufu/engine'
import {
  changeUser,
  disableUser,
  enableUser,
  eraseUser,
  isRefusal,
  personalDataOf,
  thawAccount,
  userAccount,
} from '@hufu/accounts'
import { html } from 'ghtml'
import {
  badge,
  button,
  card,
  checkboxes,
  code,
  facts,
  field,
  join,
  link,
  problem,
  table,
  text,
  warning,
  when,
} from '@hufu/web/design/components'
import { HOUSE_LANGUAGE, dateText, dayText, timeText } from '@hufu/web/design/language'
import { grantsRevoked, userChanged } from '@hufu/acts/audit-details'
import { tellFormerAddress } from '@hufu/acts/letters/new-password'
import { sendResetLinks } from '@hufu/acts/letters/reset-links'
import { type FormProblem, problemAtHead, problemOf } from '@hufu/acts/refusal-words'
import {
  freezesShown,
  personalDataCard,
  sendData,
  sessionsCard,
  showErasing,
  statusBadge,
} from './account-parts.ts'
import type { OperatorConsole, OperatorVisit } from './console.ts'
import { wordsOf } from './merchant-words.ts'

const PATH = '/merchants/:id'
const MOST_GRANTS = 100
const MOST_REVOKED = 100_000
const MOST_ENTRIES = 10_000

type UserVisit = OperatorVisit & { readonly user: User }

export function merchantRoutes(console: OperatorConsole): void {
  const { runtime, administration } = console
  const { store, mail } = runtime

  /** Pages and actions about a user who is there. */
  const found = async (visit: OperatorVisit): Promise<UserVisit | undefined> => {
    const user = await store.user(visit.params['id'] ?? '')
    return user && { ...visit, user }
  }
  const page = (
    below: string,
    permission: 'merchants.read' | 'merchants.change' | 'grants.revoke',
    show: (visit: UserVisit) => ReturnType<typeof showUser>,
  ) =>
    console.page(`${PATH}${below}`, permission, async (visit) => {
      const known = await found(visit)
      return known ? show(known) : visit.nothingHere()
    })
  const action = (
    below: string,
    act: (visit: UserVisit, form: URLSearchParams) => ReturnType<typeof showUser>,
    permission: 'merchants.change' | 'grants.revoke' = 'merchants.change',
  ) =>
    console.action(`${PATH}${below}`, permission, async (visit, form) => {
      const known = await found(visit)
      return known ? act(known, form) : visit.nothingHere()
    })

  const stateOf = (words: ReturnType<typeof wordsOf>, grant: Grant) => {
    if (alive(grant)) return badge(words.alive, 'good')
    const { revoked } = grant
    return html`!${badge(words.ended)} ${revoked ? words.endedBecause[revoked.because] : words.expired}`
  }
  const alive = ({ revoked, accessExpiresAt, refreshExpiresAt }: Grant) =>
    !revoked && Math.max(accessExpiresAt, refreshExpiresAt) > store.now()

  async function showUser(visit: UserVisit, wrong?: FormProblem, sent?: URLSearchParams) {
    const { language, user } = visit
    const words = wordsOf(language)
    const shop = await store.shop(user.shopId)
    const mayChange = visit.may('merchants.change')
    const freezes = await freezesShown(visit, [userAccount(user.id)], store)
    const body = join([
      when(wrong?.head, () => problem(wrong?.head ?? '')),
      card(
        words.account,
        join([
          facts([
            [words.status, html`!${statusBadge(language, user)} !${freezes.mark}`],
            [words.shop, text(`${shop?.name ?? ''} ${user.shopId}`)],
            [words.from, text(words.source[user.source ?? 'here'])],
            [words.since, text(dateText(language, user.createdAt))],
          ]),
          freezes.lines,
          when(mayChange, () => accountActions(visit)),
        ]),
      ),
      when(mayChange, () => card(words.settings, settingsForm(visit, wrong, sent))),
      sessionsCard(visit, await store.sessions(user.id, store.now()), mayChange && `/merchants/${user.id}`),
      visit.may('grants.read') ? card(words.grants, await shownGrants(visit)) : '',
      card(words.logins, await shownLogins(visit)),
      when(mayChange, () => personalDataCard(visit, `/merchants/${user.id}`)),
    ])
    return visit.show({ title: user.username, body, status: wrong === undefined ? 200 : 400 })
  }

  const accountActions = (visit: UserVisit) => {
    const { language, user } = visit
    const words = wordsOf(language)
    const to = (below: string, label: string, kind: 'plain' | 'danger' = 'plain') =>
      visit.form(`/merchants/${user.id}/${below}`, button(label, { kind }))
    const canMail = mail.on && user.email !== undefined && user.source === undefined
    return join([
      user.status === 'active'
        ? html`<p class="note">${words.disableEffect}</p>!${to('disable', words.disable, 'danger')}`
        : to('enable', words.enable),
      html`<p class="note">${words.thawEffect}</p>!${to('thaw', words.thaw)}`,
      canMail
        ? html`<p class="note">${words.sendLinkEffect}</p>!${to('send-link', words.sendLink)}`
        : html`<p class="note">${words.noMail}</p>`,
    ])
  }

  const settingsForm = (visit: UserVisit, wrong?: FormProblem, sent?: URLSearchParams) => {
    const { language, user } = visit
    const words = wordsOf(language)
    return visit.form(
      `/merchants/${user.id}`,
      join([
        field({
          name: 'displayName',
          label: words.displayName,
          value: sent?.get('displayName') ?? user.displayName,
          wrong: wrong?.at('displayName'),
          required: true,
        }),
        field({
          name: 'email',
          label: words.email,
          value: sent?.get('email') ?? user.email ?? '',
          wrong: wrong?.at('email'),
          type: 'email',
        }),
        checkboxes(
          'mayAuthorise',
          words.rights,
          [{ value: 'yes', label: words.mayAuthorise }],
          (sent ? sent.get('mayAuthorise') === 'yes' : user.mayAuthorise) ? ['yes'] : [],
        ),
        field({
          name: 'addresses',
          label: words.addresses,
          value: sent?.get('addresses') ?? user.addresses.join('\n'),
          wrong: wrong?.at('addresses'),
          hint: words.addressesHint,
          lines: 3,
        }),
        button(words.save, { kind: 'main' }),
      ]),
    )
  }

  async function shownGrants(visit: UserVisit) {
    const { language, user } = visit
    const words = wordsOf(language)
    const grants = await store.grants({ userId: user.id, limit: MOST_GRANTS })
    const names = new Map(
      await Promise.all(
        [...new Set(grants.map(({ appId }) => appId))].map(
          async (id) => [id, (await store.appById(id))?.name ?? id] as const,
        ),
      ),
    )
    return join([
      table(
        words.grants,
        [
          { title: words.app, cell: ({ appId }) => text(names.get(appId) ?? appId) },
          {
            title: words.platform,
            cell: ({ platform }) => text(runtime.platforms.get(platform)?.dialect.title ?? platform),
          },
          { title: words.since, cell: ({ createdAt }) => text(dateText(language, createdAt)) },
          {
            title: words.lastUsed,
            cell: ({ lastUsedDay }) => text(lastUsedDay === undefined ? '–' : dayText(language, lastUsedDay)),
          },
          {
            title: words.state,
            cell: (grant) => stateOf(words, grant),
          },
        ],
        grants,
        words.noGrants,
      ),
      when(
        visit.may('grants.revoke') && grants.some(alive),
        () => html`<p>!${link(`/operator/merchants/${user.id}/revoke`, words.revokeAll)}</p>`,
      ),
    ])
  }

  async function shownLogins(visit: UserVisit) {
    const { language, user } = visit
    const words = wordsOf(language)
    return table(
      words.logins,
      [
        { title: words.when, cell: ({ at }) => text(timeText(language, at)) },
        { title: words.network, cell: ({ network }) => code(network) },
        { title: words.browser, cell: ({ browser }) => text(browser) },
        {
          title: words.outcome,
          cell: ({ outcome }) => (outcome === 'in' ? badge(words.in, 'good') : code(outcome)),
        },
      ],
      await store.logins(user.id),
      words.noLogins,
    )
  }

  page('', 'merchants.read', (visit) => showUser(visit))
  action('', async (visit, form) => {
    const { user } = visit
    const email = (form.get('email') ?? '').trim()
    const settings = {
      displayName: form.get('displayName') ?? '',
      email: email === '' ? null : email,
      mayAuthorise: form.get('mayAuthorise') === 'yes',
      addresses: (form.get('addresses') ?? '').split(/\s+/).filter((each) => each !== ''),
    }
    const changed = await changeUser(user.id, settings, administration)
    if (isRefusal(changed))
      return showUser(visit, problemOf(visit.language, changed, Object.keys(settings)), form)
    await tellFormerAddress(user, changed, HOUSE_LANGUAGE, runtime)
    await visit.did('user.change', user.id, userChanged(user, changed))
    return visit.goTo(`/merchants/${user.id}`, 'saved')
  })

  for (const [below, verb] of [
    ['disable', disableUser],
    ['enable', enableUser],
  ] as const)
    action(`/${below}`, async (visit) => {
      const changed = await verb(visit.user.id, administration)
      if (isRefusal(changed)) return showUser(visit, problemOf(visit.language, changed, []))
      await visit.did(`user.${below}`, visit.user.id)
      return visit.goTo(`/merchants/${visit.user.id}`, 'saved')
    })
  action('/thaw', async (visit) => {
    await thawAccount(userAccount(visit.user.id), store)
    await visit.did('user.thaw', visit.user.id)
    return visit.goTo(`/merchants/${visit.user.id}`, 'saved')
  })
  action('/end-sessions', async (visit) => {
    await store.endSessions(visit.user.id)
    await visit.did('user.end_sessions', visit.user.id)
    return visit.goTo(`/merchants/${visit.user.id}`, 'saved')
  })
  action('/send-link', async (visit) => {
    const { user, language } = visit
    const words = wordsOf(language)
    if (user.email === undefined || user.source !== undefined)
      return showUser(visit, problemAtHead(words.noMail))
    if (!mail.on) return showUser(visit, problemAtHead(words.noMail))
    await sendResetLinks(user.username, HOUSE_LANGUAGE, runtime)
    await visit.did('user.send_link', user.id)
    return visit.goTo(`/merchants/${user.id}`, 'sent')
  })

  page('/revoke', 'grants.revoke', async (visit) => {
    const words = wordsOf(visit.language)
    const grants = await store.grants({ userId: visit.user.id, aliveAt: store.now(), limit: MOST_REVOKED })
    const ask = visit.form(`/merchants/${visit.user.id}/revoke`, button(words.revokeAll, { kind: 'danger' }))
    const body = warning(words.revokeEffect(grants.length)) + ask
    return visit.show({ title: words.revokeAll, body: body + back(visit) })
  })
  action(
    '/revoke',
    async (visit) => {
      const revoked = await store.revokeGrants({ userId: visit.user.id }, store.now(), 'operator')
      await visit.did('user.revoke', visit.user.id, grantsRevoked(revoked))
      return visit.goTo(`/merchants/${visit.user.id}`, 'saved')
    },
    'grants.revoke',
  )

  page('/export.json', 'merchants.change', async (visit) => {
    const { user } = visit
    const audit = await store.audited({ subject: user.id, limit: MOST_ENTRIES })
    await visit.did('user.export', user.id)
    return sendData(visit, user.id, { ...(await personalDataOf(user, store)), audit })
  })

  const showErase = (visit: UserVisit, isWrong = false) => {
    const { id, username } = visit.user
    const { eraseEffect, eraseSure } = wordsOf(visit.language)
    return showErasing(visit, `/merchants/${id}`, {
      effect: eraseEffect,
      sure: eraseSure,
      name: username,
      isWrong,
    })
  }
  page('/erase', 'merchants.change', async (visit) => showErase(visit))
  action('/erase', async (visit, form) => {
    const { user } = visit
    if (form.get('sure') !== user.username) return showErase(visit, true)
    const erased = await eraseUser(user.id, administration)
    if (isRefusal(erased)) return showUser(visit, problemOf(visit.language, erased, []))
    await visit.did('user.erase', user.id)
    return visit.goTo('/merchants', 'erased')
  })

  const back = (visit: UserVisit) =>
    html`<p>!${link(`/operator/merchants/${visit.user.id}`, wordsOf(visit.language).back)}</p>`
}
