import { html } from 'ghtml'
import type { Language } from './messages.ts'

/** `base`: the path that the platform is mounted at, empty on a host of its own. `body` is HTML already. */
export const layout = (
  language: Language,
  base: string,
  title: string,
  platform: string,
  body: string,
): string =>
  html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${platform}</title>
<link rel="stylesheet" href="${base}/assets/pages.css">
</head>
<body>
<main>
<p class="platform">${platform}</p>
!${body}
</main>
</body>
</html>
`
