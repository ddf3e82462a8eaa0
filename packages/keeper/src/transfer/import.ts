/* Tokens that somebody already holds, from a file of any length: a batch of lines is in memory, and written together. */
import { admitAs, newId } from '../connect/admit.ts'
import type { Admitted } from '../connect/admitted.ts'
import type { App } from '../app/app.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { KeeperError, keeperError } from '@hufu/keeper-store/errors'
import { checkNames } from '../connect/fit.ts'
import { idKey } from '@hufu/keeper-store/ids'
import { type KeeperContext, presentOf } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { knownShop } from '../connect/known-shop.ts'
import { type Sown, seedOf, sownOf } from '../connect/newer.ts'
import { tellShared } from '../refresh/shared.ts'
import { shopOf } from '../sealing/tokens.ts'
import { admittedOf } from './admitted.ts'
import { adopted } from './adopted.ts'
import { type Format, type LineProblem, type Read, problem } from './columns.ts'
import { type Taken, takenOf } from './line.ts'
import { type Plan, planOf } from './plan.ts'
import { type Source, readLines } from './read.ts'
import { type Together, appOf, together } from './together.ts'
import { type Become, takenBy } from './plan.ts'

export interface ImportOptions {
  readonly format: Format
  /** Also where the connection has newer tokens than the line, or was ended. Never by default. */
  readonly replace?: boolean | undefined
  /** Says what would become of each line, and writes nothing. */
  readonly dryRun?: boolean | undefined
  /** After each batch of lines. */
  readonly onProgress?: ((done: Imported) => void) | undefined
  /** Each line that is not taken; the first thousand are in the result too. */
  readonly onProblem?: ((problem: LineProblem) => void) | undefined
}

/** How many lines, and what became of them. */
export interface Imported {
  /** The part of the file that was read: bytes, or characters if it came as text. */
  readonly length: number
  readonly lines: number
  readonly created: number
  /** Connections that got newer tokens. */
  readonly renewed: number
  /** Connections that have these tokens or newer ones. */
  readonly unchanged: number
  readonly refused: number
  readonly problems: readonly LineProblem[]
}

/** Lines that are written together. */
const BATCH = 500
const MOST_PROBLEMS = 1000

/**
 * @throws {KeeperError} `file_unfit`; `store_unavailable`: what was imported before stays, and to import the file once more
 * changes nothing of that.
 */
export async function imported(
  context: KeeperContext,
  source: Source,
  options: ImportOptions,
): Promise<Imported> {
  const counted = { length: 0, lines: 0, created: 0, renewed: 0, unchanged: 0, refused: 0 }
  const problems: LineProblem[] = []
  const refuse = (each: LineProblem) => {
    counted.refused++
    if (problems.length < MOST_PROBLEMS) problems.push(each)
    options.onProblem?.(each)
  }
  const plan = options.dryRun ? planOf(context, options.replace ?? false) : undefined
  async function finish(batch: readonly Read[]): Promise<void> {
    for (const each of await allOf(context, batch, options, plan)) {
      counted.lines++
      if (typeof each === 'string') counted[each]++
      else refuse(each)
    }
    options.onProgress?.({ ...counted, problems })
  }
  let batch: Read[] = []
  for await (const each of readLines(source, options.format, (length) => (counted.length += length))) {
    batch.push(each)
    if (batch.length < BATCH) continue
    await finish(batch)
    batch = []
  }
  await finish(batch)
  return { ...counted, problems }
}

/** All at once, but those that hang on one another's outcome one after the other. */
async function allOf(
  context: KeeperContext,
  batch: readonly Read[],
  { replace = false }: ImportOptions,
  plan: Plan | undefined,
): Promise<readonly (Become | LineProblem)[]> {
  const lines = batch.map((each) => {
    const taken = 'cells' in each ? takenOf(each.line, each.cells) : each
    if ('reason' in taken) return taken
    const { tenant, platform, app, facts, shop = shopOf(facts) ?? taken.alias } = taken
    const keyOf = (name: string | undefined) =>
      JSON.stringify([tenant, platform, appOf(context, taken)?.id ?? app, name && idKey(name)])
    return { line: each.line, taken, key: keyOf(shop), other: keyOf(taken.alias ?? shop) }
  })
  const firsts = new Map<string, Taken>()
  for (const each of lines) if ('taken' in each && !firsts.has(each.key)) firsts.set(each.key, each.taken)
  const seeds = lines.flatMap((each) => ('taken' in each ? [seedOf(each.taken)] : []))
  const sown = await sownOf(context, seeds)
  const contested = contestedOf(lines.filter((each) => 'taken' in each))
  const alone = [...firsts].flatMap(([key, taken]) => (plan || contested.has(key) ? [taken] : []))
  const seen = await together(context, [...firsts.values()], new Set(alone))
  const storedOf = (key: string) => {
    const first = firsts.get(key)
    return first && seen.found.get(first)
  }
  if (plan) {
    await plan.look(
      lines.flatMap((each) => ('taken' in each && (replace || !storedOf(each.key)) ? [each.taken] : [])),
    )
    const planned: (Become | LineProblem)[] = []
    for (const each of lines)
      planned.push(
        'reason' in each
          ? each
          : await orProblem(each.line, async () => plan.become(each.taken, storedOf(each.key), sown)),
      )
    return planned
  }
  const shops = new Map<string, Promise<Become | LineProblem>>()
  const known: Sowing[] = []
  const become = await Promise.all(
    lines.map(async (each) => {
      if ('reason' in each) return each
      const key = contested.has(each.key) ? '' : each.key
      const before = shops.get(key) ?? Promise.resolve()
      const done = before.then(() =>
        orProblem(each.line, () => written(context, each.taken, seen, { sown, known }, replace)),
      )
      shops.set(key, done)
      return done
    }),
  )
  await orUnavailable(context.store.sow(known))
  await tellShared(context, sown, seeds)
  return become
}

/** Shops one of whose names lines of another shop ask for too. */
function contestedOf(
  lines: readonly { readonly key: string; readonly other: string }[],
): ReadonlySet<string> {
  const shops = new Map<string, Set<string>>()
  for (const { key, other } of lines)
    for (const name of [key, other]) shops.set(name, (shops.get(name) ?? new Set()).add(key))
  return new Set([...shops.values()].flatMap((keys) => (keys.size > 1 ? [...keys] : [])))
}

async function orProblem(line: number, become: () => Promise<Become>): Promise<Become | LineProblem> {
  try {
    return await become()
  } catch (error) {
    if (!(error instanceof KeeperError) || error.error === 'store_unavailable') throw error
    return problem(line, error.error, error.hint)
  }
}

type Sowing = Parameters<KeeperContext['store']['sow']>[0][number]

interface Seeds {
  readonly sown: Sown
  /** Lines that change nothing, recorded together. */
  readonly known: Sowing[]
}

async function written(
  context: KeeperContext,
  taken: Taken,
  { created, found: seen }: Together,
  seeds: Seeds,
  replace: boolean,
): Promise<Become> {
  if (created.has(taken)) return 'created'
  const { tenant, platform, alias, facts, shop = shopOf(facts) ?? alias } = taken
  const app = context.apps.find(platform, taken.app)
  const admitted = admittedOf(context, taken)
  if (shop === undefined) throw keeperError('shop_unknown')
  checkNames({ tenant, shop, alias })
  const known = seen.has(taken)
    ? seen.get(taken)
    : await knownShop(context, { tenant, platform, app: app.id, shop })
  const row = known ?? (await createdOr(context, app, admitted))
  if (row === 'created') return row
  if (row.shop !== shop) throw keeperError('id_respelt')
  return renewed(context, app, row, admitted, seeds, replace)
}

/** The connection that has the shop, where somebody was first. */
async function createdOr(
  context: KeeperContext,
  app: App,
  admitted: Admitted,
): Promise<'created' | Connection> {
  const made = await admitAs(newId(), context, app, admitted)
  if (!('error' in made)) return 'created'
  if (made.error !== 'known_as') throw keeperError(made.error)
  return presentOf(context, made.id)
}

/** A shop that is connected already keeps the newer tokens: only where that is asked, the line's go before them. */
async function renewed(
  context: KeeperContext,
  app: App,
  row: Connection,
  admitted: Admitted,
  { sown, known }: Seeds,
  replace: boolean,
): Promise<Become> {
  if (replace) {
    const made = await admitAs(row.id, context, app, admitted)
    if ('error' in made && made.error !== 'known_as') throw keeperError(made.error)
    return 'renewed'
  }
  const stands = takenBy(context, row, admitted, sown)
  if (stands === 'newer') return adopted(context, app, row, admitted)
  // Known tokens stay known when they come again, also after later refreshes.
  if (stands === 'known') known.push({ ...seedOf(admitted.tokens), connectionId: row.id })
  return 'unchanged'
}
