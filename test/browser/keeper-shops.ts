/* A daemon with shops in every state, for tests of its pages. */
import assert from 'node:assert/strict'
import type { ConnectionView } from '@hufu/keeper'
import { type Daemon, type KeeperFolder, ask, keeperFolder } from '../../packages/cli/test/keeper-child.ts'
import { type TestSandbox, startSandbox } from '../../packages/keeper/test/sandbox.ts'

export interface Shops {
  readonly sandbox: TestSandbox
  readonly kept: KeeperFolder
  readonly daemon: Daemon
  /** By shop. */
  readonly ids: Readonly<Record<string, string>>
  call(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>>
  close(): Promise<void>
}

const DAY = 86_400
/** A platform with a quota; one whose refresh gives new tokens. */
export const COUNTED = 'jd-central'
export const PLAIN = 'chainup'

export async function shops(many = 0): Promise<Shops> {
  const sandbox = await startSandbox()
  const apps = await Promise.all([COUNTED, PLAIN].map((platform) => sandbox.app(platform)))
  const kept = keeperFolder(apps, { schedule: false })
  const daemon = await kept.daemon()
  const ids: Record<string, string> = {}
  const now = Math.floor(Date.now() / 1000)

  async function call(method: string, path: string, body?: object) {
    const answer = await ask(daemon, kept.tokens.admin, method, `/v1${path}`, body)
    assert.equal(answer.status, 200, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  async function add(platform: string, tenant: string, shop: string, alias?: string, endsInDays?: number) {
    const app = apps.find((each) => each.platform === platform)
    assert.ok(app)
    const [grant] = await sandbox.grants(app, 1)
    assert.ok(grant)
    const { accessToken, refreshToken, expiresIn, openId } = grant.tokens
    const view = (await call('POST', '/connections', {
      platform,
      tenant,
      shop,
      alias,
      accessToken,
      refreshToken,
      openId,
      expiresAt: now + expiresIn,
      ...(endsInDays !== undefined && { authorizationExpiresAt: now + endsInDays * DAY }),
    })) as unknown as ConnectionView
    ids[shop] = view.id
    return view.id
  }
  const refresh = async (id: string) => {
    await ask(daemon, kept.tokens.admin, 'POST', `/v1/connections/${id}/refresh`)
  }

  await refresh(await add(COUNTED, 'acme', 'TH100231', 'Bangkok Gadgets', 2))
  await refresh(await add(PLAIN, 'acme', 'SG-77', 'สิงคโปร์ แฟชั่น', 9))
  await add(COUNTED, 'siam-trading', 'TH100555', undefined, 20)
  await sandbox.fault({
    platform: PLAIN,
    kind: 'error',
    reason: 'refresh_token_unknown',
    endpoint: 'refresh',
    times: 1,
  })
  await refresh(await add(PLAIN, 'siam-trading', 'CN-1024', '京东旗舰店'))
  await sandbox.fault({ platform: COUNTED, kind: 'unavailable', endpoint: 'refresh', times: 1 })
  await refresh(await add(COUNTED, 'acme', 'TH100777', 'Chiang Mai Coffee'))
  for (let at = 0; at < many; at++) await add(COUNTED, 'many', `M${1000 + at}`, undefined, 30 + (at % 20))
  return {
    sandbox,
    kept,
    daemon,
    ids,
    call,
    async close() {
      await kept.close()
      await sandbox.close()
    },
  }
}

/** The one-time link that the daemon printed. */
export function linkOf({ daemon }: Pick<Shops, 'daemon'>): string {
  const [link] = /http\S+\/ui\/enter\?key=\S+/.exec(daemon.said()) ?? []
  assert.ok(link, daemon.said())
  return link
}
