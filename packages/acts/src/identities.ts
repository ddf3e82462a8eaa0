/* How a person names what an act is about, where its id is in nobody's head. */
import { type Store, emailKey } from '@hufu/accounts'

/** For each member, a function from a name to the id, or to `undefined`. */
export const identities: Readonly<
  Partial<Record<string, (name: string, store: Store) => Promise<string | undefined>>>
> = {
  user: async (name, store) => (await store.userByName(name))?.id,
  developer: async (email, store) => (await store.developerByEmail(emailKey(email)))?.id,
}
