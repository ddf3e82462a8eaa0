/* Forms of our own pages. */
import { type Digest, digest } from '@hufu/engine'
import type { FastifyRequest } from 'fastify'
import { wireOf } from '../http/wire.ts'

/** The fields of our own forms; nothing where the body is no form. */
export async function formOf(request: FastifyRequest): Promise<URLSearchParams> {
  const wire = await wireOf(request)
  return new URLSearchParams(wire?.mediaType === 'application/x-www-form-urlencoded' ? wire.body : '')
}

/** A form is good once: the Back button and a second click change nothing. */
export const formKey = (token: string): Digest<'once'> => digest('once', `form ${token}`)
