/* node examples/refresh-and-store.ts demo.json PLATFORM tokens.json: new tokens, stored before they are used. */
import { isFailure } from '@hufu/client'
import { argument, platform } from './from-demo.ts'
import { endOf, storeTokens, storedTokens } from './stored-tokens.ts'

const file = argument(0)
const { client } = platform()

// One at a time for each shop: where refresh tokens are of one use, two at once may end the authorization.
const refreshed = await client.refresh(await storedTokens(file))

if (isFailure(refreshed)) throw new Error(`${refreshed.outcome}: ${refreshed.error}: ${refreshed.hint}`)

// Whole: what the reply left out, such as a refresh token that does not change, is in it from before.
await storeTokens(file, refreshed)
console.log(`good until ${endOf(refreshed)}`)
