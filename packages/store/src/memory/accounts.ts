import type { AccountStore, Gateway, Operator, Shop, User } from '@hufu/engine'
import { MOST_OF_ONE_ADDRESS, byCreation, partOf } from '../order.ts'
import { isNext } from './next-version.ts'

/** People, gateways and settings: all that is kept until somebody changes it. */
export function accountVerbs(): Omit<
  AccountStore,
  `${string}ession${string}` | `${string}oginFailure${string}`
> {
  const shops = new Map<string, Shop>()
  const users = new Map<string, User>()
  const operators = new Map<string, Operator>()
  const gateways = new Map<string, Gateway>()
  const settings = new Map<string, string>()
  const named = (username: string) => [...users.values()].find((user) => user.username === username)

  return {
    shop: async (id) => shops.get(id),
    shops: async (part) => partOf(shops.values(), ({ id }) => id, part),
    putShop: async (shop) => void shops.set(shop.id, shop),

    user: async (id) => users.get(id),
    userByName: async (username) => named(username),
    users: async ({ shopId }, part) =>
      partOf(
        [...users.values()].filter((user) => (shopId ?? user.shopId) === user.shopId),
        ({ id }) => id,
        part,
      ),
    usersByEmail: async (email) =>
      [...users.values()]
        .filter((user) => user.email !== undefined && user.email.toLowerCase() === email.toLowerCase())
        .slice(0, MOST_OF_ONE_ADDRESS)
        .toSorted(byCreation(({ id }) => id)),
    async putUser(user) {
      if (!isNext(user, users.get(user.id))) return false
      const other = named(user.username)
      if (other && other.id !== user.id) return false
      users.set(user.id, user)
      return true
    },

    removeUser: async (id) => void users.delete(id),

    operator: async (username) => operators.get(username),
    operators: async () => [...operators.values()].toSorted(byCreation(({ username }) => username)),
    async putOperator(operator) {
      if (!isNext(operator, operators.get(operator.username))) return false
      operators.set(operator.username, operator)
      return true
    },
    gateway: async (id) => gateways.get(id),
    gateways: async () => [...gateways.values()].toSorted(byCreation(({ id }) => id)),
    putGateway: async (gateway) => void gateways.set(gateway.id, gateway),

    setting: async (name) => settings.get(name),
    putSetting: async (name, value) => void settings.set(name, value),
    async putSettingOnce(name, value) {
      if (!settings.has(name)) settings.set(name, value)
    },
    deleteSetting: async (name) => void settings.delete(name),
    settings: async (prefix) =>
      [...settings].filter(([name]) => name.startsWith(prefix)).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  }
}
