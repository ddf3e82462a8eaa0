import type { AccountStore } from '@hufu/accounts'
import type { Connection } from './file/connection.ts'

export function settingVerbs({
  prepare,
  read,
  write,
}: Connection): Pick<
  AccountStore,
  'setting' | 'putSetting' | 'putSettingOnce' | 'deleteSetting' | 'settings'
> {
  const select = prepare<[value: string]>('select value from settings where name = ?')
  const list = prepare<[name: string, value: string]>(`
    select name, value from settings where name >= ?1 and substr(name, 1, length(?1)) = ?1 order by name`)
  const put = prepare(`
    insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value`)
  const putOnce = prepare('insert into settings (name, value) values (?, ?) on conflict (name) do nothing')
  const remove = prepare('delete from settings where name = ?')

  return {
    setting: (name) => read(() => select.get(name)?.[0]),
    settings: (prefix) => read(() => list.all(prefix)),
    putSetting: (name, value) => write(() => void put.run(name, value)),
    putSettingOnce: (name, value) => write(() => void putOnce.run(name, value)),
    deleteSetting: (name) => write(() => void remove.run(name)),
  }
}
