import { Agent, request } from 'node:http'
import { setPriority } from 'node:os'
import type { OtherLoad } from './loads.ts'

/*
 * The other load, in a process of its own: so many connections, each of which asks again when it is answered, until it is
 * told to stop. Arguments: URL, and the load as JSON. Prints what was answered, by status.
 */
// Introspection is timed by another process of the same core, which goes first.
setPriority(10)
const [url = '', text = ''] = process.argv.slice(2)
const load = JSON.parse(text) as OtherLoad
const agent = new Agent({ keepAlive: true, maxSockets: load.connections })
const answers: Record<string, number> = {}
let bytes = 0
let isOver = false

function ask(): void {
  if (isOver) return
  const { method, path, headers, body } = load.request
  const time = body?.replace('{time}', String(Date.now()))
  const asked = request(new URL(path, url), { method, headers, agent }, (response) => {
    response.on('data', (chunk: Buffer) => (bytes += chunk.length))
    response.on('end', () => {
      answers[String(response.statusCode)] = (answers[String(response.statusCode)] ?? 0) + 1
      ask()
    })
    response.on('error', again)
  })
  asked.on('error', again)
  asked.end(time)
}
function again(): void {
  answers['broken'] = (answers['broken'] ?? 0) + 1
  setTimeout(ask, 10)
}
for (let nth = 0; nth < load.connections; nth++) ask()
process.once('SIGTERM', () => {
  isOver = true
  process.stdout.write(JSON.stringify({ answers, bytes }), () => process.exit())
})
