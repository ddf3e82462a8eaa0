/* node examples/sealed-platform.ts demo.json: a platform whose requests and answers are encrypted and signed with RSA keys. */
import { isFailure } from '@hufu/client'
import { nodeClient } from '@hufu/client/node'
import { dialects } from '@hufu/dialects'
import { applications } from './from-demo.ts'

const all = applications()
for (const dialect of dialects.filter(({ envelope }) => envelope !== undefined)) {
  const application = all.find(({ id }) => id === dialect.id)
  if (!application?.clientPrivateKey || !application.platformPublicKey) continue

  const client = nodeClient(dialect, {
    baseUrl: application.baseUrl,
    clientId: application.clientId,
    // PEM, or DER in one line of base64. While one is replaced, a list of two: the one to prefer first.
    privateKey: application.clientPrivateKey,
    platformPublicKey: application.platformPublicKey,
  })

  // The seal proves the application, so there is no secret. An answer that the platform did not sign is not believed.
  const answer = await client.exchangeCode({ code: 'no-such-code' })
  if (isFailure(answer))
    console.log(`${answer.outcome}: ${answer.error} (the platform's ${answer.platformCode})`)
}
