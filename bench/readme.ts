import { keeperText } from './keeper/text.ts'
import type { Budget } from './measure.ts'
import { stallSection } from './stall/report.ts'
import type { Subject } from './subjects/subject.ts'

/** Each as it is printed; that of the million is of another run, which takes long. */
export interface Tables {
  readonly servers: string
  readonly keeper: string
  readonly million: string
}

/** The page that the command leaves behind: the tables with what is needed to judge and to repeat them. */
export function readme(
  tables: Tables,
  facts: readonly string[],
  servers: readonly Pick<Subject, 'title' | 'description'>[],
  run: Budget & { readonly runs: number },
): string {
  return `# Speed, measured

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}; not by hand. Medians of ${run.runs} runs; the smallest and the largest beside rates, p99, memory and start, and of "load busy" the largest.

${tables.servers}

"hufu is 2.00×" says that hufu answers twice as many requests a second as the server of that row does with the same
operation; where hufu does it in several ways there is a figure for each, in the order of their rows (the bare form POST
is set against hufu's code exchanges). "Load busy" is the share of its core that the load
generator used: as long as it stays below 100% the server was the limit. "Others on the
core" is what the server's core did meanwhile for others: the kernel's threads that write to the disk, and neighbours on
the machine; where it differs much from run to run, neighbours disturbed it.

Memory is a matter of Node's flags: hufu runs with those that docs/deploy.md advises, the others with Node's defaults, with
which each of them keeps more for itself, hufu too.

## The keeper

${keeperText(tables)}

${stallSection()}

## Where

${facts.map((fact) => `* ${fact}`).join('\n')}

## What was done

* Each server is a process of its own on one core; the requests come from another process on another core, over
  ${run.concurrency} keep-alive connections, each of which sends its next request when the last is answered. So the mean time of
  an answer is ${run.concurrency} divided by the requests a second.
* The servers take turns: every run starts each of them afresh, one after the other, on empty data, warms it up
  (${run.warmUpSeconds} s an operation, thrown away), measures (${run.seconds} s an operation) and stops it.
* Codes are minted inside of the server's process before the clock starts. They are exchanged, the tokens that came back
  are refreshed once, and the access tokens that came back from that are introspected. Every reply is read, those of the warm-up
  too: one that is not a success with its tokens in it voids the run, and nothing is written.
* Requests are made into bytes before the clock starts, and replies are parsed after it has stopped.
* A sealed exchange is a code exchange whose request and answer are each in an RSA envelope.
* CPU is that of the server's process, all its threads, from the kernel's own account, over the timed part only.

## The servers

${servers.map(({ title, description }) => `* **${title}**: ${description}`).join('\n')}

oidc-provider runs as plain OAuth (no \`openid\`) with opaque tokens, \`client_secret_post\`, rotating refresh tokens and
without a demand for PKCE; introspection is told by hint what it is given; every feature that these need not is switched
off. All servers run with \`NODE_ENV=production\` and keep what Node has compiled (\`NODE_COMPILE_CACHE\`), as \`hufu\` does for itself.

## Again

\`npm run bench\` (\`-- --runs 9\` for more runs). \`npm run bench -- --quick\` shows in under 30 seconds that everything still
runs, prints the tables and leaves this page as it is; its figures are too short to be quoted. \`npm run bench -- --keeper\`
measures the keeper alone, and prints; \`-- --stall\` measures what introspection waits for, and writes that section; \`-- --million\` brings up to a million connections into each store, which takes half an
hour on a busy machine, and keeps those figures for this page.
`
}
