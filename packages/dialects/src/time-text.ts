/* Times that a platform writes as text. */
import { WireError } from './codec.ts'
import { type ImpliedField, verifyTime } from './params.ts'

const BEIJING_AHEAD = 8 * 3600

/** `2020-04-28 12:00:00`, the sender's clock in Beijing; `.SSS+0800` may follow. */
export const beijingTime = (name: string, toleranceSeconds: number): ImpliedField => ({
  name,
  note: `the sender's clock in Beijing, \`yyyy-MM-dd HH:mm:ss\`; at most ${toleranceSeconds} s off`,
  clock: 'beijing-text',
  imply: ({ now }) =>
    new Date((Math.floor(now) + BEIJING_AHEAD) * 1000).toISOString().slice(0, 19).replace('T', ' '),
  verify(wire, { now }) {
    if (wire === undefined) throw new WireError(name, 'missing')
    const [, date, time] =
      /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{3})?(?:\+0800)?$/.exec(
        typeof wire === 'string' ? wire : '',
      ) ?? []
    const sent = Date.parse(`${date}T${time}Z`) / 1000 - BEIJING_AHEAD
    if (Number.isNaN(sent)) throw new WireError(name, 'bad_time')
    verifyTime(name, sent, now, toleranceSeconds)
  },
})
