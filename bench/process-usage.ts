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

/** Megabytes (10^6 bytes) that a process holds in memory now. */
export function residentMegabytes(pid: number): number | undefined {
  try {
    const kibibytes = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6
  } catch {
    return undefined
  }
}
