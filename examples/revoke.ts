/* node examples/revoke.ts demo.json PLATFORM tokens.json: give the authorization back. */
import { isFailure } from '@hufu/client'
import { argument, platform } from './from-demo.ts'
import { storedTokens } from './stored-tokens.ts'

const { client } = platform()
const { accessToken, refreshToken } = await storedTokens(argument(0))

// One of the two ends both. Real platforms document no such call: there the merchant ends it in their own account.
if (!client.offers.revocation) console.log('not offered')
else {
  const answer = await client.revoke(refreshToken ?? accessToken)
  if (isFailure(answer)) throw new Error(`${answer.error}: ${answer.hint}`)
  console.log('revoked')
}
