import { readdirSync, readFileSync } from 'node:fs'

/** Seconds of CPU that a process has used, all threads, to the nanosecond; undefined where the system has no /proc. */
export function cpuSeconds(pid: number): number | undefined {
  try {
    let nanoseconds = 0
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    }
    return nanoseconds / 1e9
  } catch {
    return undefined
  }
}

/**
 * Seconds that a core has been busy for anybody, in steps of the kernel's 10 ms; undefined where there is no /proc.
 * Compared with what the server used, it tells how much of its core the server did not get.
 */
export function coreBusySeconds(core: number): number | undefined {
  try {
    const line = new RegExp(`^cpu${core} (.*)$`, 'm').exec(readFileSync('/proc/stat', 'utf8'))?.[1]
    if (line === undefined) return undefined
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(' ').map(Number)
    return (user + nice + system + irq + softirq + steal) / 100
  } catch {
    return undefined
  }
}

/** Megabytes (10^6 bytes) that a process holds in memory now. */
export function residentMegabytes(pid: number): number | undefined {
  try {
    const kibibytes = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6
  } catch {
    return undefined
  }
}
