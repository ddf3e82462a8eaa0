/* A whole page: what stands around its contents. */
import { html } from 'ghtml'
import { script, stylesheet } from './assets.ts'
import { type Html, hidden, join, link, when } from './components.ts'
import { type Language, inEveryLanguage, languageNames, languages } from './language.ts'

export const shellWords = inEveryLanguage({
  en: { skip: 'Skip to the content', language: 'Language', logOut: 'Log out', sections: 'Sections' },
  'zh-CN': { skip: '跳到正文', language: '语言', logOut: '退出登录', sections: '栏目' },
  th: { skip: 'ข้ามไปยังเนื้อหา', language: 'ภาษา', logOut: 'ออกจากระบบ', sections: 'หมวด' },
})

/** The target of the language switch, and the hidden fields that lead back. */
export interface LanguageSwitch {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

const head = (language: Language, title: string, base: string, scripted: boolean): Html =>
  html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${base}${stylesheet.path}">
!${when(scripted, () => html`<script type="module" src="${base}${script.path}"></script>`)}
</head>`

const foot = (language: Language, { action, fields }: LanguageSwitch): Html =>
  html`<footer><form class="languages" method="post" action="${action}" aria-label="${shellWords[language].language}">
!${hidden(fields)}
!${join(
    languages.map(
      (each) =>
        html`<button name="language" value="${each}" lang="${each}"!${each === language ? ' aria-current="true"' : ''}>${languageNames[each]}</button>`,
    ),
  )}
</form></footer>`

export interface SinglePage {
  readonly language: Language
  /** The path that the platform is mounted at; empty at the server's root, and on a host of a platform's own. */
  readonly base: string
  readonly title: string
  /** The name in the header: the platform's. */
  readonly platform: string
  readonly languageSwitch?: LanguageSwitch
  /** Whether the page has something for the script to do. */
  readonly scripted?: boolean
}

/** Whether enhance.js would find anything in it. */
export const isForScript = (body: Html): boolean => /\sdata-(copy|check|live)="/.test(body)

/** A page with one thing on it. */
export const singlePage = (page: SinglePage, body: Html): Html =>
  html`!${head(page.language, `${page.title} · ${page.platform}`, page.base, page.scripted ?? false)}
<body class="single">
<main>
<p class="platform">${page.platform}</p>
!${body}
</main>
!${page.languageSwitch ? foot(page.language, page.languageSwitch) : ''}
</body>
</html>
`

export interface Section {
  readonly href: string
  readonly title: string
}

export interface SitePage {
  readonly language: Language
  readonly title: string
  /** The site's name, and where it begins. */
  readonly brand: Section
  readonly sections: readonly Section[]
  /** The path of this page: the section that it belongs to is marked. */
  readonly path: string
  /** The name of the logged-in account, and its logout form. */
  readonly account?: { readonly name: string; readonly logOut: Html }
  readonly languageSwitch: LanguageSwitch
  readonly scripted: boolean
}

/** Two halves that fit. */
const mark: Html =
  '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="M11 2a10 10 0 0 0 0 20v-6l2.5-2L11 11Z"/><path d="M13.5 2a10 10 0 0 1 0 20v-5l2.5-3-2.5-4Z"/></svg>'

/** A page of a site with sections. */
export function sitePage(page: SitePage, body: Html): Html {
  const { language, title, brand, sections, path, account } = page
  const words = shellWords[language]
  const current = sections
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0]
  const links = sections.map(
    ({ href, title: name }) =>
      html`<a href="${href}"!${href === current?.href ? ' aria-current="page"' : ''}>${name}</a>`,
  )
  return html`!${head(language, `${title} · ${brand.title}`, '', page.scripted)}
<body class="site">
<a class="skip" href="#main">${words.skip}</a>
<header><div class="bar">
<a class="brand" href="${brand.href}">!${mark}${brand.title}</a>
!${when(sections.length > 0, () => html`<nav!${sections.length > 6 ? ' class="many"' : ''} aria-label="${words.sections}">!${join(links)}</nav>`)}
!${account ? html`<div class="who"><span>${account.name}</span>!${account.logOut}</div>` : ''}
</div></header>
<main id="main">
<h1>${title}</h1>
!${body}
</main>
!${foot(language, page.languageSwitch)}
</body>
</html>
`
}

/** Pages about one thing, beside each other. */
export const tabs = (label: string, sections: readonly Section[], path: string): Html =>
  html`<nav class="tabs" aria-label="${label}">!${join(
    sections.map(({ href, title }) =>
      href === path ? html`<a href="${href}" aria-current="page">${title}</a>` : link(href, title),
    ),
  )}</nav>`
