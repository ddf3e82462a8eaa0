import type { ScopeWords } from '@hufu/dialects'
import { html } from 'ghtml'
import { type Html, code, join, text } from '@hufu/web/design/components'
import type { Language } from '@hufu/web/design/language'

/** Scopes as merchants read them; one without words as it is. */
export function scopeList(
  language: Language,
  { scope, scopeWords }: { readonly scope: readonly string[]; readonly scopeWords: ScopeWords },
  none: string,
): Html {
  if (scope.length === 0) return text(none)
  const lines = scope.map((each) => {
    const plain = Object.hasOwn(scopeWords, each) ? scopeWords[each]?.[language] : undefined
    return html`<li>!${plain === undefined ? code(each) : text(plain)}</li>`
  })
  return html`<ul>!${join(lines)}</ul>`
}
