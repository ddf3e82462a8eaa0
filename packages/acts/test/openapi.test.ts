/* The OpenAPI document of administration says what the router serves, and what is answered fits it. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { acceptInvitation } from '@hufu/accounts'
import { createServer } from '@hufu/server'
import { partOf } from '@hufu/platform'
import fastify from 'fastify'
import { demandDescriptions } from '../src/api/allowed.ts'
import { adminDocument } from '../src/api/document.ts'
import { bearerOf, consoleOf } from '../../../test/security/operators.ts'
import { routesOf } from '../../../test/security/routes.ts'
import { CALLBACK, SHOP, type Target, target } from '../../../test/security/target.ts'
import { JSON_TYPE, send } from '../../../test/security/wire.ts'

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
}
interface Operation {
  readonly operationId: string
  readonly security?: readonly object[]
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[]
  readonly responses: Readonly<Record<string, Content>>
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

let site: Target
let admin = ''
let support = ''
let text = ''
let document: Document

before(async () => {
  site = await target({ store: 'memory' })
  await site.putDeveloper('app')
  admin = bearerOf(await consoleOf(site, 'admin', 'admin'))
  support = bearerOf(await consoleOf(site, 'support', 'support'))
  text = (await send(site.origin, '/admin/api/openapi.json')).body
  document = JSON.parse(text) as Document
})
after(() => site.close())

/** Nothing is answered that is not described: every object is closed, but those that say they are not. */
const closed = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'properties' in value && !('additionalProperties' in value)
      ? { ...value, additionalProperties: false }
      : value,
  )

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )

/** Sends it, and holds the answer to what the document says of that path, method and status. */
async function call(method: string, path: string, body?: unknown, authorization = admin) {
  const answer = await send(site.origin, `/admin/api${path}`, {
    method,
    headers: { authorization, ...(body !== undefined && { 'content-type': JSON_TYPE }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const [place = ''] = path.split('?', 1)
  const fits = operations()
    .filter((each) => each.method === method)
    .filter((each) => new RegExp(`^${each.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(place))
    .toSorted((one, other) => one.path.split('{').length - other.path.split('{').length)
  const operation = fits[0]?.operation
  assert.ok(operation, `${method} ${path} is not in the document`)
  const said = operation.responses[answer.status] ?? operation.responses['default']
  assert.ok(said)
  assert.ok(
    answer.status in operation.responses,
    `${method} ${path}: ${answer.status} is not in the document`,
  )
  const schema = said.content?.['application/json']?.schema
  if (schema === undefined) assert.equal(answer.body, '')
  else check(schema, answer.body, `${method} ${path}: ${answer.status}`)
  return { status: answer.status, json: JSON.parse(answer.body || '{}') }
}

function check(schema: object, body: string, what: string): void {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const whole = closed({ ...schema, components: document.components }) as object
  const validate = ajv.compile(whole)
  assert.ok(validate(JSON.parse(body)), `${what}: ${ajv.errorsText(validate.errors)} in ${body}`)
}

suite('the document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(JSON.parse(text) as Record<string, unknown>)
    assert.ok(valid, JSON.stringify(errors))
    assert.equal(validator.version, '3.1')
    const ids = operations().map(({ operation }) => operation.operationId)
    assert.equal(new Set(ids).size, ids.length, 'two operations have one id')
  })

  test('has every route of the router, and no other', async () => {
    const app = await partOf('/admin/api', site.running.runtime, await createServer(site.running.runtime))
    const served = routesOf(app.printRoutes({ commonPrefix: false }))
      .filter(([, path]) => path.startsWith('/admin/api/'))
      .map(([method, path]) => `${method} ${path.slice('/admin/api'.length).replaceAll(/:\w+/g, '{}')}`)
    const described = operations().map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`)
    assert.ok(served.length > 60, served.join())
    assert.deepEqual(described.toSorted(), served.toSorted())
  })

  test('names every parameter that is in a path', () => {
    for (const { path, operation } of operations()) {
      const named = (operation.parameters ?? []).filter((each) => each.in === 'path')
      assert.deepEqual(
        named.map(({ name }) => `{${name}}`),
        path.match(/\{\w+\}/g) ?? [],
        path,
      )
      assert.ok(named.every(({ required }) => required))
    }
  })

  test('needs no login, says so of itself and of the login alone, and holds nothing of this server', () => {
    const open = operations().filter(({ operation }) => operation.security?.length === 0)
    assert.deepEqual(open.map(({ path, method }) => `${method} ${path}`).toSorted(), [
      'GET /openapi.json',
      'POST /session',
    ])
    assert.doesNotMatch(text, /127\.0\.0\.1|argon2|PRIVATE|KEY-app/)
  })

  test('is printed by the command, the same', async () => {
    assert.deepEqual(JSON.parse(await adminDocument()), document)
  })

  test('is where a route must be: one without a description is not registered', () => {
    const app = fastify()
    demandDescriptions(app)
    assert.throws(() => app.get('/x', () => ''), /GET \/x has no description/)
    const silent = { description: { summary: 's', permission: 'own' } } as const
    assert.throws(() => app.post('/x', { config: silent }, () => ''), /nothing in the audit log/)
  })
})

suite('answers fit the document', () => {
  test('from the registration of an organisation to the end of what its app was granted', async () => {
    const { organisation } = (await call('POST', '/organisations', { name: 'Order keepers' })).json
    const invited = await call('POST', '/developers/invitations', {
      email: 'isv@example.com',
      organisationId: organisation.id,
      language: 'en',
    })
    assert.equal(invited.status, 201)
    await call('PATCH', `/organisations/${organisation.id}`, { verified: true })
    await call('GET', '/organisations')
    await call('GET', '/developers')

    const made = await call('POST', '/apps', {
      platform: 'jos2',
      name: 'Order keeper',
      developer: 'Order keepers',
      organisationId: organisation.id,
      redirectUris: ['https://isv.example/callback'],
    })
    assert.equal(made.status, 201)
    const at = `/apps/${made.json.app.id}`
    await call('PATCH', at, { testShops: [SHOP], scopes: [] })
    for (const step of ['test', 'submit']) assert.equal((await call('POST', `${at}/${step}`)).status, 200)
    const sent = await call('POST', `${at}/ask-changes`, { reason: 'a logo, please' })
    assert.equal(sent.json.app.status, 'changes_requested')
    await call('POST', `${at}/submit`)
    const version = (await call('GET', at)).json.app.version
    assert.equal((await call('POST', `${at}/approve`, { version: version - 1 })).status, 409)
    assert.equal((await call('POST', `${at}/approve`, { version })).json.app.status, 'online')
    await call('POST', `${at}/suspend`, { reason: 'complaints' })
    await call('POST', `${at}/lift`)
    await call('GET', `${at}/history`)
    await call('GET', `${at}/log?limit=5`)
    await call('GET', `${at}/usage?days=3`)
    await call('POST', `${at}/secret`, { overlapSeconds: 60 })
    await call('GET', `/apps?organisationId=${organisation.id}`)
    await call('GET', `${at}/grants`)
    assert.deepEqual((await call('DELETE', `${at}/grants`)).json, { revoked: 0 })
    assert.equal((await call('DELETE', '/grants/1')).json.error, 'unknown')
  })

  test('of people, platforms and the audit log', async () => {
    await call('GET', '/session')
    const { user } = (
      await call('POST', '/users', { shopId: SHOP, username: 'fits', password: 'good-password' })
    ).json
    await call('GET', `/users?shopId=${SHOP}`)
    await call('GET', `/users/${user.id}/personal-data`)
    await call('GET', '/users/demo/grants')
    assert.deepEqual((await call('DELETE', `/users/${user.id}`)).json, { erased: user.id })
    await call('GET', '/developers/dev-app/personal-data')
    assert.equal((await call('DELETE', '/developers/dev-app')).status, 200)
    assert.equal((await call('GET', '/developers/dev-app')).status, 404)
    await call('GET', '/platforms')
    const set = await call('PUT', '/platforms/jos2/terms', { codeLifetime: 300, rateLimit: null })
    assert.equal(set.json.platform.inForce.codeLifetime, 300)
    await call('POST', '/operators', { username: 'second', role: 'auditor' })
    await call('GET', '/operators')
    await call('POST', '/gateways', {})
    await call('GET', '/gateways')
    await call('GET', '/shops')
    await call('GET', '/audit?limit=1000')
  })

  test('of an authorization that is tried, on every platform', async () => {
    for (const dialect of site.sites.map((each) => each.dialect)) {
      const at = site.site(dialect)
      const [, query = ''] = at.link({ clientId: 'KEY-tried', state: 'a state' }).split('?')
      const tried = await site.putApp(dialect.id, 'tried', { status: 'online_test', testShops: [SHOP] })
      const ask = (asked: object, id = tried.id) =>
        call('POST', `/apps/${id}/try`, { query, userId: 'demo', ...asked })
      const { granted } = (await ask({})).json
      const tokens = await at.ask('token', { code: granted.code, state: 'a state' }, 'tried')
      assert.ok('accessToken' in tokens, JSON.stringify(tokens))
      assert.equal(new URL(granted.location).host, new URL(CALLBACK).host)
      const [entry] = await site.store.auditEntries({ action: 'app.try', limit: 1 })
      assert.deepEqual(entry?.detail, { user: 'demo', shop: SHOP, outcome: 'granted' })
      assert.ok(!JSON.stringify(entry).includes(granted.code) && !site.log().includes(granted.code))

      const elsewhere = query.replaceAll('shop.example.com', 'evil.example')
      const { refusal } = (await ask({ query: elsewhere })).json
      assert.equal(refusal.error, 'redirect_uri_mismatch')
      assert.match(refusal.parameter, /redirect|url|callback/i)
      assert.notEqual(refusal.platformCode, '')
      await site.store.putShop({ id: '2222222222', name: 'Another', createdAt: 1 })
      await site.putUser('stranger', { shopId: '2222222222' })
      assert.equal((await ask({ userId: 'stranger' })).json.refusal.error, 'user_not_permitted')
      assert.equal((await ask({ userId: 'nobody' })).status, 400)
      assert.equal((await ask({}, `app-${dialect.id}`)).status, 409, 'it is online')
      const other = await site.putApp(dialect.id, 'tried2', { status: 'online_test', testShops: [SHOP] })
      assert.equal((await ask({}, other.id)).status, 400, 'the link names another')
    }
  })

  test('refusals too', async () => {
    for (const [status, method, path, body, who] of [
      [400, 'POST', '/apps', { platform: 'jos2' }],
      [400, 'GET', '/apps?sort=name'],
      [400, 'GET', '/platforms?x=y'],
      [400, 'POST', '/apps', { platform: 'jos2', name: 'n', developer: 'd', organisationId: 'org_0' }],
      [400, 'PUT', '/platforms/jos2/terms', { codeLifetime: -1 }],
      [400, 'POST', '/platforms/jos2/key', {}],
      [401, 'GET', '/apps', undefined, 'Bearer x'],
      [403, 'GET', '/operators', undefined, support],
      [400, 'POST', '/apps/app-jos2/ask-changes', {}],
      [400, 'POST', '/gateways', { platforms: ['nowhere'] }],
      [404, 'GET', '/apps/app_0'],
      [404, 'PATCH', '/apps/app_0', {}],
      [404, 'POST', '/apps/app_0/approve', { version: 1 }],
      [404, 'POST', '/apps/app_0/suspend', { reason: 'x' }],
      [404, 'POST', '/apps/app_0/secret'],
      [404, 'POST', '/apps/app_0/keys'],
      [404, 'GET', '/apps/app_0/grants'],
      [404, 'DELETE', '/apps/app_0/grants'],
      [404, 'PATCH', '/gateways/nowhere', { seesRefreshTokens: true }],
      [404, 'GET', '/platforms/nowhere'],
      [404, 'POST', '/developers/invitations', { email: 'a@example.com', organisationId: 'org_0' }],
      [409, 'POST', '/operators', { username: 'admin', role: 'admin' }],
    ] as const)
      assert.equal((await call(method, path, body, who)).status, status, `${method} ${path}`)
  })
})

test('a developer whom an operator invites into an organisation becomes one of its developers', async () => {
  const { organisation } = (await call('POST', '/organisations', { name: 'Invited' })).json
  const asked = { email: 'joiner@example.com', organisationId: organisation.id }
  const { link, sent } = (await call('POST', '/developers/invitations', asked)).json
  assert.equal(sent, false)
  const ticket = new URL(link).searchParams.get('ticket') ?? ''
  const joined = await acceptInvitation(
    ticket,
    { name: 'J', password: 'long enough!' },
    { store: site.store },
  )
  assert.ok(joined && 'organisationId' in joined)
  assert.equal(joined.organisationId, organisation.id)
})
