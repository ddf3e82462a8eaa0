/* What is changed of merchants, and by them. */
import { changePassword, revoke } from '../security/account.ts'
import { PASSWORD, SHOP } from '../security/target.ts'
import { type Change, type Visitors, doorsOf, fresh, givenOf } from './changes.ts'

export function merchantChanges(at: Visitors): readonly Change[] {
  const { api, command, form } = doorsOf(at)
  const given = givenOf(at)
  return [
    {
      name: 'a merchant ends what an app may do',
      verbs: ['endGrants'],
      given: given.tokens,
      doors: { account: () => revoke(at.merchant, `app-${at.all.site.sites[0]?.dialect.id}`, 'demo') },
    },
    {
      name: 'a merchant chooses a new password',
      verbs: ['putUser', 'endSessions', 'endGrants', 'putSession', 'putLetter'],
      given: given.merchant,
      doors: { account: () => changePassword(at.merchant, PASSWORD, 'another good password') },
    },

    {
      name: 'a shop is made',
      verbs: ['putShop'],
      doors: {
        console: form('/merchants', { name: 'Tea' }, '/merchants/shop'),
        api: api('POST', '/shops', { name: 'Tea' }),
        command: command('shop', 'create', 'Tea'),
      },
    },
    {
      name: 'a user is made',
      verbs: ['putUser'],
      doors: {
        console: () =>
          form(
            '/merchants',
            { username: fresh(), shopId: SHOP, password: 'a password' },
            '/merchants/user',
          )(),
        api: () => api('POST', '/users', { username: fresh(), shopId: SHOP, password: 'a password' })(),
        command: () =>
          at.all.command(['user', 'create', fresh(), '--shop', SHOP, '--password-stdin'], 'a password'),
      },
    },
    {
      name: 'a user gets another address',
      verbs: ['putUser', 'dropTicket', 'putLetter'],
      given: given.user(),
      doors: {
        console: form('/merchants/demo', { email: 'after@shop.example' }),
        api: api('PATCH', '/users/demo', { email: 'after@shop.example' }),
        command: command('user', 'change', 'demo', '--email', 'after@shop.example'),
      },
    },
    {
      name: 'a user gets a new password',
      verbs: ['putUser', 'endSessions', 'endGrants', 'dropTicket', 'putLetter'],
      given: given.user(),
      doors: {
        api: api('PUT', '/users/demo/password', { password: PASSWORD }),
        command: () => at.all.command(['user', 'password', 'demo', '--password-stdin'], PASSWORD),
      },
    },
    {
      name: 'a user is disabled',
      verbs: ['putUser', 'endSessions'],
      given: given.user({ status: 'active' }),
      doors: {
        console: form('/merchants/demo', {}, '/merchants/demo/disable'),
        api: api('POST', '/users/demo/disable'),
        command: command('user', 'disable', 'demo'),
      },
    },
    {
      name: 'a user is enabled',
      verbs: ['putUser'],
      given: given.user({ status: 'disabled' }),
      doors: {
        console: form('/merchants/demo', {}, '/merchants/demo/enable'),
        api: api('POST', '/users/demo/enable'),
        command: command('user', 'enable', 'demo'),
      },
    },
    {
      name: 'a user’s grants are ended',
      verbs: ['endGrants'],
      given: given.tokens,
      doors: {
        console: form('/merchants/demo/revoke'),
        api: api('DELETE', '/users/demo/grants'),
        command: command('user', 'revoke', 'demo'),
      },
    },
    {
      name: 'a user is sent a link',
      verbs: ['putTicket', 'putLetter'],
      given: given.user(),
      doors: {
        console: form('/merchants/demo', {}, '/merchants/demo/invite'),
        api: api('POST', '/users/demo/invitation', {}),
      },
    },
    {
      name: 'a user is thawed',
      verbs: ['clearLoginFailuresUnder'],
      doors: {
        console: form('/merchants/demo', {}, '/merchants/demo/thaw'),
        api: api('POST', '/users/demo/thaw'),
        command: command('user', 'thaw', 'demo'),
      },
    },
    {
      name: 'a user is erased',
      verbs: ['removeUser', 'endGrants', 'endSessions', 'forgetLogins', 'dropLetters'],
      given: () => at.all.site.putUser('gone', { version: 0, email: 'gone@shop.example' }),
      doors: {
        console: form('/merchants/gone/erase', { sure: 'gone' }),
        api: api('DELETE', '/users/gone'),
        command: command('user', 'erase', 'gone'),
      },
    },
  ]
}
