import { spawn } from 'node:child_process'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onServerCore, type Cores } from './cores.ts'

export interface ServerProcess {
  readonly pid: number
  /** From the spawn to the first 200 of the health path. */
  readonly readyMilliseconds: number
  stop(): Promise<void>
}

/**
 * Starts `node <file> <args>` on the servers' core and waits until a GET of `health` answers 200.
 * @throws {Error} with what the process wrote to stderr when it ends first.
 */
export async function startServerProcess(
  cores: Cores,
  args: readonly string[],
  health: URL,
): Promise<ServerProcess> {
  const [command, ...rest] = onServerCore(cores, [process.execPath, ...args])
  const began = performance.now()
  const child = spawn(command as string, rest, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
      // As `hufu` does for itself.
      NODE_COMPILE_CACHE: join(tmpdir(), 'hufu-bench-compiled'),
    },
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4000)
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)

  while (!(await answers(health))) {
    if (child.exitCode !== null || performance.now() - began > 20_000) {
      child.kill('SIGKILL')
      throw new Error(`${args[0]} did not come up\n${complaints}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return {
    pid: child.pid as number,
    readyMilliseconds: performance.now() - began,
    async stop() {
      child.kill('SIGTERM')
      const kill = setTimeout(() => child.kill('SIGKILL'), 5000)
      await ended
      clearTimeout(kill)
      process.off('exit', killWithUs)
    },
  }
}

function answers(health: URL): Promise<boolean> {
  return new Promise((resolve) => {
    get(health, { agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    }).on('error', () => resolve(false))
  })
}

/** A port that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
