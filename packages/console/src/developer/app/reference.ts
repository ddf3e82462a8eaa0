/* The reference: of an app with its own values, and of a platform for anybody. */
import type { FastifyReply } from 'fastify'
import { html } from 'ghtml'
import { type Html, code, facts, join, link, text } from '@hufu/web/design/components'
import { tabs } from '@hufu/web/design/document'
import type { Language } from '@hufu/web/design/language'
import type { Platform } from '@hufu/server'
import type { OpenVisit, Shown } from '@hufu/web/site'
import type { AppVisit, Console } from '../console.ts'
import { type SampleLanguage, languagesFor } from '@hufu/reference/samples'
import { environment, planOf } from '@hufu/reference/samples/plan'
import { sampleAppOf } from './sample-app.ts'
import { type Referred, errorsBody, referenceBody } from '@hufu/reference/tables/tables'
import { referenceWords } from '@hufu/reference/tables/words'

/** Where a reference is, whose it is, and what shows a page of it. */
interface Place extends Referred {
  readonly base: string
  readonly own: Html
  show(shown: Shown): FastifyReply
}

export function referenceRoutes(console: Console): void {
  const { site, runtime } = console
  const { origin } = runtime.config

  const ofApp = (visit: AppVisit): Place => {
    const { app, platform, request, appPath, language } = visit
    const filled = sampleAppOf(platform, request, origin, app)
    const { yours, platformKey } = referenceWords[language]
    const own = facts([
      ['AppKey', code(filled.clientId)],
      ['AppSecret', code('YOUR_APP_SECRET')],
      ['callback', html`<span>!${app.redirectUris.map(code).join('<br>')}</span>`],
      ...(platform.dialect.envelope ? [[platformKey, code(filled.platformPublicKey)] as const] : []),
    ])
    return {
      ...referred(platform, filled),
      base: `/developer${appPath}/reference`,
      own: html`<h2>${yours}</h2>!${own}`,
      show: visit.showApp,
    }
  }
  const ofPlatform = (visit: OpenVisit<unknown>): Place | undefined => {
    const platform = runtime.platforms.get(visit.params['platform'] ?? '')
    if (!platform) return undefined
    const { id, title } = platform.dialect
    return {
      ...referred(platform, sampleAppOf(platform, visit.request, origin)),
      base: `/developer/reference/${id}`,
      own: '',
      show: ({ title: page, ...rest }) => visit.show({ ...rest, title: `${title} · ${page}` }),
    }
  }

  site.openPage('/reference', (visit) => {
    const list = [...runtime.platforms.values()].map(
      ({ dialect }) => html`<li>!${link(`/developer/reference/${dialect.id}`, dialect.title)}</li>`,
    )
    const { all } = referenceWords[visit.language]
    return visit.show({ title: all, body: html`<ul class="links">!${join(list)}</ul>` })
  })
  const pages = {
    '': showTables,
    '/errors': showErrors,
    '/samples/:sample': showSample,
    '/file/:sample': sendFile,
  }
  for (const [path, show] of Object.entries(pages)) {
    console.appPage(`/reference${path}`, (visit) => show(visit, ofApp(visit)))
    site.openPage(`/reference/:platform${path}`, (visit) => {
      const place = ofPlatform(visit)
      return place ? show(visit, place) : visit.nothingHere()
    })
  }
}

const referred = (record: Platform, app: Referred['app']): Referred => ({
  record,
  policy: record.grants.policy,
  app,
})

function showTables({ language }: OpenVisit<unknown>, place: Place): FastifyReply {
  const words = referenceWords[language]
  const body = html`!${partsOf(language, place, '')}<p>${words.intro}</p>
!${place.own}
!${referenceBody(language, place)}`
  return place.show({ title: words.title, body })
}

function showErrors({ language }: OpenVisit<unknown>, place: Place): FastifyReply {
  const body = html`!${partsOf(language, place, '/errors')}!${errorsBody(language, place.record)}`
  return place.show({ title: referenceWords[language].errors, body })
}

function partsOf(language: Language, { base, record }: Place, current: string): Html {
  const words = referenceWords[language]
  const [sample] = languagesFor(record.dialect)
  const parts = [
    ['', words.title],
    ['/errors', words.errors],
    ...(sample ? [[`/samples/${sample.id}`, words.samples]] : []),
  ] as const
  return tabs(
    words.parts,
    parts.map(([path, title]) => ({ href: base + path, title })),
    base + current,
  )
}

const languageOf = ({ params }: OpenVisit<unknown>, { record }: Place): SampleLanguage | undefined =>
  languagesFor(record.dialect).find(({ id }) => id === params['sample'])

function showSample(visit: OpenVisit<unknown>, place: Place): FastifyReply {
  const words = referenceWords[visit.language]
  const language = languageOf(visit, place)
  if (!language) return visit.nothingHere()
  const { base, app } = place
  const { dialect } = place.record
  const languages = languagesFor(dialect)
  const plan = planOf(place.record, app)
  const body = html`!${partsOf(visit.language, place, `/samples/${languages[0]?.id}`)}
<p>${words.sampleIntro}!${plan.secret ? text(` ${words.sampleSecret(environment.secret)}`) : ''}!${plan.sealed ? text(` ${words.sampleKey(environment.privateKey)}`) : ''}</p>
!${tabs(
    words.language,
    languages.map(({ id, title }) => ({ href: `${base}/samples/${id}`, title })),
    visit.path,
  )}
<p>!${link(`${base}/file/${language.id}`, `${words.download} ${language.file}`)}</p>
<pre tabindex="0" data-copy="${words.copy}" data-copied="${words.copied}">${language.write(plan)}</pre>`
  return place.show({ title: `${words.samples}: ${language.title}`, body })
}

function sendFile(visit: OpenVisit<unknown>, place: Place): FastifyReply {
  const language = languageOf(visit, place)
  if (!language) return visit.nothingHere()
  return visit.reply
    .type('text/plain; charset=utf-8')
    .header('content-disposition', `attachment; filename="${language.file}"`)
    .header('cache-control', 'no-store')
    .send(language.write(planOf(place.record, place.app)))
}
