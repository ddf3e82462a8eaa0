/* node examples/exchange-a-code.ts demo.json PLATFORM tokens.json: link, pasted callback, tokens in a file. */
import { createInterface } from 'node:readline/promises'
import { isFailure } from '@hufu/client'
import { argument, platform } from './from-demo.ts'
import { endOf, storeTokens } from './stored-tokens.ts'

const { client, application } = platform()
const { redirectUri } = application

// `begin` makes a state of one use and keeps it; the binding ties it to this user, here by staying in this process.
const { url, binding } = await client.begin({ redirectUri })
console.log(url)

const terminal = createInterface({ input: process.stdin })
const callback = await terminal.question('')
terminal.close()

const authorized = await client.finish(callback, { binding })
if (isFailure(authorized)) throw new Error(`${authorized.error}: ${authorized.hint}`)

const tokens = await client.exchangeCode(authorized)
if (isFailure(tokens)) throw new Error(`${tokens.error}: ${tokens.hint}`)

await storeTokens(argument(0), tokens)
console.log(`good until ${endOf(tokens)}`)
