import type { FastifyReply } from 'fastify'

/** A reply that is written down, and sent when what it says is true. */
export interface HeldReply {
  /** Use it like the real reply. */
  readonly reply: FastifyReply
  /** HTTP status that it will have. */
  status(): number
  /** Sends it. */
  release(): FastifyReply
}

/** @param real whatever it has already been told stays. */
export function heldReply(real: FastifyReply): HeldReply {
  const said: (readonly [verb: string, args: readonly unknown[]])[] = []
  let status = real.statusCode
  const reply: FastifyReply = new Proxy(real, {
    get(target, name) {
      // It can be waited for, and is itself then: the real one would wait until it has been sent.
      if (name === 'then') return undefined
      if (name === 'statusCode') return status
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function' || typeof name === 'symbol' || /^(?:get|has)[A-Z]/.test(name))
        return value
      return (...args: readonly unknown[]) => {
        said.push([name, args])
        if (name === 'code' || name === 'status') status = Number(args[0])
        if (name === 'redirect') status = Number(args[1] ?? 302)
        return reply
      }
    },
  })
  return {
    reply,
    status: () => status,
    release() {
      for (const [verb, args] of said)
        (real[verb as keyof FastifyReply] as (...args: readonly unknown[]) => unknown)(...args)
      return real
    },
  }
}
