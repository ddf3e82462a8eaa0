/* A keeper that is killed between a change and the message about it. */
import { createKeeper } from '@hufu/keeper'

const [, , path = '', keys = '', webhooks = '{}'] = process.argv
const keeper = await createKeeper({
  store: `sqlite:${path}`,
  keys,
  apps: { jos: { clientId: 'app-1', clientSecret: 's', baseUrl: 'http://127.0.0.1:9' } },
  webhooks: JSON.parse(webhooks) as Record<string, { url: string; secret: string }>,
  schedule: false,
  pollSeconds: 600,
})
keeper.on('connection.created', () => process.kill(process.pid, 'SIGKILL'))
await keeper.add({
  tenant: 'acme',
  platform: 'jos',
  shop: 'S1',
  accessToken: 'a',
  refreshToken: 'r',
  expiresAt: Date.now() / 1000 + 3600,
})
