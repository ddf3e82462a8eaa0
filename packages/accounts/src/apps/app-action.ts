/* What can be done with an app in its life. */

export type AppAction =
  | 'test'
  | 'submit'
  | 'withdraw'
  | 'approve'
  | 'reject'
  | 'ask_changes'
  | 'suspend'
  | 'lift'
