/* The accepted pictures, and how their bytes are named. */

export interface Picture {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly width: number
  readonly height: number
  /** The picture, and nothing besides. */
  readonly bytes: Uint8Array
}

export type NoPicture = 'no_picture' | 'damaged' | 'moving'

/** Four bytes as the name that they are. */
export const nameAt = (bytes: Buffer, at: number): string => bytes.toString('latin1', at, at + 4)
