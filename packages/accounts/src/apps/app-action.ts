/* The actions on an app during its life. */

export type AppAction =
  | 'test'
  | 'submit'
  | 'withdraw'
  | 'approve'
  | 'reject'
  | 'ask_changes'
  | 'suspend'
  | 'lift'
