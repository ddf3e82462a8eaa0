import { readFileSync } from 'node:fs'
import { cpus, loadavg, totalmem, type } from 'node:os'
import type { Cores } from './cores.ts'

/** The facts without which a figure says nothing. Names of hosts and folders are nobody's business. */
export function machineFacts(cores: Cores, loadBefore: number): readonly string[] {
  return [
    `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()}`,
    cores.pinned ? `servers pinned to core ${cores.server}, the load to core ${cores.load}` : cores.reason,
    `load average when it began: ${loadBefore.toFixed(2)} (others at work on the machine make every figure smaller)`,
    `Node ${process.versions.node}, SQLite ${process.versions['sqlite']}, oidc-provider ${versionOf('oidc-provider')}`,
  ]
}

/** Of the last minute, before the bench itself adds to it. */
export function loadAverage(): number {
  return loadavg()[0] ?? 0
}

function versionOf(packageName: string): string {
  const manifest = new URL(`../node_modules/${packageName}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
