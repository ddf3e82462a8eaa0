/* An app's logo, and where it is kept. */
import type { Picture } from './picture-bytes.ts'

export interface Logo {
  readonly appId: string
  /** A digest of the bytes: one version always names the same bytes. */
  readonly version: string
  readonly type: Picture['type']
  readonly bytes: Uint8Array
}

export interface LogoStore {
  /** Keeps it beside those that `keep` names; all others of the app go. */
  putLogo(logo: Logo, keep: readonly string[]): Promise<void>
  logo(appId: string, version: string): Promise<Logo | undefined>
}
