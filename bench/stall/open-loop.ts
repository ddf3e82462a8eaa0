/* Requests at a fixed rate, whatever becomes of those before: who waits does not send less. */
import { type Connection, openConnection } from '../connection.ts'

export interface Timed {
  /** Milliseconds from the moment at which each was to be sent, sorted. */
  readonly latencies: Float64Array
  readonly failures: number
}

interface Open {
  readonly connection: Connection
}

/** Sends one of `requests` after the other at this rate, on as many connections as that takes. */
export async function openLoop(
  url: URL,
  requests: readonly Buffer[],
  perSecond: number,
  seconds: number,
  isRight: (body: string) => boolean,
): Promise<Timed> {
  const total = Math.round(perSecond * seconds)
  const latencies = new Float64Array(total)
  const idle: Open[] = []
  let failures = 0
  let answered = 0
  const began = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<void>()

  /** What is to be done where a server that is not keeping up ends a connection. */
  const broken = new Map<Connection, () => void>()
  async function openOne(): Promise<Open> {
    const open: { connection?: Connection } = {}
    const connection = await openConnection(url, () => {
      const told = open.connection && broken.get(open.connection)
      if (open.connection) broken.delete(open.connection)
      told?.()
    })
    open.connection = connection
    return { connection }
  }

  async function sendNth(nth: number): Promise<void> {
    const due = began + (nth * 1000) / perSecond
    let connection = idle.pop()
    while (connection && !connection.connection.isOpen()) connection = idle.pop()
    const ended = (failed: boolean): void => {
      latencies[nth] = performance.now() - due
      if (failed) failures++
      answered++
      if (answered === total) resolve()
    }
    const open = connection ?? (await openOne())
    broken.set(open.connection, () => ended(true))
    open.connection.send(requests[nth % requests.length] as Buffer, ({ status, body }) => {
      broken.delete(open.connection)
      idle.push(open)
      ended(status !== 200 || !isRight(body))
    })
  }

  let next = 0
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1000) + 1)
    for (; next < due; next++) sendNth(next).catch(reject)
    if (next === total) clearInterval(timer)
  }, 1)
  try {
    await promise
  } finally {
    clearInterval(timer)
    for (const { connection } of idle) connection.close()
  }
  return { latencies: latencies.toSorted(), failures }
}
