/* `hufu connect --record` and `hufu dialect verify`: from a real exchange to what is told of it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { after, before, test } from 'node:test'
import { type Demo, type DemoPlatform, startDemo } from '@hufu/demo/instance'
import { visitor } from '@hufu/demo/visitor'
import { builtInPlatforms, chainUp, jos, jos2 } from '@hufu/dialects'
import { connectCommand } from '../src/connect.ts'
import { Refused } from '../src/refused.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-verify-'))
const command = resolve(import.meta.dirname, '../bin/hufu.js')
let demo: Demo

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

before(async () => {
  const application = `http://127.0.0.1:${await freePort()}`
  demo = await startDemo({ port: 0, data: folder, application, registry: builtInPlatforms })
})
after(async () => {
  await demo.running.close()
  rmSync(folder, { recursive: true, force: true })
})

const platformOf = (id: string): DemoPlatform => {
  const platform = demo.document.platforms.find((each) => each.id === id)
  assert.ok(platform)
  return platform
}

const write = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

/** Connects a shop, with a person who approves. */
async function recorded(platform: DemoPlatform, file: string): Promise<string> {
  const path = join(folder, file)
  const input = new PassThrough()
  input.write(`${platform.clientSecret}\n`)
  const keys = { '--private-key': platform.clientPrivateKey, '--platform-key': platform.platformPublicKey }
  const args = [
    platform.id,
    '--secret-stdin',
    '--client-id',
    platform.clientId,
    '--base-url',
    platform.baseUrl,
    '--redirect-uri',
    platform.redirectUri,
    '--record',
    path,
    ...Object.entries(keys).flatMap(([option, key]) =>
      key === null ? [] : [option, write(option.slice(2), key)],
    ),
  ]
  const opened: Promise<void>[] = []
  const approve = async (url: string) => {
    const browser = visitor(new URL(url).origin)
    const consent = await browser.submit(await browser.open(url), { ...demo.document.merchant })
    const { leftFor = '' } = await browser.submit(consent, { decision: 'approve' })
    await (await fetch(leftFor)).text()
  }
  const openBrowser = (url: string) => void opened.push(approve(url))
  const terminal = { input, print: () => undefined, say: () => undefined, openBrowser }
  await connectCommand(terminal).exitOverride().parseAsync(args, { from: 'user' })
  await Promise.all(opened)
  return path
}

interface Ended {
  readonly code: number | null
  readonly printed: string
  readonly said: string
}

function verify(...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'dialect', 'verify', ...args], {
    encoding: 'utf8',
  })
  return { code: status, printed: stdout, said: stderr }
}

for (const { id } of [jos, jos2, chainUp])
  test(`${id}: what connect recorded is as the dialect says, and is for its owner's eyes`, async () => {
    const platform = platformOf(id)
    const path = await recorded(platform, `${id}.jsonl`)
    if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600)
    const { code, printed, said } = verify(id, path, '--json')
    assert.equal(code, 0, printed + said)
    const report = JSON.parse(printed) as { isClean: boolean; exchanges: { step: string }[] }
    assert.ok(report.isClean)
    assert.deepEqual(
      report.exchanges.map(({ step }) => step),
      ['authorize', 'callback', 'token'],
    )
    await assert.rejects(recorded(platform, `${id}.jsonl`), (error) => {
      assert.ok(error instanceof Refused)
      return /already exists/.test(error.message)
    })
  })

test('with keys an envelope is opened; the redacted file has no secret, and says the same', async () => {
  const platform = platformOf(chainUp.id)
  const path = await recorded(platform, 'sealed.jsonl')
  const { clientSecret, clientPrivateKey, platformPublicKey } = platform
  const keys = write('keys.json', JSON.stringify({ clientSecret, clientPrivateKey, platformPublicKey }))
  const shared = join(folder, 'shared.jsonl')
  const first = verify(chainUp.id, path, '--keys', keys, '--redact', shared)
  assert.equal(first.code, 0, first.said)
  assert.match(first.printed, /agrees, answer: .*refreshToken/)
  assert.match(first.said, /3 exchanges are in .*shared\.jsonl/)
  const again = verify(chainUp.id, shared)
  assert.equal(again.code, 0, again.said)
  assert.match(again.printed, /agrees, answer: .*refreshToken/)
  assert.match(again.printed, /not checked: the signature/)
  const secrets = readFileSync(path, 'utf8').match(/[\w-]{30,}/g) ?? []
  const kept = readFileSync(shared, 'utf8')
  assert.ok(secrets.length > 4)
  for (const secret of [...secrets, platform.clientId])
    assert.ok(!kept.includes(secret) && !first.printed.includes(secret))
  const over = verify(chainUp.id, path, '--redact', shared)
  assert.equal(over.code, 2)
  assert.equal(readFileSync(shared, 'utf8'), kept, 'a file that is there is not replaced')
})

test('a platform in a file of its own is verified by the path of this file', async () => {
  const kit = pathToFileURL(resolve(import.meta.dirname, '../../dialects/src/index.ts')).href
  const file = write(
    'lantern.ts',
    `import { definePlatform, jos } from '${kit}'
     export const platform = definePlatform({ dialect: { ...jos, id: 'lantern', title: 'Lantern' } })`,
  )
  const { code, printed, said } = verify(file, await recorded(platformOf(jos.id), 'lantern.jsonl'))
  assert.equal(code, 0, said)
  assert.match(printed, /3 exchanges of lantern: all as the dialect says\./)
})

test('something that differs is exit code 1, and is said', () => {
  const exchange = {
    time: 1_720_501_200,
    request: {
      method: 'GET',
      url: 'https://open.jr.jd.com/oauth2/code/c2t?code=code-of-a-person-0001',
      headers: {},
    },
    response: {
      status: 200,
      headers: {},
      body: '{"result_code":"0","result_msg":"Success","signature":"","result_data":{"user_token":"t","timeout":7200,"refresh_token":"r","openid":"o"}}',
    },
  }
  const { code, printed } = verify('jd-finance', write('differs.jsonl', JSON.stringify(exchange)))
  assert.equal(code, 1)
  assert.match(printed, /TYPE, answer: result_code is a text of 1 character, where the dialect has a number/)
  assert.match(printed, /1 exchange of jd-finance: 1 not as the dialect says\./)
  assert.doesNotMatch(printed, /a-person/)
})

test('what cannot be read or is wrongly asked for is exit code 2, in one line that names it', () => {
  const good = JSON.stringify({ time: 1, request: { method: 'GET', url: 'https://a.test/x', headers: {} } })
  const file = write('good.jsonl', good)
  const cases: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['nowhere', file], /there is no platform nowhere/],
    [[jos.id, join(folder, 'none.jsonl')], /the file does not exist.*none\.jsonl/],
    [[jos.id, write('bad.jsonl', `${good}\n{"time": SECRET}`)], /bad\.jsonl, line 2: this is no JSON/],
    [[jos.id, file], /no exchange is of jos; the recording has a\.test\/x/],
    [[jos.id, file, '--keys', write('keys-2.json', '[]')], /keys are a JSON object/],
    [[jos.id, file, '--endpoint', 'tokens=/t'], /has no endpoint tokens/],
    [[jos.id], /missing required argument 'recording'/],
    [[jos.id, file, '--unknown'], /unknown option/],
  ]
  for (const [args, said] of cases) {
    const ended = verify(...args)
    assert.equal(ended.code, 2, `${args.join(' ')}: ${ended.said}`)
    assert.match(ended.said, said)
    assert.doesNotMatch(ended.said, /SECRET|    at /)
    assert.equal(ended.printed, '')
  }
})
