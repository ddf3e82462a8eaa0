import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Registry } from '@hufu/dialects'
import { lossyOutput } from '@hufu/web/lossy-output'
import { Command } from 'commander'
import { configOption, loadRegistry } from './config-file.ts'
import { port } from './port.ts'
import { Refused } from './refused.ts'
import { lost, stopped } from './serve.ts'
import { ownTerminal } from './terminal.ts'
import { createApplication } from '@hufu/demo/application'
import { type Step, checkDemo } from '@hufu/demo/check'
import { type Demo, startDemo } from '@hufu/demo/instance'

interface Options {
  readonly config?: string
  readonly port?: number
  readonly clientPort?: number
  readonly data: string
  readonly open: boolean
  readonly json?: true
  readonly check?: true
}

/** `hufu demo`: both halves on this machine. */
export const demoCommand = (): Command =>
  new Command('demo')
    .description(
      'run both halves on this machine: all platforms, and an application that connects a shop to each',
    )
    .option(...configOption)
    .option('--port <number>', 'port of the platform half (default: 8700; with --check any free port)', port)
    .option(
      '--client-port <number>',
      'port of the demo application (default: 8701; with --check any free port)',
      port,
    )
    .option('--data <folder>', 'folder of the store, keys and secrets of the demo', './data')
    .option('--no-open', 'do not open the browser')
    .option('--json', 'print one JSON document about the platforms as the first line, then serve')
    .option(
      '--check',
      "run every platform's whole flow over HTTP, print each step, and exit; uses no data of --data",
    )
    .action((options: Options) => (options.check ? check(options) : run(options)))

async function start(
  registry: Registry,
  options: Pick<Options, 'port' | 'clientPort' | 'data' | 'check'>,
  now?: () => number,
) {
  const free = options.check ? 0 : undefined
  const { app, connectTo } = await createApplication()
  const application = await app.listen({ host: '127.0.0.1', port: options.clientPort ?? free ?? 8701 })
  const demo: Demo = await startDemo({
    registry,
    port: options.port ?? free ?? 8700,
    data: options.data,
    application,
    ...(now && { now }),
  }).catch(async (error: unknown) => {
    await app.close()
    throw error
  })
  connectTo(demo.dialects, demo.document.platforms)
  return {
    demo,
    application,
    async close() {
      await Promise.all([app.close(), demo.running.close()])
    },
  }
}

async function run(options: Options): Promise<void> {
  const { demo, application, close } = await start(await loadRegistry(options.config), options)
  const { write: say } = lossyOutput(1, lost)
  if (options.json) say(`${JSON.stringify(demo.document)}\n`)
  else {
    const { merchant, developer, operator } = demo.document
    say(
      `\n  Platform half     ${demo.running.url}\n` +
        demo.document.platforms.map(({ id, baseUrl }) => `    ${id.padEnd(14)}  ${baseUrl}\n`).join('') +
        `\n  Demo application  ${application}   <- open this, and press Connect\n` +
        `  Demo merchant     ${merchant.username} / ${merchant.password}\n` +
        `  Developers        ${developer.url}   ${developer.email} / ${developer.password}\n` +
        `  Operators         ${operator.url}   ${operator.username} / ${operator.password}\n` +
        `  Data              ${options.data}\n\n  Ctrl-C stops it.\n\n`,
    )
    if (options.open && process.stdout.isTTY) ownTerminal.openBrowser(application)
  }
  await stopped(close, () => undefined)
}

async function check(options: Options): Promise<void> {
  const registry = await loadRegistry(options.config)
  const begun = performance.now()
  const steps: Step[] = []
  const good = await checkFlows(
    registry,
    (step) => {
      steps.push(step)
      if (!options.json) process.stdout.write(line(step))
    },
    options,
  )
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  if (options.json) process.stdout.write(`${JSON.stringify({ ok: good, steps })}\n`)
  else
    process.stdout.write(
      `\n${steps.filter(({ ok }) => ok).length} of ${steps.length} steps passed in ${seconds} s\n`,
    )
  if (!good) throw new Refused('some steps failed: see the lines that begin with FAILED')
}

/** Goes through the whole flow of each platform, with a server and an application of its own. Returns whether all is good. */
export async function checkFlows(
  registry: Registry,
  tell: (step: Step) => void,
  ports: Pick<Options, 'port' | 'clientPort'> = {},
): Promise<boolean> {
  const data = mkdtempSync(join(tmpdir(), 'hufu-check-'))
  let ahead = 0
  const now = () => Math.floor(Date.now() / 1000) + ahead
  const { demo, close } = await start(registry, { ...ports, data, check: true }, now)
  try {
    return await checkDemo(demo, { now, turn: (seconds) => (ahead += seconds) }, tell)
  } finally {
    await close()
    rmSync(data, { recursive: true, force: true })
  }
}

const line = ({ platform, step, ok, said }: Step): string =>
  `${ok ? 'ok    ' : 'FAILED'}  ${platform.padEnd(11)}  ${step.padEnd(20)}  ${said}\n`
