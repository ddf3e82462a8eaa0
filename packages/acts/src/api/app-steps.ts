/* Steps and verdicts of an app, as the admin API describes them. */
import type { AppStep, AppVerdict, Permission } from '@hufu/accounts'

export const steps: Readonly<Record<AppStep, { readonly summary: string; readonly permission: Permission }>> =
  {
    test: { summary: 'Let its test merchants authorise it', permission: 'apps.change' },
    submit: { summary: 'Ask for its review', permission: 'apps.change' },
    withdraw: { summary: 'Call it back from review', permission: 'apps.change' },
    lift: { summary: 'End its suspension', permission: 'apps.suspend' },
  }
export const verdicts: Readonly<
  Record<AppVerdict, { readonly path: string; readonly summary: string; readonly permission: Permission }>
> = {
  reject: { path: 'reject', summary: 'Refuse it', permission: 'apps.review' },
  ask_changes: { path: 'ask-changes', summary: 'Send it back to be changed', permission: 'apps.review' },
  reject_changes: {
    path: 'changes/reject',
    summary: 'Refuse what an online app asks to have changed',
    permission: 'apps.review',
  },
  suspend: { path: 'suspend', summary: 'Stop it and all its tokens', permission: 'apps.suspend' },
}
