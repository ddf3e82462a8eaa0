/* Organisations, and the developers who share an organisation's apps. */
import type { Totp } from '../login/second-factor.ts'
import type { ListPart } from '../list-part.ts'

export interface DeveloperStore {
  organisation(id: string): Promise<Organisation | undefined>
  /** The oldest first. */
  organisations(part?: ListPart): Promise<readonly Organisation[]>
  /** Inserts version 0; replaces the version before its own otherwise. False: someone was first. */
  putOrganisation(organisation: Organisation): Promise<boolean>
  developer(id: string): Promise<Developer | undefined>
  developerByEmail(email: string): Promise<Developer | undefined>
  /** The oldest first. */
  developers(which: { readonly organisationId?: string }, part?: ListPart): Promise<readonly Developer[]>
  /** Inserts version 0; replaces the version before its own otherwise. False: someone was first, or the address is taken. */
  putDeveloper(developer: Developer): Promise<boolean>
  /** False: nobody who may log in would be left in the organisation, or there is no such developer. */
  removeDeveloper(id: string): Promise<boolean>
  /** Whoever is left. */
  eraseDeveloper(id: string): Promise<void>
}

/** Times, here and below, are seconds since the epoch. */
export interface Organisation {
  readonly id: string
  readonly version: number
  readonly name: string
  /** Whether the operator has looked at who it is. */
  readonly verified: boolean
  /** Shops that its developers may test their apps in. The operator has asked whose they are. */
  readonly testShops: readonly string[]
  readonly createdAt: number
}

export interface Developer {
  readonly id: string
  readonly version: number
  readonly organisationId: string
  /** Lower case, unique, and proven: the developer came by a link that was sent there. */
  readonly email: string
  readonly name: string
  /** PHC text of argon2id. */
  readonly password: string
  readonly status: 'active' | 'disabled'
  /** The second factor, once it was confirmed by a code. */
  readonly totp?: Totp
  readonly createdAt: number
}
