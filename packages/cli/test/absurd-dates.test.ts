/* What a page writes of one shop whose dates are beyond all dates. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConnectionView } from '@hufu/keeper'
import { dateText, languages, momentText, timeText } from '@hufu/web/design/language'
import { printOne } from '../src/admin/print.ts'
import { endOf, nextRefreshOf } from '@hufu/keeper-daemon/pages/parts'

const view = (at: number): ConnectionView => ({
  id: 'cn_1',
  tenant: 'acme',
  platform: 'jos',
  app: 'app',
  shop: 'S1',
  status: 'active',
  generation: 1,
  accessExpiresAt: at,
  refreshExpiresAt: at,
  endsAt: at,
  nextRefreshAt: at,
  refreshing: false,
  uncertain: false,
  failures: 0,
  facts: {},
  createdAt: 0,
  updatedAt: at,
})

for (const at of [1e13, 1e18, 1e300, -1e300])
  test(`a time of ${at} is written, and breaks no page and no command`, () => {
    for (const language of languages) {
      for (const text of [dateText, momentText, timeText]) assert.ok(text(language, at).length > 0)
      assert.ok(nextRefreshOf(language, view(at), 0).length > 0)
      assert.ok(endOf(language, view(at), 0).length > 0)
    }
    let printed = ''
    const terminal = { print: (text: string) => void (printed += text) } as Parameters<typeof printOne>[0]
    printOne(terminal, undefined, 'connection', view(at))
    assert.match(printed, /S1/)
  })
