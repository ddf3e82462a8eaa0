/* The life of an app, as one table. */
import type { Refusal } from '../refusal.ts'
import { checkLine } from '../refusal.ts'
import type { App, AppStatus } from '@hufu/engine'
import type { AppAction } from './app-action.ts'

interface Move {
  readonly from: readonly AppStatus[]
  /** `before`: where it came from. `open`: to the online test if it has an AppKey to test with. */
  readonly to: AppStatus | 'before' | 'open'
  /** Whether the developer is told why. */
  readonly reason?: true
}

const moves: Readonly<Record<AppAction, Move>> = {
  test: { from: ['draft', 'rejected'], to: 'online_test' },
  submit: { from: ['draft', 'online_test', 'changes_requested', 'rejected'], to: 'submitted' },
  withdraw: { from: ['submitted'], to: 'open' },
  approve: { from: ['submitted'], to: 'online' },
  reject: { from: ['submitted'], to: 'rejected', reason: true },
  ask_changes: { from: ['submitted'], to: 'changes_requested', reason: true },
  suspend: {
    from: ['online_test', 'submitted', 'changes_requested', 'online'],
    to: 'suspended',
    reason: true,
  },
  lift: { from: ['suspended'], to: 'before' },
}

export const appActions = Object.keys(moves) as readonly AppAction[]

export const possibleActions = ({ status }: Pick<App, 'status'>): readonly AppAction[] =>
  appActions.filter((action) => moves[action].from.includes(status))

export const notPossible = ({ status }: App, message: string): Refusal => {
  const possible = possibleActions({ status })
  return {
    refused: 'not_possible',
    status,
    possible,
    message: `${message}; now possible: ${possible.join(', ')}`,
  }
}

/** The app after the action. A reason is kept until the next one. */
export function moved(app: App, action: AppAction, reason?: string): App | Refusal {
  const move = moves[action]
  if (!move.from.includes(app.status))
    return notPossible(app, `${action} is not possible: the app is in status ${app.status}`)
  const why = move.reason
    ? (checkLine('reason', reason ?? '', 500) ?? checkReady(app, action))
    : checkReady(app, action)
  if (why) return why
  const { statusReason: _reason, statusBefore: _before, ...kept } = app
  return {
    ...kept,
    status: destination(move, app),
    ...(move.reason && reason !== undefined && { statusReason: reason }),
    ...(action === 'suspend' && { statusBefore: app.status }),
  }
}

function destination({ to }: Move, { clientId, statusBefore }: App): AppStatus {
  if (to === 'before') return statusBefore ?? 'draft'
  if (to === 'open') return clientId === undefined ? 'draft' : 'online_test'
  return to
}

/** The settings that must be complete before an app can be tested or reviewed. */
function checkReady(app: App, action: AppAction): Refusal | undefined {
  if (action === 'test' && app.clientId === undefined) {
    return notPossible(
      app,
      'this platform issues the AppKey on approval, and without one there is nothing to test',
    )
  }
  if (action === 'submit' && app.redirectUris.length === 0)
    return notPossible(app, 'register a redirect URI before the app is submitted')
  return undefined
}
