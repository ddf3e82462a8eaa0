/* The sender's clock, as platforms spell it. */
import type { ClockSpelling, ImpliedField } from './field.ts'
import { WireError } from '../codec.ts'

/** Seconds that a clock may be behind and ahead of ours. */
export interface Tolerance {
  readonly back: number
  readonly ahead: number
}

const BEIJING_AHEAD = 8 * 3600

const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString()
const digitsOf = (time: string): string => time.replace(/\D/g, '')

/** How a clock is written, and what of it is read, in seconds; not a number for what is no time. */
const spellings: Readonly<
  Record<ClockSpelling, { readonly as: string; write(now: number): unknown; read(wire: string): number }>
> = {
  milliseconds: {
    as: '`Unix time, ms`',
    write: (now) => Math.round(now * 1000),
    read: (wire) =>
      /^\d{13}$/.test(wire) ? Number(wire) / 1000 : /^\d{10}$/.test(wire) ? Number(wire) : Number.NaN,
  },
  seconds: {
    as: '`Unix time, s`',
    write: (now) => Math.floor(now),
    read: (wire) => spellings.milliseconds.read(wire),
  },
  iso: {
    as: '`yyyy-MM-ddTHH:mm:ssZ`',
    write: (now) => `${isoOf(now).slice(0, 19)}Z`,
    read: (wire) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(wire) ? Date.parse(wire) / 1000 : Number.NaN,
  },
  // `.SSS` may follow, and the offset of another zone, `+hhmm`: clients that write it send the zone of their machine.
  'beijing-text': {
    as: '`yyyy-MM-dd HH:mm:ss` (GMT+8)',
    write: (now) =>
      isoOf(Math.floor(now) + BEIJING_AHEAD)
        .slice(0, 19)
        .replace('T', ' '),
    read(wire) {
      const [, date, time, hours = '+08', minutes = '00'] =
        /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{3})?(?:([+-]\d\d)([0-5]\d))?$/.exec(wire) ?? []
      return Date.parse(`${date}T${time}${hours}:${minutes}`) / 1000
    },
  },
  compact: {
    as: '`yyyyMMddHHmmssSSS` (GMT+8)',
    write: (now) => digitsOf(isoOf(now + BEIJING_AHEAD)),
    read(wire) {
      const [, year, month, day, hour, minute, second, rest = '000'] =
        /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?$/.exec(wire) ?? []
      return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${rest}+08:00`) / 1000
    },
  },
}

/** A clock that JSON has as text: `"1612518379"`. */
export const inText = (clock: ImpliedField): ImpliedField => ({
  ...clock,
  imply: (context, value) => String(clock.imply(context, value)),
})

/**
 * The sender's clock, which is refused where it is too far from ours. `tolerance` is in seconds, to both sides alike where it
 * is one number; `alsoRead` are spellings that are taken beside the one that is written.
 */
export function timestamp(
  name: string,
  tolerance: number | Tolerance = 300,
  spelling: ClockSpelling = 'milliseconds',
  alsoRead: readonly ClockSpelling[] = [],
): ImpliedField {
  const { back, ahead } = typeof tolerance === 'number' ? { back: tolerance, ahead: tolerance } : tolerance
  const { as, write } = spellings[spelling]
  const far = back === ahead ? `${back} s off` : `${back} s behind or ${ahead} s ahead`
  return {
    name,
    note: `the sender's clock, ${as}; at most ${far}`,
    clock: spelling,
    imply: ({ now }) => write(now),
    verify(wire, { now }) {
      if (wire === undefined) throw new WireError(name, 'missing')
      const text = typeof wire === 'number' || typeof wire === 'string' ? String(wire) : ''
      const sent = [spelling, ...alsoRead]
        .map((each) => spellings[each].read(text))
        .find((each) => !Number.isNaN(each))
      if (sent === undefined || sent > now + ahead) throw new WireError(name, 'bad_time')
      if (sent < now - back) throw new WireError(name, 'too_old')
    },
  }
}
