/* Who has an account hears what was changed of it, whichever door the change came by. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Doors, done, doors } from './doors.ts'

const BEFORE = 'before@shop.example'
const AFTER = 'after@shop.example'

let all: Doors
before(async () => {
  all = await doors()
  // What they read says nothing of what the owner reads.
  all.operator.cookies.set('hufu_language', 'th')
})
after(() => all.close())

suite('the owner of an account is told', () => {
  for (const [door, change] of [
    ['the operator console', () => all.form('/merchants/demo', { email: AFTER })],
    ['the admin API', () => all.api('PATCH', '/users/demo', { email: AFTER })],
    ['the command line', () => all.command(['user', 'change', 'demo', '--email', AFTER])],
  ] as const) {
    test(`at the former address, of a new one that came by ${door}`, async () => {
      await all.site.putUser('demo', { email: BEFORE })
      const letters = await all.letters(async () => done(await change()))
      assert.deepEqual(
        letters.map(({ to }) => to),
        [BEFORE],
      )
      assert.match(letters[0]?.text ?? '', /邮箱/)
    })
  }

  for (const [door, change] of [
    ['the admin API', (password: string) => all.api('PUT', '/users/demo/password', { password })],
    [
      'the command line',
      (password: string) => all.command(['user', 'password', 'demo', '--password-stdin'], password),
    ],
  ] as const) {
    test(`of a new password that came by ${door}`, async () => {
      await all.site.putUser('demo', { email: BEFORE })
      const letters = await all.letters(async () => done(await change(`by ${door}, chosen now`)))
      assert.deepEqual(
        letters.map(({ to }) => to),
        [BEFORE],
      )
      assert.match(letters[0]?.text ?? '', /密码/)
    })
  }

  for (const [door, invite] of [
    [
      'the operator console',
      (email: string) =>
        all.form('/developers/organisations/org-app', { email }, '/developers/organisations/org-app/invite'),
    ],
    [
      'the admin API',
      (email: string) => all.api('POST', '/developers/invitations', { email, organisationId: 'org-app' }),
    ],
    [
      'the command line',
      (email: string) => all.command(['developer', 'invite', email, '--organisation-id', 'org-app']),
    ],
  ] as const) {
    test(`of an invitation as a developer by ${door}`, async () => {
      await all.site.putDeveloper('app')
      const [letter, ...more] = await all.letters(async () => done(await invite('new@isv.example')))
      assert.equal(letter?.to, 'new@isv.example')
      assert.match(letter.text, /您被邀请成为[^]*\/developer\/welcome\?ticket=/)
      assert.equal(more.length, 0)
    })
  }

  const totp = { sealed: 'x', lastStep: 0, recovery: [], since: 0 }
  for (const [door, reset] of [
    ['the operator console', () => all.form('/developers/dev-app', {}, '/developers/dev-app/reset')],
    ['the admin API', () => all.api('POST', '/developers/dev-app/second-factor/reset', {})],
    ['the command line', () => all.command(['developer', 'reset-second-factor', 'dev-app'])],
  ] as const) {
    test(`of a second factor that was taken away by ${door}`, async () => {
      await all.site.putDeveloper('app', { totp })
      const letters = await all.letters(async () => done(await reset()))
      assert.deepEqual(
        letters.map(({ to }) => to),
        ['dev-app@example.com'],
      )
      assert.match(letters[0]?.text ?? '', /两步验证已重置|已重置您的两步验证/)
    })
  }
})
