/* The sender's clock, as platforms spell it. */
import type { ClockSpelling, ImpliedField, Tolerance } from './field.ts'
import { WireError } from '../codec.ts'

const BEIJING_AHEAD = 8 * 3600

const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** How a clock is written, and what of it is read, in seconds; not a number for what is no time. */
export interface Clock {
  readonly spelling: ClockSpelling
  write(now: number): unknown
  read(wire: string): number
}

/** `1612518379123`; seconds are read too. */
export const unixMilliseconds: Clock = {
  spelling: 'milliseconds',
  write: (now) => Math.round(now * 1000),
  read: (wire) => (/^\d{10}(\d{3})?$/.test(wire) ? Number(wire) / (wire.length > 10 ? 1000 : 1) : Number.NaN),
}

/** `1612518379`; milliseconds are read too. */
export const unixSeconds: Clock = { spelling: 'seconds', write: Math.floor, read: unixMilliseconds.read }

/** `2021-02-05T09:46:19Z` */
export const isoTime: Clock = {
  spelling: 'iso',
  write: (now) => `${isoOf(now).slice(0, 19)}Z`,
  read: (wire) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(wire) ? Date.parse(wire) / 1000 : Number.NaN,
}

/**
 * `2021-02-05 17:46:19`. `.SSS` may follow, and the offset of another zone, `+hhmm`: clients that write it send the zone of
 * their machine.
 */
export const beijingTime: Clock = {
  spelling: 'beijing-text',
  write: (now) =>
    isoOf(Math.floor(now) + BEIJING_AHEAD)
      .slice(0, 19)
      .replace('T', ' '),
  read(wire) {
    const [, date, time, hours = '+08', minutes = '00'] =
      /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{3})?(?:([+-]\d\d)([0-5]\d))?$/.exec(wire) ?? []
    return Date.parse(`${date}T${time}${hours}:${minutes}`) / 1000
  },
}

/** `20210205174619123` in Beijing; the milliseconds may be absent. */
export const compactTime: Clock = {
  spelling: 'compact',
  write: (now) => isoOf(now + BEIJING_AHEAD).replace(/\D/g, ''),
  read(wire) {
    const [, year, month, day, hour, minute, second, rest = '000'] =
      /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?$/.exec(wire) ?? []
    return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${rest}+08:00`) / 1000
  },
}

/** A clock that JSON has as text: `"1612518379"`. */
export const inText = (clock: ImpliedField): ImpliedField => ({
  ...clock,
  imply: (context, value) => String(clock.imply(context, value)),
})

/**
 * The sender's clock, which is refused where it is too far from ours. `tolerance` is in seconds, to both sides alike where it
 * is one number; `alsoRead` are clocks that are taken beside the one that is written.
 */
export function timestamp(
  name: string,
  tolerance: number | Tolerance = 300,
  clock: Clock = unixMilliseconds,
  alsoRead: readonly Clock[] = [],
): ImpliedField {
  const tolerated = typeof tolerance === 'number' ? { back: tolerance, ahead: tolerance } : tolerance
  const { back, ahead } = tolerated
  return {
    name,
    clock: clock.spelling,
    tolerance: tolerated,
    imply: ({ now }) => clock.write(now),
    verify(wire, { now }) {
      if (wire === undefined) throw new WireError(name, 'missing')
      const text = typeof wire === 'number' || typeof wire === 'string' ? String(wire) : ''
      const sent = [clock, ...alsoRead].map((each) => each.read(text)).find((each) => !Number.isNaN(each))
      if (sent === undefined || sent > now + ahead) throw new WireError(name, 'bad_time')
      if (sent < now - back) throw new WireError(name, 'too_old')
    },
  }
}
