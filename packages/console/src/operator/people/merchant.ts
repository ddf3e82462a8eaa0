/* One user of a shop: rights, sessions, grants, and the personal data. */
import type { Shown } from '@hufu/web/site'
import { type GrantView, type Refusal, type UserView, userAccount } from '@hufu/accounts'
import { acts } from '@hufu/acts'
import { isDenied } from '@hufu/acts/denied'
import { html } from 'ghtml'
import {
  type Html,
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
  when,
} from '@hufu/web/design/components'
import type { Runtime } from '@hufu/server'
import { dateText, dayText, timeText } from '@hufu/web/design/language'
import { type FormProblem, problemOf } from '@hufu/acts/refusal-words'
import { freezesShown, personalDataCard, sendData, sessionsCard, statusBadge } from './account-parts.ts'
import { fieldsOf } from '../../act-forms.ts'
import { type Pages, type Reply, askBefore } from '../asking.ts'
import type { OperatorConsole, OperatorVisit } from '../console.ts'
import { showInvited } from './invited.ts'
import { wordsOf } from './merchant-words.ts'

const PATH = '/merchants/:user'
const MOST_GRANTS = 100

type UserVisit = OperatorVisit & { readonly user: UserView }

export function merchantRoutes(console: OperatorConsole): void {
  const { runtime } = console

  /** Pages and actions about a user who is there. */
  const found = async (visit: OperatorVisit): Promise<UserVisit | undefined> => {
    const shown = await visit.read(acts['user.show'], { user: visit.params['user'] })
    return shown && { ...visit, ...shown }
  }
  const known =
    <Rest extends readonly unknown[]>(act: (visit: UserVisit, ...rest: Rest) => Reply) =>
    async (visit: OperatorVisit, ...rest: Rest) => {
      const user = await found(visit)
      return user ? act(user, ...rest) : visit.nothingHere()
    }
  const page: Pages<UserVisit>['page'] = (below, permission, show) =>
    console.page(PATH + below, permission, known(show))
  const action: Pages<UserVisit>['action'] = (below, permission, act) =>
    console.action(PATH + below, permission, known(act))

  page('', acts['user.show'], (visit) => showUser(runtime, visit))
  page('/export.json', acts['user.export'], async (visit) => {
    const { id } = visit.user
    const data = await visit.perform(acts['user.export'], { user: id })
    return isDenied(data) ? visit.nothingHere() : sendData(visit, id, data)
  })

  const SETTINGS = ['displayName', 'email', 'mayAuthorise', 'addresses']
  /** Shows the user again, who may be gone. */
  const refused = async (visit: OperatorVisit, refusal: Refusal, sent?: URLSearchParams) => {
    const known = await found(visit)
    if (!known) return visit.nothingHere()
    return showUser(runtime, known, problemOf(visit.language, refusal, SETTINGS), sent)
  }
  const saved = (visit: OperatorVisit) => visit.goTo(`/merchants/${visit.params['user'] ?? ''}`, 'saved')
  console.form(PATH, acts['user.change'], {
    members: fieldsOf(acts['user.change'], SETTINGS),
    done: saved,
    refused,
  })
  for (const [below, act] of [
    ['disable', acts['user.disable']],
    ['enable', acts['user.enable']],
    ['thaw', acts['user.thaw']],
    ['end-sessions', acts['user.end_sessions']],
  ] as const)
    console.form(`${PATH}/${below}`, act, {
      done: saved,
      refused: (visit, refusal) => refused(visit, refusal),
    })
  console.form(`${PATH}/invite`, acts['user.invite'], {
    done: showInvited,
    refused: (visit, refusal) => refused(visit, refusal),
  })

  const asked = (title: (words: ReturnType<typeof wordsOf>) => string) => ({
    input: ({ user }: UserVisit) => ({ user: user.id }),
    show: (visit: UserVisit, { body, ...rest }: Pick<Shown, 'body' | 'status'>) => {
      const words = wordsOf(visit.language)
      const back = html`<p>!${link(`/operator/merchants/${visit.user.id}`, words.back)}</p>`
      return visit.show({ title: title(words), body: body + back, ...rest })
    },
  })
  askBefore({ page, action }, '/revoke', acts['user.revoke'], {
    ...asked((words) => words.revokeAll),
    done: saved,
  })
  askBefore({ page, action }, '/erase', acts['user.erase'], {
    ...asked((words) => words.erase),
    done: (visit) => visit.goTo('/merchants', 'erased'),
  })
}

async function showUser(runtime: Runtime, visit: UserVisit, wrong?: FormProblem, sent?: URLSearchParams) {
  const { store } = runtime
  const { language, user } = visit
  const words = wordsOf(language)
  const found = await visit.read(acts['shop.show'], { shop: user.shopId })
  const granted = await visit.read(acts['user.grants'], { user: user.id, limit: MOST_GRANTS })
  const mayChange = visit.may('merchants.change')
  const freezes = await freezesShown(visit, [userAccount(user.id)], store)
  const body = join([
    when(wrong?.head, () => problem(wrong?.head ?? '')),
    card(
      words.account,
      join([
        facts([
          [words.status, html`!${statusBadge(language, user)} !${freezes.mark}`],
          [words.shop, text(`${found?.shop.name ?? ''} ${user.shopId}`)],
          [words.from, text(words.source[user.source ?? 'here'])],
          [words.since, text(dateText(language, user.createdAt))],
        ]),
        freezes.lines,
        when(mayChange, () => accountActions(visit)),
      ]),
    ),
    when(mayChange, () => card(words.settings, settingsForm(visit, wrong, sent))),
    sessionsCard(visit, await store.sessions(user.id, store.now()), mayChange && `/merchants/${user.id}`),
    granted ? card(words.grants, await shownGrants(runtime, visit, granted.grants)) : '',
    card(words.logins, await shownLogins(store, visit)),
    when(mayChange, () => personalDataCard(visit, `/merchants/${user.id}`)),
  ])
  return visit.show({ title: user.username, body, status: wrong === undefined ? 200 : 400 })
}

function accountActions(visit: UserVisit): Html {
  const { language, user } = visit
  const words = wordsOf(language)
  const to = (below: string, label: string, kind: 'plain' | 'danger' = 'plain') =>
    visit.form(`/merchants/${user.id}/${below}`, button(label, { kind }))
  return join([
    user.status === 'active'
      ? html`<p class="note">${words.disableEffect}</p>!${to('disable', words.disable, 'danger')}`
      : to('enable', words.enable),
    html`<p class="note">${words.thawEffect}</p>!${to('thaw', words.thaw)}`,
    when(
      user.status === 'active' && user.source === undefined,
      () => html`<p class="note">${words.inviteEffect}</p>!${to('invite', words.invite)}`,
    ),
  ])
}

function settingsForm(visit: UserVisit, wrong?: FormProblem, sent?: URLSearchParams): Html {
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

async function shownGrants(
  { store, platforms }: Runtime,
  visit: UserVisit,
  grants: readonly GrantView[],
): Promise<Html> {
  const { language, user } = visit
  const words = wordsOf(language)
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
          cell: ({ platform }) => text(platforms.get(platform)?.dialect.title ?? platform),
        },
        { title: words.since, cell: ({ createdAt }) => text(dateText(language, createdAt)) },
        {
          title: words.lastUsed,
          cell: ({ lastUsedDay }) => text(lastUsedDay === undefined ? '–' : dayText(language, lastUsedDay)),
        },
        {
          title: words.state,
          cell: (grant) => stateOf(words, grant, store.now()),
        },
      ],
      grants,
      words.noGrants,
    ),
    when(
      visit.may('grants.revoke') && grants.some((grant) => alive(grant, store.now())),
      () => html`<p>!${link(`/operator/merchants/${user.id}/revoke`, words.revokeAll)}</p>`,
    ),
  ])
}

function stateOf(words: ReturnType<typeof wordsOf>, grant: GrantView, now: number): Html {
  if (alive(grant, now)) return badge(words.alive, 'good')
  const { revoked } = grant
  return html`!${badge(words.ended)} ${revoked ? words.endedBecause[revoked.because] : words.expired}`
}

const alive = (
  { revoked, endless, accessExpiresAt = 0, refreshExpiresAt = 0 }: GrantView,
  now: number,
): boolean => !revoked && (endless === true || Math.max(accessExpiresAt, refreshExpiresAt) > now)

async function shownLogins(store: Runtime['store'], visit: UserVisit): Promise<Html> {
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
