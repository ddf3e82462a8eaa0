/* The one page of the browser leg: how it ended. Small, for a phone, without a script. */
import { createHash } from 'node:crypto'
import { type EndingKind, endingWords, statusOf } from './ending.ts'
import type { InEveryLanguage, Language } from './language.ts'
import { type Answer, usualHeaders } from './message.ts'

export interface Ending {
  readonly kind: EndingKind
  readonly language: Language
  /** The platform's title. */
  readonly platform?: string | undefined
  /** The shop that is meant, or that was connected. */
  readonly shop?: string | undefined
  /** The code to report: our own, or the platform's. */
  readonly code?: string | undefined
  /** A link that begins anew. */
  readonly again?: string | undefined
}

const rowWords: InEveryLanguage<Readonly<Record<'platform' | 'shop' | 'code' | 'again', string>>> = {
  'zh-CN': { platform: '平台', shop: '店铺', code: '代码', again: '重新开始' },
  en: { platform: 'Platform', shop: 'Shop', code: 'Code', again: 'Start again' },
  th: { platform: 'แพลตฟอร์ม', shop: 'ร้านค้า', code: 'รหัส', again: 'เริ่มใหม่' },
}

const css = `:root{color-scheme:light dark;background:#fff;color:#1b1b1f;font:1.0625rem/1.6 system-ui,sans-serif}
body{margin:0 auto;max-width:34rem;padding:2rem 1.25rem}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 1rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:1.5rem 0}
dd{margin:0;overflow-wrap:anywhere}
a{color:#0b57d0;display:inline-block;padding:.75rem 0}
@media(prefers-color-scheme:dark){:root{background:#16181c;color:#e8e8ea}a{color:#a8c7fa}}
`

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

export function endingPage({ kind, language, again, ...told }: Ending): Answer {
  const { title, text } = endingWords[language][kind]
  const words = rowWords[language]
  const rows = (['platform', 'shop', 'code'] as const).flatMap((key) => {
    const value = told[key]
    return value === undefined ? [] : [`<dt>${words[key]}</dt><dd>${escaped(value)}</dd>`]
  })
  return {
    status: statusOf[kind],
    headers: {
      ...usualHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    },
    body: `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${css}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
${rows.length > 0 ? `<dl>${rows.join('')}</dl>` : ''}
${again === undefined ? '' : `<p><a href="${escaped(again)}">${words.again}</a></p>`}
</main>
</body>
</html>
`,
  }
}
