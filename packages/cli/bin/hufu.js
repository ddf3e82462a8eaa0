#!/usr/bin/env node
/* Plain JavaScript that any Node since 20 can run: it goes on here if this Node will do, else on the pinned runtime. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { constants, homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @param {string} version */
function willDo(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 7)
}

/**
 * The runtime that the registry's platform package brought, if there is one and it is new enough.
 * @returns {string | undefined}
 */
function pinnedRuntime() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const require = createRequire(import.meta.url)
  for (const family of ['node', 'node-bin']) {
    try {
      const manifest = require.resolve(`${family}-${system}-${process.arch}/package.json`)
      const { version, bin } = JSON.parse(readFileSync(manifest, 'utf8'))
      if (willDo(version)) return join(dirname(manifest), bin.node)
    } catch {
      // Not installed: the next one.
    }
  }
  return undefined
}

/**
 * The same command on another Node; its end becomes ours.
 * @param {string} runtime
 */
function goOnAt(runtime) {
  const child = spawn(runtime, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  // Ctrl-C at a terminal reaches the child by itself; a second one would read as impatience.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`hufu: ${runtime} does not start: ${error.message}`)
    process.exit(69)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.exitCode = 128 + constants.signals[signal]
    process.kill(process.pid, signal)
  })
}

/** SQLite inside Node is what the store is built on: that it is called experimental is no news to the user. */
function silenceSqliteWarning() {
  const warn = process.emitWarning
  process.emitWarning = (warning, ...rest) => {
    if (typeof warning === 'string' && warning.startsWith('SQLite is an experimental feature')) return
    Reflect.apply(warn, process, [warning, ...rest])
  }
}

/** Compiled once: a second start is a fifth shorter. In a folder of the user's own, as what lies there is run. */
function keepCompiled() {
  try {
    module.enableCompileCache(join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'hufu'))
    // A server that is killed would never write it.
    setTimeout(() => module.flushCompileCache?.(), 3000).unref()
  } catch {
    // Who has no home has no cache.
  }
}

if (willDo(process.version)) {
  silenceSqliteWarning()
  keepCompiled()
  await import('hufu/main')
} else {
  const runtime = pinnedRuntime()
  if (runtime === undefined) {
    console.error(
      `hufu needs Node 24.7 or later; this is ${process.version}. Install Node 24 LTS from nodejs.org.`,
    )
    process.exitCode = 69
  } else goOnAt(runtime)
}
