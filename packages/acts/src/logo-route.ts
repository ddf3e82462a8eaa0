import { answer, known } from '@hufu/web/api/answer'
import { type Api, PICTURE } from '@hufu/web/api/route'
import { whichApp } from './table/app-parts.ts'
import type { AdminContext } from './api/context.ts'

/** A picture is answered as one: no row of the table says so. */
export const logoRoute = (api: Api, { store }: AdminContext): void =>
  api.get(
    '/apps/:app/logo',
    { summary: 'Its logo', permission: 'apps.read', params: whichApp, answer: PICTURE },
    async ({ params: { app: id }, reply }) => {
      const app = await store.appById(id)
      const logo = app?.logo === undefined ? undefined : await store.logo(id, app.logo)
      return answer(known(logo, 'logo of an app', id), ({ type, bytes }) =>
        reply.type(type).send(Buffer.from(bytes)),
      )
    },
  )
