/* The demo application's only page. */
import type { Dialect } from '@hufu/dialects'
import { html } from 'ghtml'
import type { WireExchange, WireMessage } from '@hufu/client/wire'

/** The state of one platform on the page. */
export interface Shown {
  readonly dialect: Dialect
  readonly offersUserInfo: boolean
  readonly connected: boolean
  /** Name and value, secrets masked. */
  readonly facts: readonly (readonly [name: string, value: string])[]
  /** The result of the last action. */
  readonly notice?: { readonly good: boolean; readonly text: string }
  readonly wire: readonly WireExchange[]
}

export const applicationPage = (shown: readonly Shown[]): string => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Hufu demo application</title>
<link rel="stylesheet" href="/demo.css">
</head>
<body>
<header>
<h1>Demo application</h1>
<p>The client half. Connect the demo shop on a platform: log in as <code>demo</code> with <code>demo-pass</code>, approve, and come back. Then look at the wire.</p>
</header>
<main>
!${shown.map(card).join('\n')}
</main>
</body>
</html>
`

function card({ dialect, connected, facts, notice, wire }: Shown): string {
  const { id, title } = dialect
  const said = notice ? html`<p class="${notice.good ? 'good' : 'bad'}" role="status">${notice.text}</p>` : ''
  const rows = facts.map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`).join('')
  const acts = connected
    ? html`!${act('refresh', id, title, 'Refresh')}!${act('revoke', id, title, 'Revoke')}!${act('connect', id, title, 'Connect again')}`
    : act('connect', id, title, 'Connect')
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title} <small>${id}</small></h2>
!${said}
!${rows === '' ? '' : html`<dl>!${rows}</dl>`}
<div class="acts">!${acts}</div>
!${wire.length === 0 ? '' : html`<details><summary>The wire (${wire.length})</summary>!${wire.map(exchange).join('')}</details>`}
</section>`
}

const act = (path: string, id: string, title: string, label: string): string =>
  html`<form method="post" action="/${path}/${id}"><button aria-label="${label} ${title}">${label}</button></form>`

const exchange = ({ step, request, response }: WireExchange): string => html`<h3>${step}</h3>
!${message('Request', request)}
!${response ? message('Response', response) : ''}`

function message(name: string, { text, fields }: WireMessage): string {
  const rows = fields
    .map(
      (each) =>
        html`<tr><td><code>${each.name}</code></td><td>${each.standard ?? ''}</td><td>!${marked(each.meaning)}${each.required ? '' : ' (optional)'}</td></tr>`,
    )
    .join('')
  const table = html`<div class="scroll"><table><thead><tr><th>on the wire</th><th>the field's term</th><th>what it is</th></tr></thead><tbody>!${rows}</tbody></table></div>`
  return html`<h4>${name}</h4><pre tabindex="0">${text}</pre>!${rows === '' ? '' : table}`
}

/** Shows text between backticks as code. */
const marked = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))
    .join('')
