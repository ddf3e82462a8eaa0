/*
 * Each language signs, times and carries whatever a dialect may say: its samples are run against invented platforms that use
 * every word, and each call is read by the platform's own dialect, with the signature checked.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { signerWith } from '@hufu/crypto'
import {
  type Bag,
  type CodecContext,
  type Dialect,
  type Fields,
  type ImpliedField,
  type RequestCarrier,
  type Signing,
  isBag,
  noEnvelope,
  signingsOf,
} from '@hufu/dialects'
import { sampleLanguages } from '@hufu/reference/samples'
import { planOf } from '@hufu/reference/samples/plan'
import { isInstalled, programsOf } from './sample-programs.ts'
import { wordDialects } from './word-dialects.ts'

const SECRET = 'the secret & more'
const CLIENT = '1001'
const REDIRECT = 'https://shop.example.com/callback?from=platform'
const CODE = 'c/o+d e=1'
const SITE = 'Süd & "Ost"'

const context = (): CodecContext => ({
  now: Date.now() / 1000,
  requestId: '0'.repeat(32),
  envelope: noEnvelope,
  signer: signerWith(SECRET),
})

/** What the platforms answer, whatever they are asked; each takes what it has fields for. */
const answers: Bag = {
  accessToken: 'access+/token==',
  refreshToken: 'refresh+/token==',
  expiresIn: 7200,
  userId: '2000000001',
  openId: 'open id',
  nickname: 'nickname of the shop',
  shops: [{ userId: '2000000001', name: 'One' }, { userId: '2000000002' }],
}

/** What the dialect has read of each call, by step; what could not be read is its problem. */
type Heard = Map<string, unknown>
let heard: Heard = new Map()

const bodyOf = async (request: IncomingMessage): Promise<string> =>
  Buffer.concat(await request.toArray()).toString()

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '', 'http://localhost')
  const [, id, path] = pathname.split('/')
  const dialect = wordDialects.find((each) => each.id === id) ?? assert.fail(pathname)
  const [step, endpoint] =
    Object.entries(stepsOf(dialect)).find(([, each]) => each.path === `/${path}`) ?? assert.fail(pathname)
  const wire = {
    method: request.method ?? '',
    query: search.slice(1),
    mediaType: request.headers['content-type'] ?? '',
    body: await bodyOf(request),
  }
  try {
    const value = endpoint.request.decode(wire, context())
    const { body: own } = endpoint.request.encode(value as never, context())
    // Reading is lenient, as clients differ: a number stays a number, and a text a text.
    if (wire.mediaType === 'application/json') assert.deepEqual(typesIn(wire.body), typesIn(own))
    heard.set(step, value)
    const { status, body } = endpoint.response.encode(answers as never, context())
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  } catch (error) {
    heard.set(step, `${String(error)} ${JSON.stringify(wire)}`)
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"code":"refused","msg":"no"}')
  }
}
const server = createServer((request, response) => void answer(request, response))

/** JSON with the kind of each value in its place. */
function typesIn(json: string): unknown {
  const typeOf = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(typeOf)
      : isBag(value)
        ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, typeOf(each)]))
        : typeof value
  return typeOf(JSON.parse(json))
}

const stepsOf = ({ token, refresh, userInfo }: Dialect) => ({ token, refresh, ...(userInfo && { userInfo }) })

/** What each step must have said, by dialect. */
const expected: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  'words-apart': {
    token: { clientId: CLIENT, code: CODE, userId: '2000000001', region: SITE },
    userInfo: { clientId: CLIENT, accessToken: answers['accessToken'], openId: 'open id' },
    refresh: {
      clientId: CLIENT,
      refreshToken: answers['refreshToken'],
      userId: '2000000001',
      openId: 'open id',
    },
  },
  'words-together': {
    token: { clientId: CLIENT, code: CODE, scope: ['orders', 'goods'], redirectUri: REDIRECT },
    userInfo: { clientId: CLIENT, accessToken: answers['accessToken'] },
    refresh: {
      clientId: CLIENT,
      clientSecret: SECRET,
      refreshToken: answers['refreshToken'],
      userId: '2000000001',
    },
  },
}

const folder = mkdtempSync(join(tmpdir(), 'hufu-words-'))
let origin = ''
before(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  rmSync(folder, { recursive: true, force: true })
})

const dialectsFile = join(import.meta.dirname, 'word-dialects.ts')

/** One sample a dialect, for the platforms of this server. */
const samplesIn = (language: (typeof sampleLanguages)[number]) =>
  wordDialects.map((dialect, at) => {
    const module = { specifier: './platform.ts', exported: 'platform' } as const
    const plan = planOf(
      { dialect, module },
      {
        baseUrl: `${origin}/${dialect.id}`,
        clientId: CLIENT,
        redirectUri: REDIRECT,
        scope: dialect.policy.defaultScope,
        platformPublicKey: '',
      },
    )
    const platform = `import { wordDialects } from '${dialectsFile}'\nexport const platform = { dialect: wordDialects[${at}] }\n`
    return { id: dialect.id, text: language.write(plan), files: { 'platform.ts': platform }, plan }
  })

for (const language of sampleLanguages) {
  const installed = isInstalled(language)
  describe(`${language.title}${installed ? '' : ': not installed here, and not run'}`, () => {
    if (!installed) return
    let samples: ReturnType<typeof samplesIn> = []
    let programs: Awaited<ReturnType<typeof programsOf>> = new Map()
    before(async () => {
      samples = samplesIn(language)
      programs = await programsOf(language, samples, folder, { HUFU_APP_SECRET: SECRET })
    })
    for (const dialect of wordDialects)
      test(`${dialect.id}: the dialect reads every call, and its signature holds`, async () => {
        const { run } = programs.get(dialect.id) ?? assert.fail()
        const { plan } = samples.find(({ id }) => id === dialect.id) ?? assert.fail()
        const link = new URL((await run()).trim())
        const { state, ...asked } = dialect.authorize.request.decode(link.search.slice(1), context())
        assert.match(state ?? '', /^[0-9a-f]{32}$/)
        assert.deepEqual(asked, {
          clientId: CLIENT,
          redirectUri: REDIRECT,
          ...(plan.app.scope.length > 0 && { scope: plan.app.scope }),
        })
        const back = dialect.callback.encode(
          { code: CODE, state, userId: '2000000001', region: SITE } as never,
          context(),
        )
        heard = new Map()
        const told = await run(plan.takesCallback ? `${REDIRECT}&${back}` : CODE)
        for (const [step, said] of Object.entries(expected[dialect.id] ?? {}))
          assert.deepEqual({ step, said: heard.get(step) }, { step, said }, told)
      })
  })
}

const fieldsOf = (dialect: Dialect): Fields => [
  ...dialect.authorize.request.fields,
  ...Object.values(stepsOf(dialect)).flatMap(({ request }) => request.fields),
]
const carriers = wordDialects.flatMap((dialect) =>
  Object.values(stepsOf(dialect)).map(({ request }): RequestCarrier => request.carrier),
)
const signings: readonly Signing[] = [
  ...wordDialects.flatMap(({ authorize }) => authorize.request.signings ?? []),
  ...carriers.flatMap((carrier) => signingsOf(carrier) ?? []),
]

/** Where a word is added to the kit, this does not compile until an invented platform uses it. */
test('the invented platforms use every word of the kit', () => {
  const words = {
    mac: {
      all: { md5: 1, sha256: 1, 'hmac-md5': 1, 'hmac-sha1': 1, 'hmac-sha256': 1 } satisfies Record<
        Signing['mac'],
        1
      >,
      used: signings.map(({ mac }) => mac),
    },
    spelt: {
      all: { hex: 1, HEX: 1, base64: 1 } satisfies Record<Signing['spelt'], 1>,
      used: signings.map(({ spelt }) => spelt),
    },
    clock: {
      all: { milliseconds: 1, seconds: 1, iso: 1, 'beijing-text': 1, compact: 1 } satisfies Record<
        NonNullable<ImpliedField['clock']>,
        1
      >,
      used: wordDialects
        .flatMap(fieldsOf)
        .flatMap((each) => ('clock' in each && each.clock ? [each.clock] : [])),
    },
    part: {
      all: { text: 1, secret: 1, raw: 1, value: 1, sorted: 1 },
      used: signings.flatMap(({ parts }) => parts.map((part) => Object.keys(part)[0] ?? '')),
    },
    sorted: {
      all: { query: 1, body: 1, all: 1 },
      used: signings.flatMap(({ parts }) => parts.flatMap((part) => ('sorted' in part ? [part.sorted] : []))),
    },
    carrier: {
      all: { query: 1, form: 1, json: 1, 'form apart': 1, 'json apart': 1 },
      used: carriers.map((each) => `${each.in}${'query' in each ? ' apart' : ''}`),
    },
  }
  for (const [word, { all, used }] of Object.entries(words)) {
    const missing = Object.keys(all).filter((each) => !used.includes(each as never))
    assert.deepEqual({ word, missing }, { word, missing: [] })
  }
})
