/* One keeper process of the crash proofs: it refreshes what is due, hands out tokens, and says what should never be. */
import { readFileSync } from 'node:fs'
import { type AppsOptions, KeeperError, type Named, createKeeper } from '@hufu/keeper'

export interface WorkerPlan {
  readonly store: string
  readonly keys: string
  readonly spool: string
  readonly apps: AppsOptions
  readonly names: readonly Named[]
}

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as WorkerPlan
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined }
const keeper = await createKeeper({ ...plan, pollSeconds: 0.3, maxStaleSeconds: 1, log: silent })

const handedOut = new Map<string, number>()
const figures = { tokens: 0, forced: 0 }
const errors: Record<string, number> = {}
let stopping = false

/** I3: no process ever returns a token older than one that it returned before. */
function check(name: Named, generation: number): void {
  const key = `${name.platform} ${name.shop}`
  const before = handedOut.get(key) ?? 0
  if (generation < before) say({ violation: `${key}: generation ${generation} after ${before}` })
  handedOut.set(key, Math.max(before, generation))
  figures.tokens++
}

async function caller(number: number): Promise<void> {
  for (let turn = number; !stopping; turn += 7919) {
    const name = plan.names[turn % plan.names.length]
    if (!name) return
    try {
      const token = await keeper.token(name)
      check(name, token.generation)
      if (turn % 41 === 0) {
        figures.forced++
        check(name, (await keeper.invalidate(name, token.accessToken)).generation)
      }
    } catch (error) {
      if (!(error instanceof KeeperError)) throw error
      errors[error.error] = (errors[error.error] ?? 0) + 1
    }
    await new Promise((done) => setTimeout(done, 20))
  }
}

const callers = Array.from({ length: 8 }, (_, number) => caller(number * 13 + process.pid))
const ticker = setInterval(() => say({ figures, errors }), 500)
say({ ready: true })
process.once('SIGTERM', () => {
  stopping = true
  clearInterval(ticker)
  void Promise.all(callers)
    .then(() => keeper.close())
    .then(() => say({ closed: true, figures, errors }))
})
