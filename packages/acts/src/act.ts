/*
 * An act of administration is one value: what it is called, who may perform it, what it takes, what it does, what the
 * audit log keeps and who is told. The admin API, its OpenAPI document, the commands and the forms of the consoles are
 * readings of that value, and `perform` is the only way to do it.
 */
import type { OAuthError } from '@hufu/dialects'
import type { Actor, App, ExchangeStep } from '@hufu/engine'
import type { Developer, Operator, Permission, Refusal } from '@hufu/accounts'
import { z } from 'zod'
import type { AdminContext } from './api/context.ts'
import type { Method } from '@hufu/web/api/route'
import type { InEveryLanguage } from '@hufu/web/design/language'

export type Members = z.ZodObject

/** The account or process that acts. A command has direct access to the store, so it may do everything. */
export type By =
  | { readonly kind: 'operator'; readonly account: Pick<Operator, 'username' | 'role'> }
  | { readonly kind: 'developer'; readonly account: Pick<Developer, 'id' | 'organisationId'> }
  | { readonly kind: 'system'; readonly id: string }

export interface Surroundings extends AdminContext {
  readonly by: By
  /** The client address and the request id; both are empty for the command line. */
  readonly from: { readonly address: string; readonly requestId: string }
  /** Notes what the act asked of an app's platform, for that app's own log. Absent for the command line. */
  exchanged?(app: App, step: ExchangeStep, error?: OAuthError): void
}

/** The context in which an act runs. Fits the contexts of the engine's verbs. */
export interface ActContext extends Surroundings {
  readonly actor: Actor
}

/** The result of a change: the answer, the audit entry, and the notifications. */
export interface Deed<Answer> {
  /** A function is asked after the letters; where the act is all that is committed, also after the commit. */
  readonly answer: Answer | (() => Answer)
  /** The audit entry beside the act's name: never a secret, and of people only the names of members, not their values. */
  readonly log: { readonly subject: string; readonly detail?: Readonly<Record<string, unknown>> }
  /** Queues letters to those who should hear of it. */
  readonly tell?: () => Promise<unknown>
  /** Runs in this process after the commit, for example to read again what it holds in memory. */
  readonly committed?: () => Promise<void>
}

/** The confirmation before an act that cannot be undone. API calls and scripts skip it. */
export interface Question<Input> {
  /** `count`: how many things end. */
  readonly warning: InEveryLanguage<(count: number) => string>
  count?(input: Input, context: Surroundings): Promise<number>
  /** The text that a person must type, such as a user name; if absent, a button is enough. */
  typed?(input: Input, context: Surroundings): Promise<string | undefined>
}

export type Titles = InEveryLanguage<string>

/** Chinese, English and Thai. */
export const say = (zh: string, en: string, th: string): Titles => ({ 'zh-CN': zh, en, th })

interface RowOf<Input extends Members, Output extends Members | undefined, Result> {
  /** A verb and its object: the text of a button, a command's help, the API's summary. */
  readonly title: Titles
  /** Operators whose role has it may perform the act; absent: no operator may. */
  readonly permission?: Permission
  /**
   * The organisation whose developers may perform it too; absent: no developer may. To developers of others the thing
   * does not exist.
   */
  organisation?(input: z.output<Input>, context: Surroundings): Promise<string | undefined>
  /** Method and path below the API's mount, such as `POST /apps/:app/approve`: `:app` is the member `app` of the input. */
  readonly http: `${Method} /${string}`
  readonly input: Input
  /** Absent: there is nothing to answer but that it was done (204). */
  readonly output?: Output
  /** Something new exists afterwards: 201. */
  readonly creates?: true
  /** The description in the OpenAPI document, beside the title. */
  readonly more?: string
  /** `false`: there is no such command, as it needs a server that runs. */
  readonly command?: CommandWords<Input> | false
  readonly question?: Question<z.output<Input>>
  run(input: z.output<Input>, context: ActContext): Promise<Result | Refusal> | Result | Refusal
}

/** How the command differs from the input. Its name is the act's: `operator.end_sessions` is `hufu operator end-sessions`. */
export interface CommandWords<Input extends Members> {
  /** Members that follow the name as arguments; those of the path where absent. */
  readonly arguments?: readonly (keyof Input['shape'] & string)[]
  /** Options with another name than their member, such as `--address` for `addresses`. */
  readonly options?: Readonly<Partial<Record<keyof Input['shape'] & string, `--${string}`>>>
  /** Members whose option names a file, and takes its text. */
  readonly files?: readonly (keyof Input['shape'] & string)[]
  /** Columns of a list, by member, or by a member within it such as `revoked.because`; of a list within it, each one's. */
  readonly columns?: Readonly<Record<string, string>>
}

/** The compiler holds what `run` answers to this, and the document shows it. */
export type Shown<Value> = Value extends readonly (infer Item)[]
  ? readonly Shown<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Shown<Value[Key]> }
    : Value

type AnswerOf<Output> = Output extends Members ? Shown<z.input<Output>> : undefined

/** The same, where a list may also come in parts, which are answered as they are read. */
type ListedOf<Output> = Output extends Members ? Listed<z.input<Output>> : undefined
type Listed<Value> = {
  readonly [Key in keyof Value]: Value[Key] extends readonly (infer Item)[]
    ? readonly Shown<Item>[] | AsyncIterable<readonly Shown<Item>[]>
    : Shown<Value[Key]>
}

type Change<Input extends Members, Output extends Members | undefined> = RowOf<
  Input,
  Output,
  Deed<AnswerOf<Output>>
>
type Reading<Input extends Members, Output extends Members | undefined> = RowOf<
  Input,
  Output,
  ListedOf<Output>
>

/** An act that changes something, or that the audit log keeps. */
export const change = <Input extends Members, Output extends Members | undefined = undefined>(
  row: Change<Input, Output>,
) => ({ ...row, isLogged: true as const })

/** An act that only shows something, and leaves nothing in the audit log. */
export const reading = <Input extends Members, Output extends Members | undefined = undefined>(
  row: Reading<Input, Output>,
) => ({ ...row, isLogged: false as const })

export type Row =
  | (Change<Members, Members | undefined> & { readonly isLogged: true })
  | (Reading<Members, Members | undefined> & { readonly isLogged: false })

export type Act = Row & { readonly name: string }

/** The key is the act's name: in the audit log, of the command, in the API's document. There is no place to write another. */
export const named = <const Rows extends Readonly<Record<`${string}.${string}`, Row>>>(rows: Rows) =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, { ...row, name }])) as unknown as {
    readonly [Name in keyof Rows & string]: Rows[Name] & { readonly name: Name }
  }

/** The answer of an act. */
export type Answer<Performed extends Pick<Row, 'run'>> =
  Exclude<Awaited<ReturnType<Performed['run']>>, Refusal> extends infer Result
    ? Result extends Deed<infer Answered>
      ? Answered
      : Result
    : never

export const methodOf = ({ http }: Pick<Row, 'http'>): Method => http.slice(0, http.indexOf(' ')) as Method
export const pathOf = ({ http }: Pick<Row, 'http'>): string => http.slice(http.indexOf(' ') + 1)
/** Members of the path, in its order. */
export const placed = (row: Pick<Row, 'http'>): readonly string[] =>
  [...pathOf(row).matchAll(/:(\w+)/g)].map(([, name = '']) => name)
/** Those of the query, the body or the form; the command's options. */
export const others = (row: Pick<Row, 'http' | 'input'>): readonly string[] =>
  Object.keys(row.input.shape).filter((name) => !placed(row).includes(name))

/** Whether a value has the shape of this member. */
export function fits({ input }: Pick<Row, 'input'>, name: string, value: unknown): boolean {
  const { [name]: shape }: Readonly<Partial<Record<string, z.core.$ZodType>>> = input.shape
  return shape !== undefined && z.safeParse(shape, value).success
}
