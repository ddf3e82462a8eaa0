/* What is said of the keeper's figures on the page. */
import type { Tables } from '../readme.ts'
import { advisedFlags } from '../advised.ts'
import { CONCURRENCY } from './keeper.ts'

export const keeperText = ({ keeper, million }: Pick<Tables, 'keeper' | 'million'>): string => `${keeper}

Up to a million connections. ${million}

* Every program of the keeper runs in a process of its own on the servers' core; platform and PostgreSQL are on the other.
* A rate "a second of CPU" counts what the process used, all its threads, so that neighbours on the machine do not count.
* **From memory**: one caller, call after call, each awaited; the shops in no order, a million calls and more. Tokens count as
  fresh for an hour here; by default the store is asked once in 5 s whether another process has a newer one. Memory is the
  difference after a collection, before the first token and after one of each (\`${advisedFlags.join(' ')}\`).
* **End to end**: connections that are all due, the scheduler of one keeper with ${CONCURRENCY} refreshes at once, against \`hufu
  serve\` on SQLite whose refresh tokens are of one use: lease and intent, call, new tokens, event, each durable before the next.
  From \`createKeeper\` to the last refresh.
* **Beyond a bare fetch**: the callers take turns with the same request to the same bare \`node:http\` endpoint, 8 at once for CPU,
  one after the other for time. The keeper's figure has two durable commits in it.
* **Import** is \`keeper.import\` of JSON lines; sealed, and durable batch by batch. **Start** is from \`createKeeper\` to the first
  answer that the scheduler gets; **look**, **interrupted**, **counts** and pages are one call of the store each, in ms.`
