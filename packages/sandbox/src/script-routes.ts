/* Routes that script the sandbox: faults, the clock, and the platforms' policies. */
import { unknown } from '@hufu/accounts'
import { z } from 'zod'
import { say } from '@hufu/web/api/answer'
import type { Api } from '@hufu/web/api/route'
import { at, byId, byNumber } from '@hufu/web/api/shapes'
import { policySchema } from '@hufu/server'
import type { Runtime } from '@hufu/server'
import { misaimed } from './aim.ts'
import { FURTHEST } from './clock.ts'
import { faultSchema } from './fault.ts'
import type { Sandbox } from './index.ts'
import { MOST_FAULTS } from './script.ts'

/** The holder of the sandbox's token may use all of them. */
const permission = 'nobody'

const scripted = z.object({
  id: z.int(),
  fault: z.looseObject({}),
  struck: z.int().describe('Calls that it struck so far'),
  left: z.int().exactOptional().describe('Calls that it will strike; absent: every one'),
})
const clockShown = z.object({ now: at, offset: z.int().describe('Seconds ahead of the machine’s clock') })
const moveClock = z.strictObject({ seconds: z.int().min(-FURTHEST).max(FURTHEST) })
const terms = z.object({ inForce: z.looseObject({}), set: policySchema })

export function scriptRoutes(
  api: Api,
  { script, clock }: Pick<Sandbox, 'script' | 'clock'>,
  runtime: Pick<Runtime, 'platforms' | 'settings' | 'directory' | 'store'>,
): void {
  const { platforms, settings } = runtime
  api.get(
    '/faults',
    { summary: 'Faults in force', permission, answer: z.object({ faults: z.array(scripted) }) },
    () => ({ faults: script.all() }),
  )
  api.post(
    '/faults',
    {
      summary: 'Script a fault',
      permission,
      body: z.strictObject({ fault: faultSchema }),
      answer: z.object({ fault: scripted }),
      status: 201,
    },
    async ({ body: { fault }, reply }) => {
      if (!platforms.has(fault.platform)) return unknownPlatform(fault.platform, platforms)
      const wrong = await misaimed(fault, runtime)
      if (wrong !== undefined) return say(reply, 400, 'invalid', wrong)
      const added = script.add(fault)
      if (added) return { fault: added }
      return say(reply, 409, 'not_possible', `there are ${MOST_FAULTS} faults already: remove some`)
    },
  )
  api.delete('/faults', { summary: 'End all faults', permission }, () => {
    script.clear()
    return undefined
  })
  api.delete('/faults/:id', { summary: 'End a fault', permission, params: byNumber }, ({ params: { id } }) =>
    script.remove(id) ? undefined : unknown('fault', String(id)),
  )

  const time = () => ({ now: clock.now(), offset: clock.offset() })
  api.get('/clock', { summary: 'The platform half’s clock', permission, answer: clockShown }, time)
  api.post(
    '/clock',
    {
      summary: 'Move the clock',
      more: 'Seconds to move the clock forward, or back if negative. Grants that have long expired then are removed, and do not return when the clock is moved back.',
      permission,
      body: moveClock,
      answer: clockShown,
    },
    ({ body: { seconds }, reply }) => {
      if (clock.move(seconds)) return time()
      const offset = clock.offset()
      const room = `from ${-FURTHEST - offset} to ${FURTHEST - offset} are possible`
      const message = `seconds: the clock is at ${offset} s already, and goes ${FURTHEST} s either way: ${room}`
      return say(reply, 400, 'invalid', message)
    },
  )
  api.delete('/clock', { summary: 'Set it by the machine’s again', permission, answer: clockShown }, () => {
    clock.reset()
    return time()
  })

  const termsOf = (id: string) => ({
    inForce: { ...settings.policyOf(id) },
    set: settings.overrideOf(id),
  })
  api.get(
    '/platforms/:id/policy',
    { summary: 'The policy of a platform', permission, params: byId, answer: terms },
    ({ params: { id } }) => (platforms.has(id) ? termsOf(id) : unknownPlatform(id, platforms)),
  )
  api.put(
    '/platforms/:id/policy',
    {
      summary: 'Have it promise something else',
      more: 'Replaces all earlier settings; an absent member has the value of the configuration or the dialect.',
      permission,
      params: byId,
      body: policySchema,
      answer: terms,
    },
    async ({ params: { id }, body, reply }) => {
      if (!platforms.has(id)) return unknownPlatform(id, platforms)
      const [problem] = await settings.change(id, body)
      return problem === undefined ? termsOf(id) : say(reply, 400, 'invalid', problem)
    },
  )
}

export const unknownPlatform = (id: string, platforms: Runtime['platforms']) => ({
  ...unknown('platform', id),
  message: `platform: there is no ${id}; there are ${[...platforms.keys()].join(', ')}`,
})
