import type { Developer, DeveloperStore, Organisation } from '@hufu/accounts'
import type { Connection } from './file/connection.ts'
import { listOf } from './lists.ts'

type Row = [body: string]

export function developerVerbs(connection: Connection): DeveloperStore {
  const { prepare, read, write } = connection
  const allOrganisations = listOf<Organisation>(connection, 'organisations')
  const allDevelopers = listOf<Developer>(connection, 'developers')
  const organisation = prepare<Row>('select body from organisations where id = ?')
  const insertOrganisation = prepare(
    'insert into organisations (id, version, body) values (?, ?, ?) on conflict do nothing',
  )
  const replaceOrganisation = prepare(
    'update organisations set version = ?, body = ? where id = ? and version = ?',
  )
  const developer = prepare<Row>('select body from developers where id = ?')
  const byEmail = prepare<Row>('select body from developers where email = ?')
  const insert = prepare(`
    insert into developers (id, version, organisation_id, email, status, body) values (?, ?, ?, ?, ?, ?)
    on conflict do nothing`)
  // `or ignore`: where another has this address, nothing is changed.
  const replace = prepare(`
    update or ignore developers set version = ?, organisation_id = ?, email = ?, status = ?, body = ?
    where id = ? and version = ?`)
  const remove = prepare(`
    delete from developers where id = ?1 and exists (
      select 1 from developers other join developers gone on gone.organisation_id = other.organisation_id
      where gone.id = ?1 and other.id <> ?1 and other.status = 'active')`)
  const erase = prepare('delete from developers where id = ?')

  return {
    organisation: (id) => read(() => valueOf<Organisation>(organisation.get(id))),
    organisations: (part) => allOrganisations({}, part),
    putOrganisation: (given) =>
      write(() => {
        const { id, version } = given
        const body = JSON.stringify(given)
        const changed =
          version === 0
            ? insertOrganisation.run(id, version, body)
            : replaceOrganisation.run(version, body, id, version - 1)
        return changed > 0
      }),
    developer: (id) => read(() => valueOf<Developer>(developer.get(id))),
    developerByEmail: (email) => read(() => valueOf<Developer>(byEmail.get(email))),
    developers: ({ organisationId }, part) => allDevelopers({ organisation_id: organisationId }, part),
    putDeveloper: (given) =>
      write(() => {
        const { id, version, organisationId, email, status } = given
        const body = JSON.stringify(given)
        const changed =
          version === 0
            ? insert.run(id, version, organisationId, email, status, body)
            : replace.run(version, organisationId, email, status, body, id, version - 1)
        return changed > 0
      }),
    removeDeveloper: (id) => write(() => remove.run(id) > 0),
    eraseDeveloper: (id) => write(() => void erase.run(id)),
  }
}

const valueOf = <Value>(row: Row | undefined): Value | undefined => row && (JSON.parse(row[0]) as Value)
