import { openConnection, type Connection, type Reply } from './connection.ts'

/** What one timed stretch of requests came to. */
export interface LoadResult {
  readonly seconds: number
  /** Milliseconds, one a request. */
  readonly latencies: Float64Array
  /** In the order of the requests. */
  readonly replies: readonly Reply[]
  /** Share of the time that the load's own process was busy: near 1 it was measuring itself. */
  readonly loadBusy: number
}

export interface Load {
  run(requests: readonly Buffer[]): Promise<LoadResult>
  close(): void
}

/** A closed loop: so many keep-alive connections, each sending its next request when the last is answered. */
export function openLoad(url: URL, concurrency: number): Load {
  let connections: Connection[] = []
  let fail: (error: Error) => void = () => {}

  async function connectAll() {
    const open = connections.filter((connection) => connection.isOpen())
    const missing = Array.from({ length: concurrency - open.length }, () =>
      openConnection(url, (error) => fail(error)),
    )
    connections = [...open, ...(await Promise.all(missing))]
  }

  return {
    async run(requests) {
      const failed = new Promise<never>((_resolve, reject) => {
        fail = reject
      })
      await Promise.race([connectAll(), failed])
      return await Promise.race([sendAll(connections, requests), failed])
    },
    close() {
      for (const connection of connections) connection.close()
    },
  }
}

function sendAll(connections: readonly Connection[], requests: readonly Buffer[]): Promise<LoadResult> {
  const latencies = new Float64Array(requests.length)
  const replies: Reply[] = Array.from({ length: requests.length })
  const cpu = process.cpuUsage()
  const began = performance.now()
  let next = 0
  let left = requests.length

  return new Promise((resolve) => {
    function finish() {
      const seconds = (performance.now() - began) / 1000
      const { user, system } = process.cpuUsage(cpu)
      resolve({ seconds, latencies, replies, loadBusy: (user + system) / 1e6 / seconds })
    }
    function sendNext(connection: Connection) {
      const index = next
      const request = requests[index]
      if (request === undefined) return
      next += 1
      const sent = performance.now()
      connection.send(request, (reply) => {
        latencies[index] = performance.now() - sent
        replies[index] = reply
        left -= 1
        if (left === 0) finish()
        else sendNext(connection)
      })
    }
    for (const connection of connections) sendNext(connection)
  })
}
