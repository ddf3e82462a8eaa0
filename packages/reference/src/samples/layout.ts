/* What all samples have in common as texts. */
import { type SamplePlan, environment } from './plan.ts'
import { type Path, type Value, partsOf } from './values.ts'

/** `by` before every line that says something. */
export const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by)

/** The comment at the top: what it needs, how it is run, and where its secrets are. */
export function heading(
  { dialect, takesCallback, secret, sealed }: SamplePlan,
  sample: {
    readonly comment: '#' | '//'
    readonly needs: string
    readonly command: string
    readonly keyForms?: string
  },
): string {
  const { comment, needs, command, keyForms = 'PEM or one line of base64' } = sample
  const [argument, what] = takesCallback
    ? ["'ADDRESS'", 'exchanges the code in the address that the browser came back to']
    : ['CODE', 'exchanges the code that the browser came back with']
  const lines = [
    `${dialect.title}: ${needs}`,
    `  ${command}${' '.repeat(argument.length + 1)}    prints the link to open in a browser`,
    `  ${command} ${argument}    ${what}`,
    ...(secret ? [`The secret is in the environment: ${environment.secret}.`] : []),
    ...(sealed ? [`The private key is in the environment: ${environment.privateKey}, ${keyForms}.`] : []),
  ]
  return lines.map((line) => `${comment} ${line}\n`).join('')
}

/** What stands in a comment before a signature is made. */
export const formulaComment = (formula: string, hasSum: boolean): string =>
  `${formula}${hasSum ? '; Σ: the parameters, sorted by name' : ''}`

/** What a value that may be absent is made of. */
export const sourceOf = (value: Value): Extract<Value, { readonly from: 'callback' | 'tokens' }> =>
  partsOf(value).find((each) => each.from === 'callback' || each.from === 'tokens') ??
  throwing('only what comes from the callback or with the tokens may be absent')

function throwing(message: string): never {
  throw new Error(message)
}

/** The name of the innermost member, for languages without a reader of JSON. */
export const lastName = (path: Path): string => path.findLast((step) => typeof step === 'string') ?? ''
