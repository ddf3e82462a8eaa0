import type { AccountStore, Operator } from '@hufu/accounts'
import type { Gateway } from '@hufu/engine'
import type { Shop, User } from '@hufu/engine'
import { MOST_OF_ONE_ADDRESS, byCreation } from '../order.ts'
import type { Connection } from './file/connection.ts'
import { listOf } from './lists.ts'

type Row = [body: string]

/** Shops and their users, and those who run the place. */
export function peopleVerbs(
  connection: Connection,
): Pick<
  AccountStore,
  | 'shop'
  | 'shops'
  | 'putShop'
  | 'user'
  | 'userByName'
  | 'users'
  | 'usersByEmail'
  | 'putUser'
  | 'removeUser'
  | 'operator'
  | 'operators'
  | 'putOperator'
  | 'requireAdmin'
  | 'gateway'
  | 'gateways'
  | 'putGateway'
> {
  const { prepare, read, write } = connection
  const shops = rows<Shop>(connection, 'shops', ({ id }) => id)
  const operators = rows<Operator>(connection, 'operators', ({ username }) => username)
  const insertOperator = prepare(
    'insert into operators (id, version, body) values (?, ?, ?) on conflict do nothing',
  )
  const replaceOperator = prepare('update operators set version = ?, body = ? where id = ? and version = ?')
  // Operators from before there were roles are admins.
  const otherAdmin = prepare<[number]>(`
    select 1 from operators where id <> ? and json_extract(body, '$.status') = 'active'
      and coalesce(json_extract(body, '$.role'), 'admin') = 'admin' limit 1`)
  const gateways = rows<Gateway>(connection, 'gateways', ({ id }) => id)

  const user = prepare<Row>('select body from users where id = ?')
  const userByName = prepare<Row>('select body from users where username = ?')
  const allUsers = listOf<User>(connection, 'users')
  const byEmail = prepare<Row>(`select body from users where email = ? limit ${MOST_OF_ONE_ADDRESS}`)
  const removeUser = prepare('delete from users where id = ?')
  const insertUser = prepare(`
    insert into users (id, version, username, shop_id, email, body) values (?, ?, ?, ?, ?, ?)
    on conflict do nothing`)
  // `or ignore`: where another has this username, nothing is changed.
  const replaceUser = prepare(`
    update or ignore users set version = ?, username = ?, shop_id = ?, email = ?, body = ?
    where id = ? and version = ?`)

  return {
    shop: shops.one,
    shops: (part) => shops.all({}, part),
    putShop: shops.put,
    operator: operators.one,
    operators: () => operators.all(),
    putOperator: (given) =>
      write(() => {
        const { username, version } = given
        const body = JSON.stringify(given)
        const changed =
          version === 0
            ? insertOperator.run(username, version, body)
            : replaceOperator.run(version, body, username, version - 1)
        return changed > 0
      }),
    requireAdmin: (beside) => write(() => otherAdmin.get(beside) !== undefined),
    gateway: gateways.one,
    gateways: () => gateways.all(),
    putGateway: gateways.put,

    user: (id) => read(() => valueOf<User>(user.get(id))),
    userByName: (username) => read(() => valueOf<User>(userByName.get(username))),
    users: ({ shopId }, part) => allUsers({ shop_id: shopId }, part),
    usersByEmail: (email) =>
      read(() =>
        byEmail
          .all(email.toLowerCase())
          .map(([body]) => JSON.parse(body) as User)
          .toSorted(byCreation(({ id }) => id)),
      ),
    removeUser: (id) => write(() => void removeUser.run(id)),
    putUser: (given) =>
      write(() => {
        const { id, version, username, shopId, email } = given
        const mailbox = email === undefined ? null : email.toLowerCase()
        const body = JSON.stringify(given)
        const changed =
          version === 0
            ? insertUser.run(id, version, username, shopId, mailbox, body)
            : replaceUser.run(version, username, shopId, mailbox, body, id, version - 1)
        return changed > 0
      }),
  }
}

const valueOf = <Value>(row: Row | undefined): Value | undefined => row && (JSON.parse(row[0]) as Value)

/** A table with nothing but a key and a body. */
function rows<Value>(
  connection: Connection,
  table: 'shops' | 'operators' | 'gateways',
  keyOf: (value: Value) => string,
) {
  const { prepare, read, write } = connection
  const one = prepare<Row>(`select body from ${table} where id = ?`)
  const put = prepare(`
    insert into ${table} (id, body) values (?, ?) on conflict (id) do update set body = excluded.body`)
  return {
    one: (key: string) => read(() => valueOf<Value>(one.get(key))),
    all: listOf<Value>(connection, table),
    put: (value: Value) => write(() => void put.run(keyOf(value), JSON.stringify(value))),
  }
}
