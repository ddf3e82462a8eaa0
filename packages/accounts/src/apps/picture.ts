import { readWebp } from './picture-webp.ts'
import { type Picture, type NoPicture, nameAt } from './picture-bytes.ts'

/*
 * PNG, JPEG and WebP as far as it takes to know how large a picture is, and to copy it without what it does not need:
 * comments, places, profiles, whatever stands behind its end. A file that is a picture and a page at once loses the page.
 */

/** Detected by the first bytes. */
export function readPicture(file: Uint8Array): Picture | NoPicture {
  const bytes = Buffer.from(file)
  if (bytes.subarray(0, 8).equals(PNG)) return readPng(bytes)
  if (bytes.length > 3 && bytes.readUIntBE(0, 3) === 0xffd8ff) return readJpeg(bytes)
  if (nameAt(bytes, 0) === 'RIFF' && nameAt(bytes, 8) === 'WEBP') return readWebp(bytes)
  return 'no_picture'
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** PNG (RFC 2083): chunks of length, name, data, checksum. */
function readPng(bytes: Buffer): Picture | NoPicture {
  const kept: Uint8Array[] = [PNG]
  if (bytes.length < 33 || bytes.readUInt32BE(8) !== 13 || nameAt(bytes, 12) !== 'IHDR') return 'damaged'
  for (let at = PNG.length; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at)
    const name = nameAt(bytes, at + 4)
    if (end > bytes.length) return 'damaged'
    if (['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].includes(name)) kept.push(bytes.subarray(at, end))
    if (name === 'IEND') {
      const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
      return { type: 'image/png', width, height, bytes: Buffer.concat(kept) }
    }
    at = end
  }
  return 'damaged'
}

/** JPEG (ITU T.81, annex B): segments of marker and length, and behind SOS data until the next marker. */
function readJpeg(bytes: Buffer): Picture | NoPicture {
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let size: { readonly width: number; readonly height: number } | undefined
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return 'damaged'
    const marker = bytes[at + 1] ?? 0
    let end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length || end < at + 4) return 'damaged'
    if (isFrame(marker)) {
      if (end < at + 10 || size) return 'damaged'
      size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    }
    if (marker === 0xda) end = endOfScan(bytes, end)
    // APP14 says how colours are meant; the other APPn and comments say nothing that is needed.
    const needed = marker < 0xe0 || marker === 0xee
    if (needed) kept.push(bytes.subarray(at, end))
    if (bytes.length >= end + 2 && bytes.readUInt16BE(end) === 0xffd9) {
      if (!size || marker !== 0xda) return 'damaged'
      return { type: 'image/jpeg', ...size, bytes: Buffer.concat([...kept, bytes.subarray(end, end + 2)]) }
    }
    at = end
  }
  return 'damaged'
}

/** SOF0 to SOF15, without DHT, JPG and DAC, which lie between. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** The position of the next marker; an escaped 0xff and a restart do not count. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}
