import { inEveryLanguage } from '../design/language.ts'
import type { Verdict, findings } from './checks.ts'

type Findings = typeof findings

export const checkWords = inEveryLanguage({
  en: {
    verdicts: { good: 'good', look: 'look', bad: 'bad' } satisfies Record<Verdict, string>,
    /** What was looked at. */
    checks: {
      https: 'Callback by https',
      host: 'Host of the callback',
      resolves: 'Host resolves',
      logo: 'Logo is safe',
      name: 'Name is its own',
      scopes: 'Scopes',
    } satisfies Record<keyof Findings, string>,
    /** What was found, and why that matters. */
    findings: {
      https: {
        all_https: 'Every callback is https.',
        plain_http: 'Plain http: codes could be read on the way.',
        no_callback: 'There is no callback.',
        hosts_only: 'Hosts are registered; the platform asks for https at each request.',
      },
      host: {
        names: 'An ordinary host name.',
        ip_address: 'An IP address and no name: nothing says whose it is.',
        punycode:
          'Has letters that are not Latin, and may look like another name. How it is shown stands in brackets.',
        local_name: 'There is no such name on the internet.',
      },
      resolves: {
        public: 'Every host has public addresses.',
        no_host: 'There is no host name to resolve.',
        unknown: 'The domain name system knows no such host.',
        not_public: 'Leads to a private, local or reserved address.',
        unanswered: 'The domain name system did not answer in time: reload the page later.',
      },
      logo: {
        safe: 'Type and size are right, and the file holds nothing but the picture.',
        no_logo: 'It has no logo.',
        unsafe: 'What is kept cannot be read as a picture.',
      },
      name: {
        unlike: 'Like no other online app’s.',
        like_another: 'Like that of another developer’s online app: merchants could take one for the other.',
      },
      scopes: {
        default_only: 'Asks for the default scopes alone.',
        beyond_default: 'Asks for more than the default: make sure that it needs them.',
      },
    } satisfies { readonly [Name in keyof Findings]: Readonly<Record<keyof Findings[Name], string>> },
  },
  'zh-CN': {
    verdicts: { good: '正常', look: '请核实', bad: '有问题' },
    checks: {
      https: '回调使用 HTTPS',
      host: '回调主机名',
      resolves: '主机可解析',
      logo: '图标安全',
      name: '名称不混淆',
      scopes: '权限范围',
    },
    findings: {
      https: {
        all_https: '所有回调地址都使用 https。',
        plain_http: '明文 http：授权码会在网络上被看到。',
        no_callback: '没有回调地址。',
        hosts_only: '登记的是域名；平台对每次请求都要求 https。',
      },
      host: {
        names: '是普通域名。',
        ip_address: '是 IP 地址，而不是域名：无法证明属于谁。',
        punycode: '含非拉丁字母，可能与另一个域名看起来相同。括号内是显示出来的样子。',
        local_name: '这个名称在公网上不存在。',
      },
      resolves: {
        public: '每个主机都解析到公网地址。',
        no_host: '没有需要解析的主机名。',
        unknown: '域名系统中没有这个主机。',
        not_public: '解析到内网、本机或保留地址。',
        unanswered: '域名系统没有及时回答，请稍后刷新。',
      },
      logo: {
        safe: '图片格式和尺寸符合要求，除图像外不含其他内容。',
        no_logo: '没有图标。',
        unsafe: '保存的图片无法识别。',
      },
      name: {
        unlike: '与其他已上线应用的名称不相似。',
        like_another: '与其他开发者的已上线应用名称相似，商家可能认错。',
      },
      scopes: {
        default_only: '只申请了默认权限。',
        beyond_default: '申请了默认之外的权限，请确认应用确实需要。',
      },
    },
  },
  th: {
    verdicts: { good: 'ปกติ', look: 'ควรตรวจดู', bad: 'มีปัญหา' },
    checks: {
      https: 'เรียกกลับด้วย https',
      host: 'ชื่อโฮสต์ที่เรียกกลับ',
      resolves: 'ค้นหาโฮสต์ได้',
      logo: 'โลโก้ปลอดภัย',
      name: 'ชื่อไม่ซ้ำผู้อื่น',
      scopes: 'สิทธิ์',
    },
    findings: {
      https: {
        all_https: 'ที่อยู่เรียกกลับทุกแห่งเป็น https',
        plain_http: 'เป็น http ธรรมดา ผู้อื่นอาจอ่านรหัสระหว่างทางได้',
        no_callback: 'ไม่มีที่อยู่เรียกกลับ',
        hosts_only: 'ลงทะเบียนเป็นชื่อโฮสต์ แพลตฟอร์มต้องการ https ทุกคำขอ',
      },
      host: {
        names: 'เป็นชื่อโฮสต์ทั่วไป',
        ip_address: 'เป็นที่อยู่ IP ไม่ใช่ชื่อ จึงไม่รู้ว่าเป็นของใคร',
        punycode: 'มีตัวอักษรที่ไม่ใช่ละติน อาจดูเหมือนชื่ออื่น รูปที่แสดงอยู่ในวงเล็บ',
        local_name: 'ไม่มีชื่อนี้บนอินเทอร์เน็ต',
      },
      resolves: {
        public: 'ทุกโฮสต์มีที่อยู่สาธารณะ',
        no_host: 'ไม่มีชื่อโฮสต์ให้ค้นหา',
        unknown: 'ระบบชื่อโดเมนไม่รู้จักโฮสต์นี้',
        not_public: 'ชี้ไปยังที่อยู่ภายใน เครื่องนี้เอง หรือที่อยู่สงวน',
        unanswered: 'ระบบชื่อโดเมนไม่ตอบทันเวลา โปรดโหลดหน้านี้ใหม่ภายหลัง',
      },
      logo: {
        safe: 'ชนิดและขนาดถูกต้อง และไฟล์มีแต่ภาพเท่านั้น',
        no_logo: 'ไม่มีโลโก้',
        unsafe: 'อ่านไฟล์ที่เก็บไว้เป็นภาพไม่ได้',
      },
      name: {
        unlike: 'ไม่คล้ายแอปออนไลน์อื่น',
        like_another: 'คล้ายแอปออนไลน์ของนักพัฒนารายอื่น ร้านค้าอาจเข้าใจผิด',
      },
      scopes: {
        default_only: 'ขอเฉพาะสิทธิ์พื้นฐาน',
        beyond_default: 'ขอสิทธิ์เกินพื้นฐาน โปรดดูว่าจำเป็นจริง',
      },
    },
  },
})
