/* Who makes apps: organisations, and the developers who share an organisation's apps. */
import type { Digest } from './store.ts'

export interface DeveloperStore {
  organisation(id: string): Promise<Organisation | undefined>
  /** The oldest first. */
  organisations(): Promise<readonly Organisation[]>
  /** Inserts version 0; replaces the version before its own otherwise. False: someone was first. */
  putOrganisation(organisation: Organisation): Promise<boolean>
  developer(id: string): Promise<Developer | undefined>
  developerByEmail(email: string): Promise<Developer | undefined>
  /** The oldest first. */
  developers(which: { readonly organisationId?: string }): Promise<readonly Developer[]>
  /** Inserts version 0; replaces the version before its own otherwise. False: someone was first, or the address is taken. */
  putDeveloper(developer: Developer): Promise<boolean>
  /** False: nobody who may log in would be left in the organisation, or there is no such developer. */
  removeDeveloper(id: string): Promise<boolean>
}

/** Times, here and below, are seconds since the epoch. */
export interface Organisation {
  readonly id: string
  readonly version: number
  readonly name: string
  /** Whether the operator has looked at who it is. */
  readonly verified: boolean
  readonly createdAt: number
}

export interface Developer {
  readonly id: string
  readonly version: number
  readonly organisationId: string
  /** In lower case. Nobody else has it. */
  readonly email: string
  /** When the address was proved to be his. Absent: not yet. */
  readonly emailConfirmedAt?: number
  readonly name: string
  /** PHC text of argon2id. */
  readonly password: string
  readonly status: 'active' | 'disabled'
  /** The second factor, once it was confirmed by a code. */
  readonly totp?: Totp
  readonly createdAt: number
}

export interface Totp {
  /** The secret that the authenticator app holds too. */
  readonly sealed: string
  /** The last step of time whose code was taken: none is taken twice, nor an older one. */
  readonly lastStep: number
  /** Of those recovery codes that were not used yet. */
  readonly recovery: readonly Digest<'recovery'>[]
  readonly since: number
}
