/* The form of a platform's settings: every setting of the schema has fields, and what they say is what is set. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jos } from '@hufu/dialects'
import { type PolicyInput, policySchema } from '@hufu/server'
import { figureOf, nameOf, readForm, settings } from '../src/operator/platform/platform-fields.ts'

/** The form as it is sent where so much is set. */
function sent(set: PolicyInput): URLSearchParams {
  const form = new URLSearchParams()
  for (const { key, parts } of settings) {
    if (set[key] === null) form.set(`${key}.none`, 'yes')
    for (const part of parts) form.set(nameOf(key, part), figureOf(set, key, part))
  }
  return form
}

const whole: PolicyInput = {
  codeLifetime: 60,
  codeReuse: { replaySeconds: 60, then: 'reject' },
  accessTokenLifetime: { onlineTest: 50, online: 70 },
  refreshTokenLifetime: { onlineTest: 500, online: 700 },
  refreshDeadline: 'kept',
  refresh: { accessToken: 'new', refreshToken: 'same' },
  earlyRefresh: [{ whileLeft: 60, accessToken: 'kept', refreshToken: 'kept', grace: { accessToken: 5 } }],
  refreshTokenGranted: 'usable-by-right',
  previousAccessToken: { graceSeconds: 300 },
  reuse: { replaySeconds: 14_400, then: 'reject' },
  reauthorization: 'end-grants',
  grantLifetime: { choices: [86_400, 604_800] },
  refreshQuota: { count: 5, per: 'month', timeZone: 'Asia/Shanghai' },
  refreshWindow: { lastSeconds: 60 },
  rateLimit: { count: 5, perSeconds: 60 },
  passwordChange: 'keep-grants',
  clientIdIssued: 'on-approval',
  redirectUri: 'host',
  httpsOnly: true,
  callbackStatus: 301,
  scopes: ['read', 'write'],
  defaultScope: ['read'],
}

test('what is set comes back from the form as it was, and fits the schema', () => {
  const read = readForm(sent(whole), jos.policy, whole)
  assert.deepEqual(policySchema.parse(read), whole)
  const named = new Set(settings.map(({ key }) => key))
  assert.deepEqual(
    Object.keys(policySchema.shape).filter((key) => !named.has(key as never)),
    ['earlyRefresh', 'scopeWords'],
  )
})

test('each setting has a field for each of its figures', () => {
  for (const { key, parts } of settings) assert.ok(parts.length > 0, key)
})

test('a lifetime without an end is one word, whichever fields say it', () => {
  const endless: PolicyInput = { accessTokenLifetime: 'endless' }
  assert.deepEqual(readForm(sent(endless), jos.policy, {}), endless)
})

test('limits are lifted, an empty form sets nothing, and what is no number is refused by name', () => {
  const lifted: PolicyInput = {
    refreshQuota: null,
    refreshWindow: null,
    rateLimit: null,
    grantLifetime: null,
  }
  assert.deepEqual(readForm(sent(lifted), jos.policy, {}), lifted)
  assert.deepEqual(readForm(sent({}), jos.policy, {}), {})
  const form = sent({})
  form.set('grantLifetime.choices', '60 soon')
  const { error } = policySchema.safeParse(readForm(form, jos.policy, {}))
  assert.deepEqual(
    error?.issues.map(({ path }) => path.join('.')),
    ['grantLifetime.choices.1'],
  )
})
