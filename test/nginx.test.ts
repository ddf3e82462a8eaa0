/* The proxy that docs/deploy.md describes, as it stands there, where nginx is installed. */
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { servedDialects } from '@hufu/dialects'
import { browser, consentForm, formWith } from './security/browser.ts'
import { PASSWORD, type Target, target } from './security/target.ts'
import { send } from './security/wire.ts'

const isInstalled = spawnSync('nginx', ['-v']).status === 0

const freePort = () =>
  new Promise<number>((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => done(port))
    })
  })

/** The page's configuration on plain http, on other ports and in a folder of ours; the rest is left as it is. */
function configuration(folder: string, front: number, back: string): string {
  const page = readFileSync(resolve(import.meta.dirname, '../docs/deploy.md'), 'utf8')
  const [, block = ''] = /`\/etc\/nginx\/conf\.d\/hufu\.conf`:\n\n```nginx\n([^]*?)```/.exec(page) ?? []
  const servers = block
    .slice(0, block.indexOf('# No redirect from plain http'))
    .replace('listen [::]:443 ssl;', '')
    .replace('listen 443 ssl;', `listen 127.0.0.1:${front};`)
    .replace(/ssl_\w+[^;]*;/g, '')
    .replace('127.0.0.1:8700', back)
    .replaceAll('/var/log/nginx', folder)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((each) => `${each}_temp_path ${folder}/${each};`)
    .join(' ')
  return `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/start.log;
events {} http { ${temporary} ${servers} }`
}

async function answers(origin: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await send(origin, '/healthz').catch(() => undefined)) return
    await new Promise((later) => setTimeout(later, 20))
  }
  throw new Error(`nothing answers at ${origin}`)
}

suite(`nginx as in docs/deploy.md${isInstalled ? '' : ': not installed here, and not run'}`, () => {
  if (!isInstalled) return
  const folder = mkdtempSync(join(tmpdir(), 'hufu-nginx-'))
  let behind: Target
  let nginx: ChildProcess
  let origin = ''
  before(async () => {
    behind = await target({ store: 'memory', config: { trustedProxies: ['127.0.0.1'] } })
    const front = await freePort()
    origin = `http://127.0.0.1:${front}`
    mkdirSync(folder, { recursive: true })
    const file = join(folder, 'nginx.conf')
    writeFileSync(file, configuration(folder, front, new URL(behind.origin).host))
    execFileSync('nginx', ['-t', '-p', folder, '-c', file], { stdio: 'pipe' })
    nginx = spawn('nginx', ['-p', folder, '-c', file], { stdio: 'ignore' })
    await answers(origin)
  })
  after(async () => {
    const ended = new Promise((done) => nginx.once('exit', done))
    nginx.kill('SIGTERM')
    await ended
    await behind.close()
    rmSync(folder, { recursive: true, force: true })
  })

  for (const dialect of servedDialects)
    test(`${dialect.id}: a state of 6,000 characters comes through, at login, consent and callback`, async () => {
      const state = 'x'.repeat(6000)
      const visitor = browser(origin)
      const login = await visitor.get(behind.site(dialect).link({ state }))
      assert.equal(login.status, 200)
      assert.ok(formWith(login, 'password'))
      const consent = await visitor.login(behind.site(dialect).link({ state }), 'demo', PASSWORD)
      assert.equal(consent.status, 200)
      const { action, fields } = consentForm(consent)
      const left = await visitor.submit(action, { ...fields, decision: 'approve' })
      assert.equal(left.status, dialect.policy.callbackStatus)
      assert.ok(String(left.headers.location).endsWith(`&state=${state}`))
    })

  test('what a client writes into X-Forwarded-For is not believed, and no query is in a log', async () => {
    const site = behind.site(servedDialects[0] as (typeof servedDialects)[number])
    const visitor = browser(origin, { 'x-forwarded-for': '192.0.2.1' })
    await visitor.login(site.link({ state: 'in-no-log' }), 'demo', PASSWORD)
    const session = (await behind.store.sessions('demo', behind.clock.at)).map(({ network }) => network)
    assert.ok(session.length > 0 && session.every((network) => network === '127.0.0.0/24'), session.join())
    assert.match(readFileSync(join(folder, 'hufu.log'), 'utf8'), /\/login HTTP/)
    for (const log of ['hufu.log', 'hufu-error.log'])
      assert.doesNotMatch(readFileSync(join(folder, log), 'utf8'), /in-no-log/)
  })
})
