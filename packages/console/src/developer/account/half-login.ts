/*
 * Between the password and the code: a sealed cookie that says whose password was right, for some minutes. It is no
 * session: nothing takes it but the page that asks for the code.
 */
import { type Developer, passwordMark } from '@hufu/accounts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Runtime } from '@hufu/server'

const SECONDS = 600
const PLACE = 'developer between password and code'

export interface HalfLogin {
  begin(reply: FastifyReply, developer: Developer): void
  current(request: FastifyRequest): Promise<Developer | undefined>
  end(reply: FastifyReply): void
}

export function halfLogin({ ring, store, secure }: Runtime): HalfLogin {
  const name = `${secure ? '__Host-' : ''}hufu_developer_half`
  const cookie = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const
  return {
    begin(reply, developer) {
      // A changed password ends it.
      const said = [developer.id, passwordMark(developer), store.now() + SECONDS]
      reply.setCookie(name, ring.seal(JSON.stringify(said), PLACE), { ...cookie, maxAge: SECONDS })
    },
    async current(request) {
      const value = request.cookies[name] ?? ''
      const text = value.length > 500 ? undefined : ring.openText(value, PLACE)
      if (text === undefined) return undefined
      const [id, proof, until] = JSON.parse(text) as readonly [string, string, number]
      const developer = until > store.now() ? await store.developer(id) : undefined
      return developer?.status === 'active' && passwordMark(developer) === proof ? developer : undefined
    },
    end: (reply) => void reply.clearCookie(name, cookie),
  }
}
