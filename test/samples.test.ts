/* Every sample of the reference, as its own file and program: it gets tokens for a code, and refreshes them. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type SampleLanguage, languagesFor, sampleLanguages } from '@hufu/reference/samples'
import { planOf } from '@hufu/reference/samples/plan'
import type { Dialect } from '@hufu/dialects'
import { oneOfEach } from './mechanisms.ts'
import { recordOf } from './records.ts'
import { isInstalled, programsOf } from './sample-programs.ts'
import { CALLBACK, SHOP, type Target, appKeys, secretOf, target } from './security/target.ts'

/** What a sample's code differs by, beside the words that invented platforms use all of. */
const tried = oneOfEach('authentication')

const userOf = (platform: string): string => `demo-${platform}`
const refusedUserOf = (platform: string): string => `refused-${platform}`

const folder = mkdtempSync(join(tmpdir(), 'hufu-samples-'))
let server: Target
before(async () => {
  // The samples have a clock of their own.
  server = await target({
    clock: {
      get at() {
        return Math.floor(Date.now() / 1000)
      },
    },
  })
  // One each, as tests run at once and a browser does one thing at a time.
  for (const { id } of tried) for (const user of [userOf(id), refusedUserOf(id)]) await server.putUser(user)
})
after(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The sample of one language, for an app of this server. */
function sampleFor(language: SampleLanguage, dialect: Dialect) {
  const site = server.site(dialect)
  const app = {
    baseUrl: server.origin + site.base,
    clientId: 'KEY-app',
    redirectUri: CALLBACK,
    scope: dialect.policy.defaultScope,
    platformPublicKey: server.running.runtime.platforms.get(dialect.id)?.keys.publicKey ?? '',
  }
  const plan = planOf(recordOf(dialect), app)
  /** What the program is given when the merchant has approved. */
  const argument = async (username: string, changes: Readonly<Record<string, unknown>> = {}) =>
    plan.takesCallback
      ? site.callback({ state: 'state', ...changes }, username)
      : site.code(changes, username)
  const madeUp = plan.takesCallback
    ? `${CALLBACK}&${dialect.callback.encode({ code: 'made-up', state: 'state', userId: SHOP }, site.speaking('app'))}`
    : 'made-up'
  return { id: dialect.id, text: language.write(plan), site, app, argument, madeUp }
}

for (const language of sampleLanguages) {
  const installed = isInstalled(language)
  describe(
    `${language.title}${installed ? '' : ': not installed here, and not run'}`,
    { concurrency: 2 },
    () => {
      if (!installed) return
      const written = tried.filter((each) => languagesFor(each).includes(language))
      let samples: ReadonlyMap<string, ReturnType<typeof sampleFor>> = new Map()
      let programs: Awaited<ReturnType<typeof programsOf>> = new Map()
      before(async () => {
        samples = new Map(written.map((dialect) => [dialect.id, sampleFor(language, dialect)]))
        const env = { HUFU_APP_SECRET: secretOf('app'), HUFU_PRIVATE_KEY: (await appKeys).privateKey }
        programs = await programsOf(language, [...samples.values()], folder, env)
      })
      const of = (dialect: Dialect) => ({
        ...(samples.get(dialect.id) ?? assert.fail(dialect.id)),
        ...(programs.get(dialect.id) ?? assert.fail(dialect.id)),
      })
      for (const [nth, dialect] of written.entries()) {
        test(`${dialect.id}: a code becomes tokens, and they are refreshed`, async (t) => {
          const { site, app, text, argument, asWritten, run } = of(dialect)
          assert.ok(!text.includes(secretOf('app')) && !text.includes((await appKeys).privateKey))

          const link = new URL((await (nth === 0 ? asWritten : run)()).trim())
          const asked = dialect.authorize.request.decode(link.search.slice(1), site.speaking('app'))
          assert.equal(link.href.split('?')[0], app.baseUrl + dialect.authorize.path)
          assert.equal(asked.clientId, app.clientId)
          // A platform whose links name none sends the browser to the registered address.
          const named = dialect.authorize.request.fields.some(
            (each) => 'key' in each && each.key === 'redirectUri',
          )
          assert.equal(asked.redirectUri, named ? app.redirectUri : undefined)
          assert.match(asked.state ?? '', /^[0-9a-f]{32}$/)

          const before = server.calls.of('refreshGrant')
          const told = await run(await argument(userOf(dialect.id)))
          assert.ok(server.calls.of('refreshGrant') > before, told)
          assert.match(told, /^token: /m)
          assert.match(told, /^refresh: /m)
          // Each step has what it asked for: a refusal is an answer too, and would be printed as well.
          assert.equal(/^userInfo: .*of the shop/m.test(told), dialect.userInfo !== undefined, told)
          // What it says at the end, the gateway takes.
          const last = told.slice(told.indexOf('refresh: '))
          const tokens = [...last.matchAll(/"([\w.-]{30,})"/g)].map(([, token]) => token ?? '')
          assert.ok((await Promise.all(tokens.map((token) => server.live(token)))).includes(true), last)
          t.diagnostic(`${language.title} ran against ${dialect.id}`)
        })

        test(`${dialect.id}: a step that is refused ends the sample with a status of failure`, async () => {
          const { argument, madeUp, run } = of(dialect)
          await assert.rejects(run(madeUp), /token/)
          const userOnlyFor = dialect.policy.userInfoScope
          const without = dialect.policy.scopes.find((scope) => scope !== userOnlyFor)
          if (userOnlyFor === undefined || without === undefined) return
          const given = await argument(refusedUserOf(dialect.id), { scope: [without] })
          await assert.rejects(run(given), /token: [^]*userInfo: /)
        })
      }
    },
  )
}
