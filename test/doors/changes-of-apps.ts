/* What is changed of apps and their developers, and by these. */
import { PASSWORD } from '../security/target.ts'
import { type Change, type Visitors, doorsOf, fresh, givenOf } from './changes.ts'

export function developerChanges(at: Visitors): readonly Change[] {
  const { api, command, form, own } = doorsOf(at)
  const given = givenOf(at)
  return [
    {
      name: 'a developer ends the other sessions',
      verbs: ['endSessions'],
      given: () => at.all.site.developer(),
      doors: { developer: own('/account', {}, '/account/sessions/end') },
    },
    {
      name: 'a developer chooses a new password',
      verbs: ['putDeveloper', 'endSessions', 'putSession', 'putLetter'],
      doors: {
        developer: own(
          '/account',
          { present: PASSWORD, fresh: 'another good password' },
          '/account/password',
        ),
      },
    },

    {
      name: 'an app is made',
      verbs: ['putApp'],
      doors: {
        developer: own('/apps/new', { platform: 'jos2', name: 'Tools' }),
        api: api('POST', '/apps', { platform: 'jos2', name: 'Tools', developer: 'ISV' }),
        command: command('app', 'create', '--platform', 'jos2', '--name', 'Tools', '--developer', 'ISV'),
      },
    },
    {
      name: 'an app is changed',
      verbs: ['putApp'],
      doors: {
        developer: () =>
          own(
            '/apps/app-jos2/settings',
            { addresses: `192.0.2.${fresh().slice(5)}` },
            '/apps/app-jos2/settings/addresses',
          )(),
        api: () => api('PATCH', '/apps/app-jos2', { addresses: [`192.0.2.${fresh().slice(5)}`] })(),
        command: () => command('app', 'change', 'app-jos2', '--address', `192.0.2.${fresh().slice(5)}`)(),
      },
    },
    {
      name: 'an app is submitted',
      verbs: ['putApp'],
      given: given.app('draft'),
      doors: {
        developer: own('/apps/app-jos2', {}, '/apps/app-jos2/submit'),
        api: api('POST', '/apps/app-jos2/submit'),
        command: command('app', 'submit', 'app-jos2'),
      },
    },
    {
      name: 'an app is rejected',
      verbs: ['putApp'],
      given: given.app('submitted'),
      doors: {
        console: form('/apps/app-jos2', { decision: 'reject', reason: 'no' }, '/apps/app-jos2/decide'),
        api: api('POST', '/apps/app-jos2/reject', { reason: 'no' }),
        command: command('app', 'reject', 'app-jos2', '--reason', 'no'),
      },
    },
    {
      name: 'an app is suspended',
      verbs: ['putApp'],
      given: given.app('online'),
      doors: {
        console: form('/apps/app-jos2/suspend', { reason: 'no' }),
        api: api('POST', '/apps/app-jos2/suspend', { reason: 'no' }),
        command: command('app', 'suspend', 'app-jos2', '--reason', 'no'),
      },
    },
    {
      name: 'an app is lifted',
      verbs: ['putApp'],
      given: given.app('suspended'),
      doors: {
        console: form('/apps/app-jos2', {}, '/apps/app-jos2/lift'),
        api: api('POST', '/apps/app-jos2/lift'),
        command: command('app', 'lift', 'app-jos2'),
      },
    },
    {
      name: 'an app gets a new secret',
      verbs: ['putApp'],
      given: () => at.all.site.putApp('jos2', 'plain'),
      doors: {
        developer: own('/apps/app-jos2/secret', { overlap: '0' }),
        api: api('POST', '/apps/plain-jos2/secret', { overlapSeconds: 0 }),
        command: command('app', 'secret', 'plain-jos2', '--overlap-seconds', '0'),
      },
    },
    {
      name: 'an app’s grants are ended',
      verbs: ['endGrants'],
      doors: {
        console: form('/apps/app-jos2/revoke'),
        api: api('DELETE', '/apps/app-jos2/grants'),
        command: command('app', 'revoke', 'app-jos2'),
      },
    },
    {
      name: 'a developer is invited',
      verbs: ['putTicket', 'putLetter'],
      doors: {
        developer: own('/organisation', { email: 'a@isv.example' }, '/organisation/invite'),
        console: form(
          '/developers/organisations/org-app',
          { email: 'b@isv.example' },
          '/developers/organisations/org-app/invite',
        ),
        api: api('POST', '/developers/invitations', { email: 'c@isv.example', organisationId: 'org-app' }),
        command: command('developer', 'invite', 'd@isv.example', '--organisation-id', 'org-app'),
      },
    },
    {
      name: 'a developer loses the second factor',
      verbs: ['putDeveloper', 'endSessions', 'putLetter'],
      given: given.factor,
      doors: {
        console: form('/developers/dev-app', {}, '/developers/dev-app/reset'),
        api: api('POST', '/developers/dev-app/second-factor/reset', {}),
        command: command('developer', 'reset-second-factor', 'dev-app'),
      },
    },
    {
      name: 'a developer is disabled',
      verbs: ['putDeveloper', 'endSessions'],
      given: given.factor,
      doors: {
        console: form('/developers/dev-app', {}, '/developers/dev-app/disable'),
        api: api('POST', '/developers/dev-app/disable'),
        command: command('developer', 'disable', 'dev-app'),
      },
    },
    {
      name: 'an organisation is verified',
      verbs: ['putOrganisation'],
      doors: {
        api: api('PATCH', '/organisations/org-app', { verified: true }),
        command: command('organisation', 'change', 'org-app', '--verified'),
      },
    },
    {
      name: 'a developer is erased',
      verbs: ['eraseDeveloper', 'endSessions', 'dropLetters'],
      given: () => at.all.site.putDeveloper('app', { id: 'dev-gone', version: 0 }),
      doors: {
        console: form('/developers/dev-gone/erase', { sure: 'dev-gone@example.com' }),
        api: api('DELETE', '/developers/dev-gone'),
        command: command('developer', 'erase', 'dev-gone', '--yes'),
      },
    },
    {
      name: 'a developer is removed',
      verbs: ['removeDeveloper', 'endSessions', 'putLetter'],
      given: async () => {
        await at.all.site.putDeveloper('boss')
        at.developer = await at.all.site.developer('dev-boss')
        await at.all.site.putDeveloper('leaving', { organisationId: 'org-boss' })
      },
      doors: {
        developer: own('/organisation', {}, '/organisation/remove/dev-leaving'),
        command: command('developer', 'remove', 'dev-leaving'),
      },
    },
  ]
}
