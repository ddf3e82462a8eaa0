/* An app's logo, and where it is kept. */
import type { Picture } from './picture-bytes.ts'

export interface Logo {
  readonly appId: string
  /** Of its bytes: what is served under one version never changes. */
  readonly version: string
  readonly type: Picture['type']
  readonly bytes: Uint8Array
}

export interface LogoStore {
  /** Keeps it beside those that `keep` names; all others of the app go. */
  putLogo(logo: Logo, keep: readonly string[]): Promise<void>
  logo(appId: string, version: string): Promise<Logo | undefined>
}
