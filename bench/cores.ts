import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Which core the servers get and which the load, or why neither has one of its own. */
export type Cores =
  | { readonly pinned: true; readonly server: number; readonly load: number }
  | { readonly pinned: false; readonly reason: string }

/** Two cores that this process may use, of different physical cores where the machine says so. */
export function chooseCores(): Cores {
  if (process.platform !== 'linux' || spawnSync('taskset', ['-V']).status !== 0) {
    return { pinned: false, reason: 'not pinned: there is no taskset here' }
  }
  const [server, ...others] = allowedCores()
  if (server === undefined || others.length === 0) {
    return { pinned: false, reason: 'not pinned: there is one core only, shared by server and load' }
  }
  const siblings = readList(`/sys/devices/system/cpu/cpu${server}/topology/thread_siblings_list`)
  const load = others.find((core) => !siblings.includes(core)) ?? others[0]
  return { pinned: true, server, load: load as number }
}

/** Moves this process, the load, to its core. */
export function pinLoad(cores: Cores): void {
  if (cores.pinned) spawnSync('taskset', ['-a', '-c', '-p', String(cores.load), String(process.pid)])
}

/** The command line that runs one program on the servers' core. */
export function onServerCore(cores: Cores, command: readonly string[]): readonly string[] {
  return cores.pinned ? ['taskset', '-c', String(cores.server), ...command] : command
}

function allowedCores(): number[] {
  const status = readFileSync('/proc/self/status', 'utf8')
  return parseList(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '')
}

function readList(path: string): number[] {
  try {
    return parseList(readFileSync(path, 'utf8').trim())
  } catch {
    return []
  }
}

/** Reads the kernel's lists: `0-3,8` is 0, 1, 2, 3, 8. */
function parseList(list: string): number[] {
  return list
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number)
      return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    })
}
