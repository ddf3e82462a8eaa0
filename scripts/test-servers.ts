/*
 * What the files of `npm test` share, started when the first of them asks: test/browser/chromium.ts,
 * packages/keeper-store/test/postgres.ts and test/built-packages.ts.
 */
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import { startPostgres } from '../packages/keeper-store/test/postgres.ts'
import type { SharedServer } from '../packages/keeper-store/test/shared-server.ts'
import { launching } from '../test/browser/launching.ts'
import { buildPackages } from '../test/built-packages.ts'

interface Shared {
  readonly address: string
  stop(): Promise<void>
}

const start: Readonly<Record<SharedServer, (ended: () => void) => Promise<Shared>>> = {
  async chromium(ended) {
    const server = await chromium.launchServer(launching())
    server.once('close', ended)
    return { address: server.wsEndpoint(), stop: () => server.close() }
  },
  async postgres() {
    const server = await startPostgres()
    return { address: server.address('postgres'), stop: () => server.stop() }
  },
  packages: buildPackages,
}

/** `url` is asked for the address of each, by its name. */
export async function testServers(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const started = new Map<string, Promise<Shared>>()
  const asked = (name: SharedServer): Promise<Shared> => {
    const held = started.get(name)
    if (held) return held
    // One that crashed is started again for the files that come after.
    const begun = start[name](() => started.delete(name))
    started.set(name, begun)
    return begun
  }
  const server: Server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1)
    if (!Object.hasOwn(start, name)) return void response.writeHead(404).end(`nobody shares ${name}`)
    asked(name as SharedServer).then(
      ({ address }) => response.end(address),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      for (const each of await Promise.allSettled(started.values()))
        if (each.status === 'fulfilled') await each.value.stop()
    },
  }
}
