import type { AccountStore, Gateway, Operator, Shop, User } from '@hufu/engine'
import { MOST_OF_ONE_ADDRESS, byCreation } from '../order.ts'
import type { Connection } from './connection.ts'

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
  | 'gateway'
  | 'gateways'
  | 'putGateway'
> {
  const { prepare, read, write } = connection
  const shops = rows<Shop>(connection, 'shops', ({ id }) => id)
  const operators = rows<Operator>(connection, 'operators', ({ username }) => username)
  const gateways = rows<Gateway>(connection, 'gateways', ({ id }) => id)

  const user = prepare<Row>('select body from users where id = ?')
  const userByName = prepare<Row>('select body from users where username = ?')
  const users = prepare<Row>('select body from users where shop_id = ?')
  const allUsers = prepare<Row>('select body from users')
  const byEmail = prepare<Row>(`select body from users where email = ? limit ${MOST_OF_ONE_ADDRESS}`)
  const removeUser = prepare('delete from users where id = ?')
  const nameTaken = prepare<[number]>('select 1 from users where username = ? and id <> ?')
  const putUser = prepare(`
    insert into users (id, username, shop_id, email, body) values (?, ?, ?, ?, ?)
    on conflict (id) do update set
      username = excluded.username, shop_id = excluded.shop_id, email = excluded.email, body = excluded.body`)

  return {
    shop: shops.one,
    shops: shops.all,
    putShop: shops.put,
    operator: operators.one,
    operators: operators.all,
    putOperator: operators.put,
    gateway: gateways.one,
    gateways: gateways.all,
    putGateway: gateways.put,

    user: (id) => read(() => valueOf<User>(user.get(id))),
    userByName: (username) => read(() => valueOf<User>(userByName.get(username))),
    users: ({ shopId }) =>
      read(() => {
        const found = shopId === undefined ? allUsers.all() : users.all(shopId)
        return found.map(([body]) => JSON.parse(body) as User).toSorted(byCreation(({ id }) => id))
      }),
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
        const { id, username, shopId, email } = given
        if (nameTaken.get(username, id)) return false
        const mailbox = email === undefined ? null : email.toLowerCase()
        putUser.run(id, username, shopId, mailbox, JSON.stringify(given))
        return true
      }),
  }
}

const valueOf = <Value>(row: Row | undefined): Value | undefined => row && (JSON.parse(row[0]) as Value)

/** A table with nothing but a key and a body. */
function rows<Value extends { readonly createdAt: number }>(
  { prepare, read, write }: Connection,
  table: 'shops' | 'operators' | 'gateways',
  keyOf: (value: Value) => string,
) {
  const one = prepare<Row>(`select body from ${table} where id = ?`)
  const all = prepare<Row>(`select body from ${table}`)
  const put = prepare(`
    insert into ${table} (id, body) values (?, ?) on conflict (id) do update set body = excluded.body`)
  return {
    one: (key: string) => read(() => valueOf<Value>(one.get(key))),
    all: () =>
      read(() =>
        all
          .all()
          .map(([body]) => JSON.parse(body) as Value)
          .toSorted(byCreation(keyOf)),
      ),
    put: (value: Value) => write(() => void put.run(keyOf(value), JSON.stringify(value))),
  }
}
