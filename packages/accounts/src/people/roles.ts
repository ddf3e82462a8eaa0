/* The permissions of each role, as one table: the consoles and the admin API read nothing else. */

/**
 * `admin`: everything. `reviewer`: judges apps. `support`: helps merchants and developers. `auditor`: sees everything,
 * changes nothing.
 */
export const roles = ['admin', 'reviewer', 'support', 'auditor'] as const
export type Role = (typeof roles)[number]

/** The roles that may use each permission, besides admin. */
const others = {
  'overview.read': ['reviewer', 'support', 'auditor'],
  'apps.read': ['reviewer', 'support', 'auditor'],
  /** Settings, secrets and keys of an app, and making one. */
  'apps.change': [],
  /** Approve, reject, send back. */
  'apps.review': ['reviewer'],
  /** Suspend and lift. */
  'apps.suspend': ['reviewer'],
  'grants.read': ['support', 'auditor'],
  'grants.revoke': ['support'],
  'merchants.read': ['support', 'auditor'],
  'merchants.change': ['support'],
  'developers.read': ['reviewer', 'support', 'auditor'],
  'developers.change': ['support'],
  'operators.read': ['auditor'],
  'operators.change': [],
  'gateways.read': ['auditor'],
  'gateways.change': [],
  'platforms.read': ['reviewer', 'support', 'auditor'],
  'platforms.change': [],
  'audit.read': ['auditor'],
} as const satisfies Readonly<Record<string, readonly Exclude<Role, 'admin'>[]>>

export type Permission = keyof typeof others

export const permissions = Object.keys(others) as readonly Permission[]

/** Operators from before there were roles are admins. */
export const roleOf = ({ role }: Pick<Operator, 'role'>): Role => role ?? 'admin'

export function may(operator: Pick<Operator, 'role'>, permission: Permission): boolean {
  const role = roleOf(operator)
  const allowed: readonly Role[] = others[permission]
  return role === 'admin' || allowed.includes(role)
}

export const permissionsOf = (operator: Pick<Operator, 'role'>): readonly Permission[] =>
  permissions.filter((permission) => may(operator, permission))

export interface Operator {
  readonly username: string
  readonly version: number
  readonly password: string
  /** Must choose a password of their own before anything else. */
  readonly oneTime: boolean
  readonly status: 'active' | 'disabled'
  /** Absent for those from before there were roles, who are admins. */
  readonly role?: Role
  readonly createdAt: number
}
