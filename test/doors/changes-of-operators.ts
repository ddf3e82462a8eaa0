/* What is changed of operators, gateways and platforms. */
import { OWN_PASSWORD } from '../security/operators.ts'
import { type Change, type Visitors, doorsOf, fresh, givenOf } from './changes.ts'

export function operatorChanges(at: Visitors): readonly Change[] {
  const { api, command, form } = doorsOf(at)
  const given = givenOf(at)
  return [
    {
      name: 'an operator is made',
      verbs: ['putOperator'],
      doors: {
        console: () => form('/operators', { username: fresh(), role: 'auditor' })(),
        api: () => api('POST', '/operators', { username: fresh(), role: 'auditor' })(),
        command: () => command('operator', 'create', fresh(), '--role', 'auditor')(),
      },
    },
    {
      name: 'an operator gets another role',
      verbs: ['requireAdmin', 'putOperator'],
      given: given.operator({}),
      doors: {
        console: form('/operators/second', { role: 'support' }, '/operators/second/role'),
        api: api('PUT', '/operators/second/role', { role: 'support' }),
        command: command('operator', 'role', 'second', '--role', 'support'),
      },
    },
    {
      name: 'an operator is disabled',
      verbs: ['requireAdmin', 'putOperator', 'endSessions'],
      given: given.operator({ status: 'active' }),
      doors: {
        console: form('/operators/second', {}, '/operators/second/disable'),
        api: api('POST', '/operators/second/disable'),
        command: command('operator', 'disable', 'second'),
      },
    },
    {
      name: 'an operator is thawed',
      verbs: ['clearLoginFailuresUnder'],
      given: given.operator({}),
      doors: {
        console: form('/operators/second', {}, '/operators/second/thaw'),
        api: api('POST', '/operators/second/thaw'),
        command: command('operator', 'thaw', 'second'),
      },
    },
    {
      name: 'a gateway is made',
      verbs: ['putGateway'],
      doors: {
        api: api('POST', '/gateways', { platforms: [] }),
        command: command('gateway', 'create'),
      },
    },
    {
      name: 'terms of a platform are set',
      verbs: ['putSetting'],
      doors: {
        console: form('/platforms/jos2', { codeLifetime: '240' }),
        api: api('PUT', '/platforms/jos2/terms', { codeLifetime: 300 }),
      },
    },
    {
      name: 'a platform’s key is rotated',
      verbs: ['putSettingOnce'],
      doors: {
        console: form('/platforms/chainup/rotate'),
        api: api('POST', '/platforms/chainup/key'),
      },
    },
    {
      name: 'an operator logs in',
      verbs: ['putSession'],
      doors: {
        api: api('POST', '/session', { username: 'alice', password: OWN_PASSWORD }),
      },
    },
  ]
}
