/* The doors of administration, on one server: the operator's and the developer's console, the admin API, the command line. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { administration } from '@hufu/acts/administration'
import { mailOf } from '@hufu/server'
import { Command, CommanderError } from 'commander'
import { adminCommands, commandLine } from '../../packages/cli/src/admin/index.ts'
import { Refused } from '../../packages/cli/src/refused.ts'
import type { Terminal } from '../../packages/cli/src/terminal.ts'
import { received } from '../letters.ts'
import { bearerOf, consoleOf, sent } from '../security/operators.ts'
import { type Options, target } from '../security/target.ts'
import { JSON_TYPE, send } from '../security/wire.ts'

export type Doors = Awaited<ReturnType<typeof doors>>

/** As main.ts has it: 0 done, 1 refused, 2 wrong usage. */
interface Ran {
  readonly code: 0 | 1 | 2
  readonly out: string
  readonly err: string
}

/** The administrator `alice` has come in by each of them. */
export async function doors(options: Options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-doors-'))
  const config = { mail: { folder, from: 'Hufu <no-reply@open.example>' }, ...options.config }
  const site = await target({ store: 'memory', ...options, config })
  const { runtime } = site.running
  const { store } = runtime
  const operator = await consoleOf(site, 'alice')
  const authorization = bearerOf(operator)

  /** Texts and bytes are sent as they are, all else as JSON. `headers`: instead of those of `alice`. */
  async function api(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = { authorization },
  ) {
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
    const answer = await send(site.origin, `/admin/api${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': JSON_TYPE }), ...headers },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    })
    const isJson = String(answer.headers['content-type']).startsWith(JSON_TYPE)
    return { ...answer, json: isJson ? JSON.parse(answer.body) : {} }
  }

  /** What `--config` said of each command that opened the store, and how many have closed it again. */
  const opened: (string | undefined)[] = []
  let closed = 0
  const open: Parameters<typeof adminCommands>[0] = async (options) => {
    opened.push(options.config)
    const mail = mailOf(runtime.config, store, runtime.ring, runtime.log)
    return {
      ...administration(runtime.config, store, runtime.ring, runtime.settings),
      mail,
      actor: commandLine(),
      close: () => (closed++, mail.close()),
    }
  }

  async function command(line: readonly string[], input: string | Terminal['input'] = ''): Promise<Ran> {
    let [out, err] = ['', '']
    const terminal: Terminal = {
      input: typeof input === 'string' ? Readable.from([input]) : input,
      print: (text) => void (out += text),
      say: (text) => void (err += text),
      openBrowser: () => undefined,
    }
    const program = new Command('hufu')
    const quiet = (each: Command): void => {
      each
        .exitOverride()
        .configureOutput({ writeOut: (text) => void (out += text), writeErr: (text) => void (err += text) })
      each.commands.forEach(quiet)
    }
    for (const each of adminCommands(open, terminal)) program.addCommand(each)
    quiet(program)
    try {
      await program.parseAsync(['node', 'hufu', ...line])
      return { code: 0, out, err }
    } catch (error) {
      if (error instanceof Refused) return { code: 1, out, err: err + error.message }
      if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, out, err }
      throw error
    }
  }

  return {
    site,
    store,
    folder,
    operator,
    /** Those of `alice` at the admin API. */
    headers: { authorization },
    api,
    command,
    open,
    opened,
    closed: () => closed,
    /** Fills in the form of a page of the operator console. */
    form: (path: string, fields: Readonly<Record<string, string>> = {}, action?: string) =>
      sent(operator, `/operator${path}`, fields, action && `/operator${action}`),
    /** What the audit log has gained meanwhile, the oldest first. */
    async logged(act: () => Promise<unknown>) {
      const [last] = await store.auditEntries({ limit: 1 })
      await act()
      // What follows an answer is written too.
      for (let turns = 0; turns < 5; turns++) await setImmediate()
      const entries = await store.auditEntries({ limit: 100 })
      return entries.filter(({ id }) => id > (last?.id ?? 0)).toReversed()
    },
    /** The letters that were sent meanwhile. */
    async letters(act: () => Promise<unknown>) {
      const before = received(folder).length
      await act()
      await runtime.mail.settled()
      return received(folder).slice(before)
    },
    async close() {
      await site.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Fails with what was said. */
export function done<Answer extends Ran | { readonly status: number; readonly body: string }>(
  answer: Answer,
): Answer {
  assert.ok('code' in answer ? answer.code === 0 : answer.status < 400, JSON.stringify(answer))
  return answer
}
