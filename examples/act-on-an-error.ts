/* node examples/act-on-an-error.ts demo.json PLATFORM: what to do when a platform says no. */
import { type CallFailure, isFailure } from '@hufu/client'
import { platform } from './from-demo.ts'

const { client, application } = platform()

// A code that the platform never gave.
const answer = await client.exchangeCode({ code: 'no-such-code', redirectUri: application.redirectUri })
if (isFailure(answer)) console.log(whatToDo(answer))

function whatToDo(failure: CallFailure): string {
  const { error, hint, platformCode, platformMessage, retryAfter = 60 } = failure
  // For the log, and for the platform's support. There is no secret in it.
  console.error(`${failure.outcome} ${error}: ${hint} The platform said ${platformCode} ${platformMessage}.`)

  // Nobody knows whether the platform acted: a code or a refresh token of one use may be spent.
  if (failure.outcome === 'ambiguous') return 'the same request once more, at once, and then never again'

  switch (failure.retry) {
    case 'after':
      return `again in ${retryAfter} s`
    case 'reauth':
      return 'send the merchant a link to connect again'
    case 'fix_config':
      return 'wake a developer: no merchant can mend this'
    case 'never':
      return 'give up'
  }
}
