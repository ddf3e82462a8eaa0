/* The page for a logged-in merchant who may not consent: the reason, and who may. */
import { html } from 'ghtml'
import { type Html, badge, button, hidden, join, problem } from '@hufu/web/design/components'
import { inEveryLanguage } from '@hufu/web/design/language'
import { type DeveloperPart, developerPart } from './developer-part.ts'
import { type Place, merchantPage } from './place.ts'

export interface NotPermitted extends Place {
  readonly query: string
  readonly formToken: string
  readonly app: string
  readonly shop: string
  readonly user: string
  /**
   * `user`: they have no right to authorise. `test`: the app is in test, and their shop is none of its test shops.
   * `tenant`: the link is for another shop.
   */
  readonly because: 'user' | 'test' | 'tenant'
  /** The shop that the link is for. */
  readonly tenant?: string
  /** Display names of those of the shop who can. */
  readonly whoCan: readonly string[]
  readonly developerPart: DeveloperPart
}

type Words = (typeof notPermittedWords)['en']

const notPermittedWords = inEveryLanguage({
  en: {
    title: 'This account cannot authorise',
    user: (user: string, shop: string) =>
      `Your account “${user}” has no right to authorise applications for the shop “${shop}”.`,
    test: (app: string, shop: string) =>
      `“${app}” is in test, and the shop “${shop}” is not one of its test shops.`,
    tenant: (tenant: string, shop: string) =>
      `This page is for the shop “${tenant}”, and your account belongs to the shop “${shop}”.`,
    askTenant: 'Log in with an account of that shop, or go back to the application and name your own.',
    whoCan: 'Accounts of your shop that can',
    nobody: 'At present no account of your shop can authorise. Please contact the platform.',
    askThem:
      'Ask one of them to log in and authorise, or ask your administrator to give the right to your account.',
    askDeveloper: 'Ask its developer: once the application is online, you can authorise it.',
    notYou: 'Log in with another account',
    more: 'and others',
  },
  'zh-CN': {
    title: '此账号不能授权',
    user: (user, shop) => `您的账号“${user}”没有为店铺“${shop}”授权应用的权限。`,
    test: (app, shop) => `“${app}”正在测试，店铺“${shop}”不在它的测试店铺之列。`,
    tenant: (tenant, shop) => `此页面用于店铺“${tenant}”，而您的账号属于店铺“${shop}”。`,
    askTenant: '请用该店铺的账号登录，或返回应用并填写您自己的店铺。',
    whoCan: '店铺里可以授权的账号',
    nobody: '您的店铺目前没有可以授权的账号，请联系平台客服。',
    askThem: '请其中一位登录后授权，或请管理员为您的账号开通授权权限。',
    askDeveloper: '请联系应用的开发者：应用上线后，您就可以授权。',
    notYou: '使用其他账号登录',
    more: '等',
  },
  th: {
    title: 'บัญชีนี้อนุญาตไม่ได้',
    user: (user, shop) => `บัญชี “${user}” ของคุณไม่มีสิทธิ์อนุญาตแอปให้ร้าน “${shop}”`,
    test: (app, shop) => `“${app}” อยู่ระหว่างการทดสอบ และร้าน “${shop}” ไม่ใช่ร้านค้าทดสอบของแอปนี้`,
    tenant: (tenant, shop) => `หน้านี้เป็นของร้าน “${tenant}” แต่บัญชีของคุณอยู่ในร้าน “${shop}”`,
    askTenant: 'โปรดเข้าสู่ระบบด้วยบัญชีของร้านนั้น หรือกลับไปที่แอปแล้วระบุร้านของคุณเอง',
    whoCan: 'บัญชีในร้านของคุณที่อนุญาตได้',
    nobody: 'ขณะนี้ไม่มีบัญชีใดในร้านของคุณที่อนุญาตได้ โปรดติดต่อแพลตฟอร์ม',
    askThem: 'โปรดให้บัญชีใดบัญชีหนึ่งเข้าสู่ระบบแล้วอนุญาต หรือขอสิทธิ์ให้บัญชีของคุณ',
    askDeveloper: 'โปรดติดต่อผู้พัฒนาแอป เมื่อแอปเปิดใช้งานแล้วคุณจะอนุญาตได้',
    notYou: 'เข้าสู่ระบบด้วยบัญชีอื่น',
    more: 'และอื่น ๆ',
  },
})

/** More names than these would be a directory. */
const MOST_NAMES = 8

export function notPermittedPage(page: NotPermitted): string {
  const { language, base, query, formToken } = page
  const words = notPermittedWords[language]
  const why = {
    user: words.user(page.user, page.shop),
    test: words.test(page.app, page.shop),
    tenant: words.tenant(page.tenant ?? '', page.shop),
  }[page.because]
  const next = page.because === 'tenant' ? words.askTenant : words.askDeveloper
  const body = html`<h1>${words.title}</h1>
!${problem(why)}
!${page.because === 'user' ? whoCan(page.whoCan, words) : html`<p>${next}</p>`}
<form method="post" action="${base}/logout">
!${hidden({ request: query, token: formToken })}
!${button(words.notYou, { kind: 'main' })}
</form>
!${developerPart(language, page.developerPart)}`
  return merchantPage(page, words.title, body)
}

function whoCan(names: readonly string[], words: Words): Html {
  if (names.length === 0) return html`<p>${words.nobody}</p>`
  const more = names.length > MOST_NAMES ? html`<li class="soft">${words.more}</li>` : ''
  return html`<h2>${words.whoCan}</h2>
<ul class="people">!${join(names.slice(0, MOST_NAMES).map((name) => html`<li>!${badge(name)}</li>`))}!${more}</ul>
<p>${words.askThem}</p>`
}
