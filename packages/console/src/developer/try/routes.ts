/* Try it: a developer goes through an authorization of their own app, and sees each step. */
import { randomBytes } from 'node:crypto'
import { isFailure, readCallback } from '@hufu/client'
import { browserLeg } from '@hufu/client/wire'
import { type ErrorReason, errorReasons } from '@hufu/dialects'
import { acts } from '@hufu/acts'
import { isDenied } from '@hufu/acts/denied'
import { trialCallback } from '@hufu/server'
import { queryOf } from '@hufu/web/wire'
import type { AppVisit, Console } from '../console.ts'
import { isCallStep, tried } from './calls.ts'
import { judgedLink, stateIn, typedValues, usualValues } from './link.ts'
import { verdictOf } from '@hufu/server'
import { tryBody } from './page.ts'
import { type Trial, type TriedExchange, trials } from './trials.ts'
import { tryWords } from './words.ts'

const LONGEST_SECRET = 8192

export function tryRoutes(console: Console): void {
  const { site, runtime, appPage, appAction } = console
  const { origin } = runtime.config
  const kept = trials(runtime)
  const fresh = (visit: AppVisit): Trial => ({
    values: usualValues(visit, origin, randomBytes(16).toString('hex')),
    exchanges: [],
  })
  const trialOf = async (visit: AppVisit): Promise<Trial> => (await kept.of(visit)) ?? fresh(visit)

  appPage('/try', async (visit) => {
    const trial = await trialOf(visit)
    const body = tryBody(visit, trial, trialCallback(visit.request, origin))
    return visit.showApp({ title: tryWords[visit.language].title, body })
  })

  appAction('/try/link', async (visit, form) => {
    const values = typedValues(form, visit.platform.dialect.authorize.request)
    await kept.keep(visit, { values, ...(await judgedLink(visit, values, origin)), exchanges: [] })
    return visit.goTo(`${visit.appPath}/try`)
  })

  /** Where the browser comes back to, by a link that was begun in this session. */
  site.page('/try/callback', async (visit) => {
    const appId = await kept.appId(visit.sessionId)
    const app = appId === undefined ? undefined : await runtime.store.appById(appId)
    const platform = app && runtime.platforms.get(app.platform)
    if (!platform || app.organisationId !== visit.account.organisationId) return visit.nothingHere()
    const own = { ...visit, app, platform } as AppVisit
    const trial = await kept.of(own)
    if (!trial) return visit.nothingHere()
    await kept.keep(
      own,
      arrived(own, trial, `${trialCallback(visit.request, origin)}?${queryOf(visit.request)}`),
    )
    return visit.goTo(`/apps/${app.id}/try`)
  })

  appAction('/try/back', async (visit, form) => {
    const trial = await trialOf(visit)
    const pasted = (form.get('pasted') ?? '').trim().slice(0, 4096)
    const isAddress = /[?&=]/.test(pasted)
    await kept.keep(
      visit,
      isAddress
        ? arrived(visit, trial, pasted)
        : pasted === ''
          ? { ...trial, slip: 'no_code' }
          : { ...without(trial), code: pasted },
    )
    return visit.goTo(`${visit.appPath}/try`)
  })

  appAction('/try/call', async (visit, form) => {
    const step = form.get('step') ?? ''
    const trial = await trialOf(visit)
    if (!isCallStep(step) || visit.app.clientId === undefined) return visit.nothingHere()
    const typed = (name: string) => (form.get(name) ?? '').trim().slice(0, LONGEST_SECRET)
    const secrets = { clientSecret: typed('secret'), privateKey: typed('key') }
    const after = await tried(visit, trial, step, secrets, console)
    await kept.keep(visit, after)
    // What was not sent is no call, and the last exchange is an older one.
    if (after.slip !== undefined) return visit.goTo(`${visit.appPath}/try`)
    const refused = after.exchanges.at(-1)?.refused?.error
    const made = { app: visit.app.id, step, ...(refused !== undefined && { refused }) }
    if (isDenied(await visit.perform(acts['app.try_call'], made))) return visit.nothingHere()
    return visit.goTo(`${visit.appPath}/try`)
  })

  appAction('/try/over', async (visit) => {
    await kept.forget(visit)
    return visit.goTo(`${visit.appPath}/try`)
  })
}

const without = ({ slip: _slip, code: _code, tokens: _tokens, ...rest }: Trial): Trial => rest

/** The trial after the browser has come back. A state that is another's is not believed, as no application should. */
function arrived(visit: AppVisit, trial: Trial, address: string): Trial {
  const { dialect } = visit.platform
  const { state, ...answer } = readCallback(dialect, address)
  const expected = stateIn(trial.values, dialect.authorize.request) ?? ''
  const exchanges = browserLeg(dialect, trial.link ?? '', address).map(({ request }, at): TriedExchange => ({
    step: at === 0 ? 'authorize' : 'callback',
    request: request.text,
  }))
  const next = { ...without(trial), exchanges }
  if (isFailure(answer)) {
    const [link, back] = exchanges
    const error = isReason(answer.error) ? answer.error : 'request_malformed'
    const refused = verdictOf({ error }, visit.platform)
    return { ...next, exchanges: [...(link ? [link] : []), ...(back ? [{ ...back, refused }] : [])] }
  }
  if (expected === '' || state !== expected) return { ...next, slip: 'wrong_state' }
  return { ...next, code: answer.code }
}

const isReason = (error: string): error is ErrorReason => Object.hasOwn(errorReasons, error)
