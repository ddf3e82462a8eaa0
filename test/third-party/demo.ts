/* The demo in this process, with a folder of its own, and a merchant who logs in and decides. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoPlatform, startDemo } from '@hufu/demo/instance'
import { visitor } from '@hufu/demo/visitor'
import { builtInPlatforms } from '@hufu/dialects'

export interface StartedDemo {
  readonly url: string
  platform(id: string): DemoPlatform
  /** The link opened by a merchant who has not logged in yet; returns the redirect after their decision. */
  decided(link: string, decision?: 'approve' | 'deny'): Promise<URL>
  /** Asks the demo's introspection endpoint. */
  introspect(token: string): Promise<Record<string, unknown>>
}

/**
 * Starts the demo, and stops it whatever happens. `application`: whose callbacks its apps have. `hostsAt`: virtual hosts of
 * platforms, for clients that cannot be pointed below a path.
 */
export async function withDemo(
  use: (demo: StartedDemo) => Promise<void>,
  application = 'http://127.0.0.1:8701',
  hostsAt?: (port: number) => Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'hufu-third-party-'))
  const { running, document } = await startDemo({
    registry: builtInPlatforms,
    ...(await addressFor(hostsAt)),
    data,
    application,
    logLevel: 'error',
  })
  const { url, clientId, clientSecret } = document.introspection
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  try {
    await use({
      url: running.url,
      platform(id) {
        const found = document.platforms.find((each) => each.id === id)
        assert.ok(found, id)
        return found
      },
      async decided(link, decision = 'approve') {
        const browser = visitor(new URL(link).origin)
        const consent = await browser.submit(await browser.open(link), document.merchant)
        const { leftFor, html } = await browser.submit(consent, { decision })
        assert.ok(leftFor, html)
        return new URL(leftFor)
      },
      async introspect(token) {
        const body = new URLSearchParams({ token })
        const reply = await fetch(url, { method: 'POST', headers: { authorization }, body })
        return (await reply.json()) as Record<string, unknown>
      },
    })
  } finally {
    await running.close()
    rmSync(data, { recursive: true, force: true })
  }
}

/** A virtual host that names its port has to know it before there is a server. */
async function addressFor(
  hostsAt: ((port: number) => Readonly<Record<string, readonly string[]>>) | undefined,
) {
  if (!hostsAt) return { port: 0 }
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((closed) => probe.close(closed))
  return { port, hosts: hostsAt(port) }
}
