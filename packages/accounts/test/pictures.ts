/* Pictures of 64 by 72 points, as a browser writes them, and PNGs of any size. */
import { crc32, deflateSync } from 'node:zlib'

export const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCABIAEADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCUAuJgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD//2Q==',
  'base64',
)

/** One chunk of a RIFF file: name, length, data, padded. */
export const riff = (name: string, data: Uint8Array): Buffer => {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

const vp8 = (base64: string) => riff('VP8 ', Buffer.from(base64, 'base64'))

export const webpOf = (...chunks: readonly Uint8Array[]): Buffer =>
  riff('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]))

/** The outset of an extended WebP: with alpha, of 64 by 72. */
const VP8X = riff('VP8X', Buffer.from([0x10, 0, 0, 0, 63, 0, 0, 71, 0, 0]))

export const webp = webpOf(
  vp8('UAQAnQEqQABIAD7RaK9SqCYkIqGoAQAaCWkA1PaAA2z3qNLqhJAhYxAAAP7oOL/6uxPhQgn/XwBTxaX08tjIRcyOajgAAAA='),
)
const ALPH = riff('ALPH', Buffer.from('AQ8wgBERQiyY5C+dws6I/uc88QA=', 'base64'))
export const webpAlpha = webpOf(
  VP8X,
  ALPH,
  vp8(
    'EAUAnQEqQABIAD7RYqpPqCWkIigIAQAaCWUA0z7gLf/AUIi+R3O/aDrD091FRIYhAAD+6Di/9Xfnb9T3sf6+8odiUpmPkn4dmAk/joKuQeRTMYafq23JHPbrVnX0ZsAAAAA=',
  ),
)
export const webpLossless = webpOf(
  riff(
    'VP8L',
    Buffer.from(
      'Lz/AERAPMGADMr8DGPCY/4j+x///////////////////////////////////////////////PwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==',
      'base64',
    ),
  ),
)

const chunk = (name: string, data: Uint8Array): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A PNG of this size, in one colour. `more`: chunks before the picture's own. */
export function png(width = 64, height = 72, more: readonly (readonly [string, Uint8Array])[] = []): Buffer {
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width)
  size.writeUInt32BE(height, 4)
  size.set([8, 2], 8)
  const rows = Buffer.alloc(Math.min(height, 2048) * (1 + 3 * Math.min(width, 2048)))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', size),
    ...more.map(([name, data]) => chunk(name, data)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ])
}
