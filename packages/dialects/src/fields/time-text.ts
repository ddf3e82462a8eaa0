/* Times that a platform writes as text. */
import { WireError } from '../codec.ts'
import { type ImpliedField, verifyTime } from './params.ts'

const BEIJING_AHEAD = 8 * 3600

/**
 * `2020-04-28 12:00:00`, the sender's clock in Beijing; `.SSS` may follow, and the offset of another zone, `+hhmm` or
 * `-hhmm`: clients that write it send the zone of their machine, so instants are compared.
 */
export const beijingTime = (name: string, toleranceSeconds: number): ImpliedField => ({
  name,
  note: `the sender's clock in Beijing, \`yyyy-MM-dd HH:mm:ss\`; at most ${toleranceSeconds} s off`,
  clock: 'beijing-text',
  imply: ({ now }) =>
    new Date((Math.floor(now) + BEIJING_AHEAD) * 1000).toISOString().slice(0, 19).replace('T', ' '),
  verify(wire, { now }) {
    if (wire === undefined) throw new WireError(name, 'missing')
    const [, date, time, hours = '+08', minutes = '00'] =
      /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{3})?(?:([+-]\d\d)([0-5]\d))?$/.exec(
        typeof wire === 'string' ? wire : '',
      ) ?? []
    const sent = Date.parse(`${date}T${time}${hours}:${minutes}`) / 1000
    if (Number.isNaN(sent)) throw new WireError(name, 'bad_time')
    verifyTime(name, sent, now, toleranceSeconds)
  },
})
