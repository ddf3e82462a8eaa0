/* node examples/user-info.ts demo.json PLATFORM tokens.json: who authorised you, as far as the platform tells. */
import { isFailure } from '@hufu/client'
import { argument, platform } from './from-demo.ts'
import { storedTokens } from './stored-tokens.ts'

const { client } = platform()
const tokens = await storedTokens(argument(0))

// With a dialect that is known at compile time the call is there or is not, and wants just what that platform wants.
const user = await client.userInfo?.({ accessToken: tokens.accessToken, openId: tokens.openId })

if (user === undefined) console.log('not offered')
else if (isFailure(user)) throw new Error(`${user.error}: ${user.hint}`)
else console.log(JSON.stringify(user))
