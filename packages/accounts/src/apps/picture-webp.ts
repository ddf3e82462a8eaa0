import { type NoPicture, type Picture, nameAt } from './picture-bytes.ts'

/** WebP (RFC 9649): RIFF chunks of name, length, data, padded to an even number of bytes. */
export function readWebp(bytes: Buffer): Picture | NoPicture {
  const end = 8 + bytes.readUInt32LE(4)
  if (end > bytes.length) return 'damaged'
  for (let at = 12; at + 8 <= end;) {
    const name = nameAt(bytes, at)
    const length = bytes.readUInt32LE(at + 4)
    const next = at + 8 + length + (length % 2)
    if (next > end) return 'damaged'
    if (name === 'ANIM' || name === 'ANMF') return 'moving'
    const size =
      name === 'VP8 ' ? sizeOfVp8(bytes, at + 8) : name === 'VP8L' ? sizeOfVp8l(bytes, at + 8) : undefined
    if (size === 'damaged' || size?.width === 0 || size?.height === 0) return 'damaged'
    // The picture alone: where an alpha plane stood before it, both behind a outset that names them.
    if (size) return { type: 'image/webp', ...size, bytes: alone(bytes, at, next, size) }
    at = next
  }
  return 'damaged'
}

type Size = { readonly width: number; readonly height: number }

function sizeOfVp8(bytes: Buffer, at: number): Size | 'damaged' {
  if (bytes.length < at + 10 || bytes.readUIntBE(at + 3, 3) !== 0x9d012a) return 'damaged'
  return { width: bytes.readUInt16LE(at + 6) & 0x3fff, height: bytes.readUInt16LE(at + 8) & 0x3fff }
}

function sizeOfVp8l(bytes: Buffer, at: number): Size | 'damaged' {
  if (bytes.length < at + 5 || bytes[at] !== 0x2f) return 'damaged'
  const bits = bytes.readUInt32LE(at + 1)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

function alone(bytes: Buffer, from: number, to: number, { width, height }: Size): Buffer {
  const alpha = chunkBefore(bytes, 'ALPH', from)
  const parts: Uint8Array[] = []
  if (alpha) {
    const outset = Buffer.alloc(18)
    outset.write('VP8X', 'latin1')
    outset.writeUInt32LE(10, 4)
    outset[8] = 0x10
    outset.writeUIntLE(width - 1, 12, 3)
    outset.writeUIntLE(height - 1, 15, 3)
    parts.push(outset, alpha)
  }
  parts.push(bytes.subarray(from, to))
  const body = Buffer.concat(parts)
  const riff = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  riff.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([riff, body])
}

function chunkBefore(bytes: Buffer, name: string, until: number): Buffer | undefined {
  for (let at = 12; at < until;) {
    const length = bytes.readUInt32LE(at + 4)
    const next = at + 8 + length + (length % 2)
    if (nameAt(bytes, at) === name) return bytes.subarray(at, next)
    at = next
  }
  return undefined
}
