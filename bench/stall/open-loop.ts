/* Requests at a fixed rate, whatever becomes of those before: who waits does not send less. */
import { type Connection, openConnection } from '../connection.ts'

export interface Timed {
  /** Milliseconds from the moment at which each was to be sent, sorted. */
  readonly latencies: Float64Array
  readonly failures: number
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
  const idle: Connection[] = []
  let failures = 0
  let answered = 0
  const began = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<void>()

  async function sendNth(nth: number): Promise<void> {
    const due = began + (nth * 1000) / perSecond
    let connection = idle.pop()
    while (connection && !connection.isOpen()) connection = idle.pop()
    const open = connection ?? (await openConnection(url, reject))
    open.send(requests[nth % requests.length] as Buffer, ({ status, body }) => {
      latencies[nth] = performance.now() - due
      if (status !== 200 || !isRight(body)) failures++
      idle.push(open)
      answered++
      if (answered === total) resolve()
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
    for (const connection of idle) connection.close()
  }
  return { latencies: latencies.toSorted(), failures }
}
