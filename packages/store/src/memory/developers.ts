import type { Developer, DeveloperStore, Organisation } from '@hufu/engine'
import { partOf } from '../order.ts'
import { isNext } from './next-version.ts'

export function developerVerbs(): DeveloperStore {
  const organisations = new Map<string, Organisation>()
  const developers = new Map<string, Developer>()
  const withEmail = (email: string) => [...developers.values()].find((each) => each.email === email)
  return {
    organisation: async (id) => organisations.get(id),
    organisations: async (part) => partOf(organisations.values(), ({ id }) => id, part),
    async putOrganisation(organisation) {
      if (!isNext(organisation, organisations.get(organisation.id))) return false
      organisations.set(organisation.id, organisation)
      return true
    },
    developer: async (id) => developers.get(id),
    developerByEmail: async (email) => withEmail(email),
    developers: async ({ organisationId }, part) =>
      partOf(
        [...developers.values()].filter(
          (each) => (organisationId ?? each.organisationId) === each.organisationId,
        ),
        ({ id }) => id,
        part,
      ),
    async putDeveloper(developer) {
      if (!isNext(developer, developers.get(developer.id))) return false
      const other = withEmail(developer.email)
      if (other && other.id !== developer.id) return false
      developers.set(developer.id, developer)
      return true
    },
    async removeDeveloper(id) {
      const gone = developers.get(id)
      const isLast = ![...developers.values()].some(
        (each) => each.id !== id && each.organisationId === gone?.organisationId && each.status === 'active',
      )
      return !isLast && developers.delete(id)
    },
    eraseDeveloper: async (id) => void developers.delete(id),
  }
}
