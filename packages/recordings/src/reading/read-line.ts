import { isBag, type Bag } from '@hufu/dialects'
import { type Refuse, bagOf, parsed, statusOf, textOf, urlOf } from './checked.ts'
import type { PlacedExchange } from './placed-exchange.ts'
import { RecordingError } from './recording-error.ts'

/** One line of a recording: see `RecordedExchange` of `@hufu/client`. @throws {RecordingError} */
export function readLine(text: string, line: number): PlacedExchange {
  const refuse: Refuse = (member, problem) => {
    throw new RecordingError(line, `${member} ${problem}`)
  }
  const said = parsed(text)
  if (!isBag(said))
    throw new RecordingError(line, said === undefined ? 'this is no JSON' : 'this is no JSON object')
  const { time, redacted, response } = said
  if (typeof time !== 'number' || !Number.isFinite(time))
    return refuse('time', 'is missing, or is no number of seconds since the epoch')
  if (redacted !== undefined && redacted !== true) refuse('redacted', 'is there, and is not `true`')
  const request = bagOf(said, 'request', refuse)
  const answer = response === undefined ? undefined : bagOf(said, 'response', refuse)
  return {
    line,
    time,
    request: {
      method: textOf(request, 'method', refuse, 'request.').toUpperCase(),
      url: urlOf(request, 'url', refuse, 'request.'),
      ...partsOf(request, 'request.', refuse),
    },
    ...(answer && {
      response: {
        status: statusOf(answer, refuse, 'response.', 100),
        ...partsOf(answer, 'response.', refuse),
      },
    }),
    ...(redacted === true && { redacted }),
  }
}

/** Headers may be left out where there are none that matter. */
function partsOf(bag: Bag, at: string, refuse: Refuse) {
  const headers = bag['headers'] === undefined ? {} : bagOf(bag, 'headers', refuse, at)
  const text = (name: string) => (bag[name] === undefined ? {} : { [name]: textOf(bag, name, refuse, at) })
  return {
    headers: Object.fromEntries(
      Object.keys(headers).map((name) => [
        name.toLowerCase(),
        textOf(headers, name, refuse, `${at}headers.`),
      ]),
    ),
    ...(text('body') as { readonly body?: string }),
    ...(text('opened') as { readonly opened?: string }),
  }
}
