/* Sessions of the developer console. */
import type { Developer, Store } from '@hufu/accounts'
import type { Runtime } from '../runtime.ts'
import { type SessionKind, type Sessions, sessions } from '@hufu/web/sessions'

const SESSION_SECONDS = 8 * 3600

export const developerSessions = ({
  store,
  formKey,
  secure,
}: Pick<Runtime, 'store' | 'formKey' | 'secure'>): Sessions<Developer> =>
  sessions(developers(store), store, formKey, secure)

const developers = (store: Store): SessionKind<Developer> => ({
  kind: 'developer',
  cookies: { session: 'hufu_developer', form: 'hufu_developer_form', known: 'hufu_developer_known' },
  seconds: SESSION_SECONDS,
  idOf: ({ id }) => id,
  async accountOf(id) {
    const developer = await store.developer(id)
    return developer?.status === 'active' ? developer : undefined
  },
})
