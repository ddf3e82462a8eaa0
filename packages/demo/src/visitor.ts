/* A browser without a screen: keeps cookies, reads forms, sends them. For pages of our own. */

export interface Form {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

export interface Page {
  readonly url: string
  readonly status: number
  readonly html: string
  readonly forms: readonly Form[]
  /** The redirect target, if it has another origin than the requested one. */
  readonly leftFor?: string
}

export interface Visitor {
  open(url: string): Promise<Page>
  /** Sends the page's form that has all these fields' names, or the first. */
  submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page>
}

const MOST_HOPS = 10

/** Stays on `origin`; a redirect that leaves it ends the visit, and is told. */
export function visitor(origin: string, send: typeof fetch = fetch): Visitor {
  const cookies = new Map<string, string>()

  async function go(method: 'GET' | 'POST', address: string, body?: URLSearchParams): Promise<Page> {
    let next = { method, url: new URL(address, origin), body }
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await send(next.url, {
        method: next.method,
        redirect: 'manual',
        headers: cookie === '' ? {} : { cookie },
        ...(next.body && { body: next.body }),
      })
      for (const line of response.headers.getSetCookie()) keep(cookies, line)
      const location = response.headers.get('location')
      if (location === null) return pageOf(next.url.href, response.status, await response.text())
      await response.body?.cancel()
      const target = new URL(location, next.url)
      if (target.origin !== origin)
        return { ...pageOf(next.url.href, response.status, ''), leftFor: location }
      next = { method: 'GET', url: target, body: undefined }
    }
    throw new Error(`more than ${MOST_HOPS} redirects`)
  }

  return {
    open: (url) => go('GET', url),
    submit(page, fields) {
      const form =
        page.forms.find((each) => Object.keys(fields).every((name) => name in each.fields)) ?? page.forms[0]
      if (!form) throw new Error(`no form on the page (status ${page.status})`)
      return go(
        'POST',
        new URL(form.action, page.url).href,
        new URLSearchParams({ ...form.fields, ...fields }),
      )
    },
  }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const equals = pair.indexOf('=')
  const name = pair.slice(0, equals)
  const ended = attributes.some((each) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(each))
  if (ended) cookies.delete(name)
  else cookies.set(name, pair.slice(equals + 1))
}

const pageOf = (url: string, status: number, html: string): Page => ({
  url,
  status,
  html,
  forms: [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, opening = '', inside = '']) => ({
    action: attribute(opening, 'action') ?? url,
    fields: Object.fromEntries(
      [...inside.matchAll(/<(input|button)\b([^>]*)>/g)].flatMap(([, element, attributes = '']) => {
        const name = attribute(attributes, 'name')
        return name === undefined
          ? []
          : [[name, element === 'button' ? '' : (attribute(attributes, 'value') ?? '')]]
      }),
    ),
  })),
})

function attribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]
  return value?.replace(/&#(\d+);|&(amp|lt|gt|quot);/g, (_whole, number: string | undefined, named: string) =>
    number === undefined
      ? ({ amp: '&', lt: '<', gt: '>', quot: '"' }[named] ?? '')
      : String.fromCodePoint(Number(number)),
  )
}
