/* Acts on an app besides settings, secrets and keys: each list stands here once, for every door. */
import { approveChanges, rejectChanges } from './app-proposals.ts'
import { approve, askForChanges, lift, reject, startOnlineTest, submit, suspend, withdraw } from './apps.ts'

/** Steps that need no word. */
export const appSteps = { test: startOnlineTest, submit, withdraw, lift }

/** Decisions with a reason, which the developer is told. */
export const appVerdicts = {
  reject,
  ask_changes: askForChanges,
  reject_changes: rejectChanges,
  suspend,
}

/** Decisions on the version that the reviewer looked at. */
export const appApprovals = { approve, approve_changes: approveChanges }

export type AppStep = keyof typeof appSteps
export type AppVerdict = keyof typeof appVerdicts
export type AppApproval = keyof typeof appApprovals

const has = <Table extends object>(table: Table, name: string): name is keyof Table & string =>
  Object.hasOwn(table, name)

export const isAppVerdict = (name: string): name is AppVerdict => has(appVerdicts, name)
export const isAppApproval = (name: string): name is AppApproval => has(appApprovals, name)
