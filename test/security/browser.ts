/* A browser whose cookies and forms lie open. After a form it stops at every hop, as an attacker does. */
import assert from 'node:assert/strict'
import { type Answer, type Sent, pairs, post, send } from './wire.ts'

export interface Form {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

export interface Page extends Answer {
  readonly forms: readonly Form[]
}

export type Browser = ReturnType<typeof browser>

export function browser(origin: string, headers: Sent['headers'] = {}) {
  const cookies = new Map<string, string>()

  async function go(act: (withCookies: Record<string, string>) => Promise<Answer>): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await act({ ...(headers as Record<string, string>), ...(cookie !== '' && { cookie }) })
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return { ...answer, forms: formsOf(answer.body) }
  }

  /** Goes on where it is sent, on this server. */
  async function get(target: string): Promise<Page> {
    for (let next = target, hops = 0; hops < 5; hops++) {
      const page = await go((withCookies) => send(origin, next, { headers: withCookies }))
      const { location } = page.headers
      if (location === undefined || !location.startsWith('/')) return page
      next = location
    }
    throw new Error(`no end of redirects from ${target}`)
  }
  const submit = (action: string, fields: Readonly<Record<string, string>>, more: Sent['headers'] = {}) =>
    go((withCookies) => post(origin, action, pairs(fields), undefined, { ...withCookies, ...more }))

  return {
    cookies,
    get,
    submit,
    /** Opens the link, logs in where that is asked for, and goes on as it is told. */
    async login(link: string, username: string, password: string): Promise<Page> {
      const page = await get(link)
      const form = formWith(page, 'password')
      if (!form) return page
      const answer = await submit(form.action, { ...form.fields, username, password })
      return answer.status === 303 ? get(String(answer.headers.location)) : answer
    },
  }
}

export const formWith = ({ forms }: Page, name: string): Form | undefined =>
  forms.find(({ fields }) => name in fields)

export function consentForm(page: Page): Form {
  const form = formWith(page, 'decision')
  assert.ok(form, `no consent on the page (status ${page.status}):\n${page.body}`)
  return form
}

const formsOf = (html: string): readonly Form[] =>
  [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, opening = '', inside = '']) => ({
    action: attribute(opening, 'action') ?? '',
    fields: Object.fromEntries(
      [...inside.matchAll(/<(?:input|button)\b([^>]*)>/g)].flatMap(([, attributes = '']) => {
        const name = attribute(attributes, 'name')
        return name === undefined ? [] : [[name, attribute(attributes, 'value') ?? '']]
      }),
    ),
  }))

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`)
    .exec(attributes)?.[1]
    ?.replace(/&#(\d+);|&(amp|lt|gt|quot);/g, (_whole, number: string | undefined, word: string) =>
      number === undefined ? (named[word] ?? '') : String.fromCodePoint(Number(number)),
    )
