/* What else is asked of a server while gateways introspect. */
import { request } from 'node:http'
import { type Seeded, operator } from './seeded.ts'

export interface OtherLoad {
  readonly title: string
  readonly connections: number
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    /** `{time}` stands for the milliseconds of the clock. */
    readonly body?: string
  }
}

const BLOCK = 256

/** Logs the operator in where it takes that. */
export async function otherLoads(url: URL, { sealedPath, formPath }: Seeded): Promise<readonly OtherLoad[]> {
  const { username, password } = operator
  const { body: session } = await send(
    url,
    '/admin/api/session',
    'application/json',
    JSON.stringify({ username, password }),
  )
  const bearer = { authorization: `Bearer ${(JSON.parse(session) as { token: string }).token}` }
  const cookie = await consoleCookie(url)
  // Numbers below every modulus, which open to noise.
  const envelope = Buffer.alloc(16 * BLOCK, 1).toString('base64url')
  const sign = Buffer.alloc(BLOCK, 1).toString('base64url')
  const get = (path: string, headers: Readonly<Record<string, string>>) => ({ method: 'GET', path, headers })
  return [
    {
      title: 'envelopes of 16 blocks by AppKey alone, 8 connections',
      connections: 8,
      request: {
        method: 'POST',
        path: sealedPath,
        headers: { 'content-type': 'application/json' },
        body: `{"app_id":"STALL","time":{time},"data":"${envelope}","sign":"${sign}"}`,
      },
    },
    {
      title: 'forms of 64 KiB with 32,700 parameters, 8 connections',
      connections: 8,
      request: {
        method: 'POST',
        path: formPath,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'a&'.repeat(32_700).slice(0, 65_400),
      },
    },
    {
      title: 'audit search that finds nothing, 10 at once',
      connections: 10,
      request: get('/admin/api/audit?text=nowhere-to-be-found', bearer),
    },
    {
      title: 'export of the audit log, 2 at once',
      connections: 2,
      request: get('/operator/audit.csv', { cookie }),
    },
    { title: 'list of all users, 4 at once', connections: 4, request: get('/admin/api/users', bearer) },
  ]
}

/** As a browser does: the login form with its token, and the cookies that come with both. */
async function consoleCookie(url: URL): Promise<string> {
  const page = await send(url, '/operator/login')
  const fields = new URLSearchParams(operator)
  for (const [, name = '', value = ''] of page.body.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)) {
    if (name === 'token' || name === 'next') fields.set(name, value)
  }
  const answer = await send(
    url,
    '/operator/login',
    'application/x-www-form-urlencoded',
    fields.toString(),
    page.cookies.join('; '),
  )
  if (answer.status !== 303) throw new Error(`the console lets nobody in: ${answer.status}`)
  return [...page.cookies, ...answer.cookies].join('; ')
}

interface Answer {
  readonly status: number
  readonly body: string
  readonly cookies: readonly string[]
}

const send = (url: URL, path: string, type?: string, body?: string, cookie?: string) =>
  new Promise<Answer>((resolve, reject) => {
    const headers = {
      ...(type !== undefined && { 'content-type': type }),
      ...(cookie !== undefined && { cookie }),
    }
    const asked = request(
      new URL(path, url),
      { method: body === undefined ? 'GET' : 'POST', headers, agent: false },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: text,
            cookies: (response.headers['set-cookie'] ?? []).map((each) => each.split(';', 1)[0] ?? ''),
          }),
        )
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
