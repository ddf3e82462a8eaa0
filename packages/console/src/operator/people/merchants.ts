/* Shops and their users: found, and made. */
import { type UserView, userAccount } from '@hufu/accounts'
import { acts } from '@hufu/acts'
import { isDenied } from '@hufu/acts/denied'
import type { Shop } from '@hufu/engine'
import { html } from 'ghtml'
import {
  button,
  card,
  field,
  join,
  link,
  newPassword,
  problem,
  searchList,
  select,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { numberText } from '@hufu/web/design/language'
import { partsIn } from '@hufu/web/json-pieces'
import { type FormProblem, problemAtHead, problemOf } from '@hufu/acts/refusal-words'
import { fieldsOf } from '../../act-forms.ts'
import { frozenBadge, frozenKeys, statusBadge } from './account-parts.ts'
import type { OperatorConsole, OperatorVisit } from '../console.ts'
import { showInvited } from './invited.ts'
import { wordsOf } from './merchant-words.ts'

const PATH = '/operator/merchants'
const MOST_SHOWN = 100
const USER_FIELDS = ['shopId', 'username', 'password', 'email'] as const

// oxlint-disable-next-line max-lines-per-function -- one route after the other
export function merchantListRoutes({ page, form, runtime }: OperatorConsole): void {
  const { store } = runtime

  async function showList(visit: OperatorVisit, wrong?: FormProblem, values = new URLSearchParams()) {
    const { language, query } = visit
    const words = wordsOf(language)
    const wanted = (query.get('q') ?? '').trim().toLowerCase()
    const found = await usersFound(wanted, visit)
    if (!found) return visit.nothingHere()
    const shops = await firstShops(visit)
    const nameOf = new Map<string, string>()
    for (const { shopId: shop } of found)
      if (!nameOf.has(shop))
        nameOf.set(shop, (await visit.read(acts['shop.show'], { shop }))?.shop.name ?? '')
    const shown = found.slice(0, MOST_SHOWN)
    const frozen = await frozenKeys(store, 'user')
    const list = table(
      words.title,
      [
        { title: words.username, cell: ({ id, username }) => link(`${PATH}/${id}`, username) },
        { title: words.displayName, cell: ({ displayName }) => text(displayName) },
        { title: words.shop, cell: ({ shopId }) => text(`${nameOf.get(shopId) ?? ''} ${shopId}`) },
        {
          title: words.rights,
          cell: ({ mayAuthorise }) => text(mayAuthorise ? words.mayAuthorise : words.mayNot),
        },
        {
          title: words.status,
          cell: (user) =>
            html`!${statusBadge(language, user)} !${when(frozen.has(userAccount(user.id)), () => frozenBadge(language))}`,
        },
      ],
      shown,
      words.none,
    )
    const sent = (name: string) => values.get(name) ?? ''
    const add = () =>
      html`<div class="grid">!${card(
        words.addShop,
        visit.form(
          '/merchants/shop',
          field({
            name: 'name',
            label: words.shopName,
            value: sent('name'),
            wrong: wrong?.at('name'),
            required: true,
          }) + button(words.add),
        ),
      )}!${when(shops.length > 0, () =>
        card(
          words.addUser,
          visit.form(
            '/merchants/user',
            join([
              // Of more than a page nobody picks one.
              shops.length > MOST_SHOWN
                ? field({
                    name: 'shopId',
                    label: words.shop,
                    value: sent('shopId'),
                    wrong: wrong?.at('shopId'),
                    required: true,
                  })
                : select(
                    'shopId',
                    words.shop,
                    shops.map(({ id, name }) => ({ value: id, label: `${name} · ${id}` })),
                    sent('shopId'),
                    wrong?.at('shopId'),
                  ),
              field({
                name: 'username',
                label: words.username,
                value: sent('username'),
                wrong: wrong?.at('username'),
                required: true,
              }),
              field({
                name: 'email',
                label: words.email,
                value: sent('email'),
                wrong: wrong?.at('email'),
                type: 'email',
              }),
              newPassword('password', words.password, {
                hint: `${words.passwordHint} ${words.orInvited}`,
                required: false,
                wrong: wrong?.at('password'),
              }),
              button(words.add),
            ]),
          ),
        ),
      )}</div>`
    const body = join([
      when(wrong?.head, () => problem(wrong?.head ?? '')),
      searchList(PATH, words, query.get('q') ?? ''),
      list,
      when(
        found.length > shown.length,
        () => html`<p class="note">${words.more(numberText(language, MOST_SHOWN))}</p>`,
      ),
      when(visit.may('merchants.change'), add),
    ])
    return visit.show({ title: words.title, body, status: wrong ? 400 : 200 })
  }

  page('/merchants', acts['user.list'], (visit) => showList(visit))

  form('/merchants/shop', acts['shop.create'], {
    done: (visit, { shop }) => visit.goTo(`/merchants?q=${shop.id}`, 'added'),
    refused: (visit, refusal, sent) => showList(visit, problemOf(visit.language, refusal, ['name']), sent),
  })
  form('/merchants/user', acts['user.create'], {
    members: fieldsOf(acts['user.create'], USER_FIELDS),
    async done(visit, { user }, sent) {
      if (sent.get('password') !== '') return visit.goTo(`/merchants/${user.id}`, 'added')
      const invited = await visit.perform(acts['user.invite'], { user: user.id })
      return isDenied(invited)
        ? showList(visit, problemAtHead(invited.message), sent)
        : showInvited(visit, invited)
    },
    refused: (visit, refusal, sent) => showList(visit, problemOf(visit.language, refusal, USER_FIELDS), sent),
  })
}

/** One more than a page shows, where there are more. */
async function firstShops(visit: OperatorVisit): Promise<readonly Shop[]> {
  const listed = await visit.perform(acts['shop.list'], {})
  if (isDenied(listed)) return []
  const first: Shop[] = []
  for await (const part of partsIn(listed.shops)) {
    first.push(...part)
    if (first.length > MOST_SHOWN) break
  }
  return first.slice(0, MOST_SHOWN + 1)
}

/**
 * The first users in whose names, address or shop this occurs: one more than a page shows, where there are more. Undefined
 * where the role does not allow to list them.
 */
async function usersFound(wanted: string, visit: OperatorVisit): Promise<readonly UserView[] | undefined> {
  const has = (texts: readonly (string | undefined)[]) =>
    texts.some((each) => each?.toLowerCase().includes(wanted))
  const [shops, users] = [
    await visit.perform(acts['shop.list'], {}),
    await visit.perform(acts['user.list'], {}),
  ]
  if (isDenied(shops) || isDenied(users)) return undefined
  const ofShops = new Set<string>()
  if (wanted !== '') {
    for await (const part of partsIn(shops.shops))
      for (const { id, name } of part) if (has([name])) ofShops.add(id)
  }
  const found: UserView[] = []
  for await (const part of partsIn(users.users)) {
    for (const user of part)
      if (ofShops.has(user.shopId) || has([user.username, user.displayName, user.email, user.shopId]))
        found.push(user)
    if (found.length > MOST_SHOWN) break
  }
  return found
}
