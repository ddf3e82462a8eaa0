/* A real process that is stopped after it took the lease, overtaken, and goes on. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { createKeeper, sqliteKeeperStore } from '@hufu/keeper'
import { KEYS, NAME, PLATFORM } from './asleep.ts'
import { newFile } from './kept.ts'
import { eventually } from './receiver.ts'

test(
  'a process that was stopped sends no token that another replaced',
  { skip: process.platform === 'win32' },
  async (t) => {
    const sent: string[] = []
    const platform = createServer((request, response) => {
      void text(request).then((body) => {
        sent.push(new URLSearchParams(body).get('refresh_token') ?? '')
        const nth = sent.length
        const tokens = {
          access_token: `a${nth}`,
          refresh_token: `r${nth}`,
          token_type: 'Bearer',
          expires_in: 3600,
        }
        response.setHeader('content-type', 'application/json').end(JSON.stringify(tokens))
      })
    }).listen(0, '127.0.0.1')
    await once(platform, 'listening')
    t.after(() => platform.close())
    const baseUrl = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`

    const file = newFile()
    const store = sqliteKeeperStore(file)
    const policy = { reuse: { replaySeconds: 3, then: 'revoke-family' } } as const
    const apps = { [PLATFORM]: { clientId: 'app', clientSecret: 's', baseUrl, policy } }
    const keeper = await createKeeper({ store, keys: KEYS, apps, schedule: false, pollSeconds: 600 })
    t.after(() => keeper.close())
    const { id } = await keeper.add({
      ...NAME,
      accessToken: 'a0',
      refreshToken: 'r0',
      expiresAt: Date.now() / 1000 + 3600,
    })

    const child = spawn(
      process.execPath,
      [`${import.meta.dirname}/stopping-keeper.ts`, file, KEYS, baseUrl],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    t.after(() => child.kill('SIGKILL'))
    const said = text(child.stdout)
    await eventually('the other has the lease', async () => (await store.connection(id))?.lease !== undefined)
    assert.equal((await keeper.refresh(NAME)).generation, 2, 'its lease ends while it is stopped')
    child.kill('SIGCONT')
    assert.equal(await said, 'generation 2\n')
    assert.deepEqual(sent, ['r0'])
  },
)
