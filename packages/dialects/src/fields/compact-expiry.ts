/* Moments in compact text, with the zone: `20191014003220000+0800`. */
import { WireError } from '../codec.ts'
import type { FieldType } from './field.ts'

const BEIJING_AHEAD = 8 * 3600

const secondOf = (wire: unknown): number => {
  const [, year, month, day, hour, minute, second, zone, minutes] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\d{3})?([+-]\d\d)(\d\d)$/.exec(
      typeof wire === 'string' ? wire : '',
    ) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}:${minutes}`) / 1000
}

/** A lifetime in seconds to us, the moment at which it ends to the platform, in Beijing's zone; other zones are read. */
export const compactExpiry: FieldType<number> = {
  holds: { kind: 'number', max: 10_000_000_000 },
  encode(lifetime, { now }) {
    if (!Number.isSafeInteger(lifetime) || lifetime < 0) throw new WireError('', 'malformed')
    const moment = new Date((Math.floor(now) + lifetime + BEIJING_AHEAD) * 1000)
    return `${moment.toISOString().slice(0, 19).replace(/\D/g, '')}000+0800`
  },
  decode(wire, { now }) {
    const at = secondOf(wire)
    if (Number.isNaN(at)) throw new WireError('', 'malformed')
    return Math.max(0, at - Math.floor(now))
  },
}
