/* Parts that the acts on apps share. */
import type { App, Actor } from '@hufu/engine'
import { type Issued, appView } from '@hufu/accounts'
import { known } from '@hufu/web/api/answer'
import { z } from 'zod'
import type { ActContext, Surroundings } from '../act.ts'
import { issuedApp, oneApp } from '../api/answers.ts'
import { idOf } from './shapes.ts'

export { issuedApp, oneApp }

type Stored = Pick<ActContext, 'store'>

export const whichApp = z.strictObject({ app: idOf('app') })

/** The organisation whose developers may perform the act. */
export const organisationOf = async ({ app }: { readonly app: string }, { store }: Surroundings) =>
  (await store.appById(app))?.organisationId

export const appById = async (id: string, { store }: Stored) => known(await store.appById(id), 'app', id)

export const shownApp = (app: App, { store }: Stored) => ({ app: appView(app, store.now()) })

export const issued = ({ app, clientSecret }: Issued, context: Stored) => ({
  ...shownApp(app, context),
  ...(clientSecret !== undefined && { clientSecret }),
})

/** Developers change less of an app than operators, and what was reviewed waits for review again. */
export const isDeveloper = ({ kind }: Actor): boolean => kind === 'developer'
