/* Components of pages. Each function returns HTML whose texts are escaped; `Html` marks text that is already HTML. */
import { html } from 'ghtml'

/** HTML already. In a template it stands behind `!`: `!${card}`. */
export type Html = string

export const join = (parts: readonly Html[]): Html => parts.join('\n')

export const when = (condition: unknown, then: () => Html): Html => (condition ? then() : '')

/** An error message, which screen readers read at once. */
export const problem = (text: string, small?: string): Html =>
  html`<p class="problem" role="alert">${text}!${when(small, () => html`<small>${small ?? ''}</small>`)}</p>`

/** A confirmation. */
export const notice = (text: string): Html => html`<p class="notice" role="status">${text}</p>`

/** A warning to read before going on. */
export const warning = (text: string): Html => html`<p class="notice wait">${text}</p>`

export type Tone = 'good' | 'wait' | 'bad' | 'plain'
export const badge = (text: string, tone: Tone = 'plain'): Html =>
  html`<span class="badge ${tone}">${text}</span>`

export interface Field {
  readonly name: string
  readonly label: string
  readonly value?: string
  readonly type?: 'text' | 'password' | 'email' | 'number' | 'search' | 'url' | 'date'
  /** The purpose of the field, or its format. */
  readonly hint?: string
  /** Why what was given does not do. */
  readonly wrong?: string | undefined
  readonly required?: boolean
  readonly autofocus?: boolean
  /** How a password manager knows it, such as `username` or `one-time-code`. */
  readonly autocomplete?: string
  readonly inputmode?: 'numeric'
  readonly min?: number
  readonly max?: number
  /** Many lines instead of one. */
  readonly lines?: number
  /** The URL at which the page's script checks the value while it is typed. */
  readonly check?: string
}

export function field(given: Field): Html {
  const { name, label, value = '', type = 'text', hint, wrong, lines } = given
  const described = [
    hint === undefined ? [] : `${name}-hint`,
    wrong === undefined ? [] : `${name}-wrong`,
  ].flat()
  const attributes = [
    html`id="${name}" name="${name}"`,
    given.required ? 'required' : '',
    given.autofocus ? 'autofocus' : '',
    given.autocomplete === undefined ? '' : html`autocomplete="${given.autocomplete}"`,
    given.inputmode === undefined ? '' : html`inputmode="${given.inputmode}"`,
    given.min === undefined ? '' : html`min="${given.min}"`,
    given.max === undefined ? '' : html`max="${given.max}"`,
    given.check === undefined ? '' : html`data-check="${given.check}"`,
    described.length === 0 ? '' : html`aria-describedby="${described.join(' ')}"`,
    wrong === undefined ? '' : 'aria-invalid="true"',
    type === 'text' ? 'autocapitalize="none" spellcheck="false"' : '',
  ]
    .filter((each) => each !== '')
    .join(' ')
  const control =
    lines === undefined
      ? html`<input !${attributes} type="${type}" value="${value}">`
      : html`<textarea !${attributes} rows="${lines}">
${value}</textarea>`
  return html`<label for="${name}">${label}</label>
!${control}
!${when(hint, () => html`<p class="hint" id="${name}-hint">${hint ?? ''}</p>`)}
!${when(wrong, () => html`<p class="wrong" id="${name}-wrong">${wrong ?? ''}</p>`)}`
}

/** The password that somebody has: a password manager fills it in. */
export const currentPassword = (name: string, label: string, more: Partial<Field> = {}): Html =>
  field({ name, label, type: 'password', autocomplete: 'current-password', required: true, ...more })

/** A password that somebody chooses: a password manager offers one. */
export const newPassword = (name: string, label: string, more: Partial<Field> = {}): Html =>
  field({ name, label, type: 'password', autocomplete: 'new-password', required: true, ...more })

/** For a password manager to know whose password it is. `name`: `username` or `email`. */
export const accountName = (name: 'username' | 'email', value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}" autocomplete="username">`

export interface Choice {
  readonly value: string
  readonly label: string
}

/** `wrong`: why what was given does not do. */
export const select = (
  name: string,
  label: string,
  choices: readonly Choice[],
  chosen?: string,
  wrong?: string,
): Html =>
  html`<label for="${name}">${label}</label>
<select id="${name}" name="${name}"!${wrong === undefined ? '' : html` aria-invalid="true" aria-describedby="${name}-wrong"`}>
!${join(
    choices.map(
      ({ value, label: text }) =>
        html`<option value="${value}"!${value === chosen ? ' selected' : ''}>${text}</option>`,
    ),
  )}
</select>
!${when(wrong, () => html`<p class="wrong" id="${name}-wrong">${wrong ?? ''}</p>`)}`

/** Some of many: each a checkbox of the same name. */
export const checkboxes = (
  name: string,
  legend: string,
  choices: readonly Choice[],
  chosen: readonly string[],
): Html =>
  html`<fieldset><legend>${legend}</legend>
!${join(
    choices.map(
      ({ value, label }) =>
        html`<label class="choice-line"><input type="checkbox" name="${name}" value="${value}"!${chosen.includes(value) ? ' checked' : ''}> ${label}</label>`,
    ),
  )}
</fieldset>`

export interface RadioChoice extends Choice {
  /** The effect of the choice. */
  readonly hint?: string
}

/** One of a few, all of them in sight. */
export const radios = (
  name: string,
  legend: string,
  choices: readonly RadioChoice[],
  chosen: string | undefined,
): Html =>
  html`<fieldset class="options"><legend>${legend}</legend>
!${join(
    choices.map(
      ({ value, label, hint }) =>
        html`<label class="choice-line"><input type="radio" name="${name}" value="${value}" required!${value === chosen ? ' checked' : ''}> <span>${label}!${when(hint, () => html`<small>${hint ?? ''}</small>`)}</span></label>`,
    ),
  )}
</fieldset>`

/** A file to send. `accept`: the types that the browser's dialogue offers. */
export const fileField = (given: {
  readonly name: string
  readonly label: string
  readonly accept: string
  readonly hint: string
  readonly wrong?: string | undefined
}): Html => {
  const { name, label, accept, hint, wrong } = given
  const described = `${name}-hint${wrong === undefined ? '' : ` ${name}-wrong`}`
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="file" accept="${accept}" required aria-describedby="${described}"!${wrong === undefined ? '' : ' aria-invalid="true"'}>
<p class="hint" id="${name}-hint">${hint}</p>
!${when(wrong, () => html`<p class="wrong" id="${name}-wrong">${wrong ?? ''}</p>`)}`
}

export const hidden = (fields: Readonly<Record<string, string>>): Html =>
  Object.entries(fields)
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
    .join('')

export const button = (
  text: string,
  {
    kind = 'plain',
    name,
    value,
  }: { kind?: 'main' | 'plain' | 'danger' | 'link'; name?: string; value?: string } = {},
): Html =>
  html`<button class="${kind}"!${name === undefined ? '' : html` name="${name}" value="${value ?? ''}"`}>${text}</button>`

export interface FormOptions {
  /** Whether a file goes with it. */
  readonly file?: true
}

/** `token`: what `visit.formToken()` gave for this action. */
export const form = (action: string, token: string, body: Html, { file }: FormOptions = {}): Html =>
  html`<form method="post" action="${action}"!${file ? ' enctype="multipart/form-data"' : ''}>
!${hidden({ token })}
!${body}
</form>`

/** The form of a list that looks for what `words` say. `value`: what was looked for. */
export const searchList = (
  action: string,
  words: { readonly find: string; readonly findHint: string; readonly search: string },
  value: string,
): Html =>
  search(
    action,
    html`!${field({ name: 'q', label: words.find, value, type: 'search', hint: words.findHint })}!${button(words.search)}`,
  )

/** A form that looks something up: what was asked for stands in the address. */
export const search = (action: string, body: Html): Html =>
  html`<form method="get" action="${action}" role="search">!${body}</form>`

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => Html
  readonly number?: true
}

/** A table; on a phone each row becomes a block. `caption` is read out, not shown. */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  empty: string,
): Html {
  if (rows.length === 0) return html`<p class="soft">${empty}</p>`
  const head = columns.map(
    ({ title, number }) => html`<th scope="col"!${number ? ' class="number"' : ''}>${title}</th>`,
  )
  const body = rows.map(
    (row) =>
      html`<tr>!${columns
        .map(
          ({ title, cell, number }) =>
            html`<td data-label="${title}"!${number ? ' class="number"' : ''}>!${cell(row)}</td>`,
        )
        .join('')}</tr>`,
  )
  return html`<div class="scroll"><table class="stacked" aria-label="${caption}">
<thead><tr>!${head.join('')}</tr></thead>
<tbody>
!${join(body)}
</tbody></table></div>`
}

/** Text as a table's cell, or anywhere else. */
export const text = (value: string | number): Html => html`${value}`
export const code = (value: string | number): Html => html`<code>${value}</code>`

export const facts = (rows: readonly (readonly [name: string, value: Html])[]): Html =>
  html`<dl>!${join(rows.map(([name, value]) => html`<dt>${name}</dt><dd>!${value}</dd>`))}</dl>`

/** `words`: what the button that the script adds says, before and after. */
export const copyable = (
  value: string,
  words: { readonly copy: string; readonly copied: string },
  id?: string,
): Html =>
  html`<div class="copy"><output!${id === undefined ? '' : html` id="${id}"`} data-copy="${words.copy}" data-copied="${words.copied}">${value}</output></div>`

export const card = (title: string, body: Html): Html => html`<section class="card"><h2>${title}</h2>
!${body}
</section>`

export const link = (href: string, label: string): Html => html`<a href="${href}">${label}</a>`
