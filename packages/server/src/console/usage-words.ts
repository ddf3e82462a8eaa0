import type { InEveryLanguage } from '../design/language.ts'
import type { Counted } from './usage-figures.ts'

interface UsageWords {
  readonly title: string
  readonly about: (days: number) => string
  readonly kinds: Readonly<Record<Counted, string>>
  readonly before: (count: string) => string
  readonly perDay: string
  readonly chart: (days: number, most: string) => string
  readonly most: (count: string) => string
  readonly bar: (day: string, accepted: string, refused: string) => string
  readonly accepted: string
  readonly refused: string
  readonly asTable: string
  readonly day: string
  readonly reasons: string
  readonly reason: string
  readonly now: string
  readonly previous: string
  readonly difference: string
  readonly noRefusals: string
  readonly limits: string
  readonly unlimited: string
  readonly rate: string
  readonly rateOf: (used: string, count: string, seconds: string) => string
  readonly rateNote: string
  readonly quota: string
  readonly quotaOf: Readonly<Record<'month' | 'day', (count: string, zone: string) => string>>
  readonly near: string
  readonly nearOf: (near: string, grants: string, spent: string) => string
}

export const usageWords: InEveryLanguage<UsageWords> = {
  'zh-CN': {
    title: '用量',
    about: (days) => `最近 ${days} 天，按世界标准时间（UTC）的日期统计；差值与此前 ${days} 天相比。`,
    kinds: {
      authorization: '授权',
      token: '换取令牌',
      refresh: '刷新',
      'user info': '用户信息',
      introspection: '网关校验',
      refused: '被拒绝',
    },
    before: (count) => `此前 ${count}`,
    perDay: '每天',
    chart: (days, most) =>
      `最近 ${days} 天每天成功和被拒绝的请求数，最多一天 ${most} 次；图后的表格列出相同的数字。`,
    most: (count) => `最多 ${count}`,
    bar: (day, accepted, refused) => `${day}：成功 ${accepted}，被拒绝 ${refused}`,
    accepted: '成功',
    refused: '被拒绝',
    asTable: '以表格显示',
    day: '日期（UTC）',
    reasons: '被拒绝的原因',
    reason: '原因',
    now: '次数',
    previous: '此前',
    difference: '差值',
    noRefusals: '没有被拒绝的请求。',
    limits: '配额',
    unlimited: '此平台不限制请求频率和刷新次数。',
    rate: '请求频率',
    rateOf: (used, count, seconds) => `每 ${seconds} 秒 ${count} 次，当前已用 ${used} 次`,
    rateNote: '频率由每个服务进程各自统计。',
    quota: '刷新次数',
    quotaOf: {
      month: (count, zone) => `每个 refresh_token 每月 ${count} 次（${zone}）`,
      day: (count, zone) => `每个 refresh_token 每天 ${count} 次（${zone}）`,
    },
    near: '接近上限',
    nearOf: (near, grants, spent) => `最近 ${grants} 个授权中，${near} 个已用到八成以上，${spent} 个已用完`,
  },
  en: {
    title: 'Usage',
    about: (days) => `The last ${days} days, by the date in UTC; differences are to the ${days} days before.`,
    kinds: {
      authorization: 'Authorizations',
      token: 'Codes to tokens',
      refresh: 'Refreshes',
      'user info': 'User info',
      introspection: 'Introspections',
      refused: 'Refused',
    },
    before: (count) => `${count} before`,
    perDay: 'Per day',
    chart: (days, most) =>
      `Requests of each of the last ${days} days, accepted and refused, at most ${most} in a day. The table after it has the same figures.`,
    most: (count) => `at most ${count}`,
    bar: (day, accepted, refused) => `${day}: ${accepted} accepted, ${refused} refused`,
    accepted: 'accepted',
    refused: 'refused',
    asTable: 'Show as a table',
    day: 'Day (UTC)',
    reasons: 'Refused, by reason',
    reason: 'Reason',
    now: 'Count',
    previous: 'Before',
    difference: 'Difference',
    noRefusals: 'Nothing was refused.',
    limits: 'Limits',
    unlimited: 'This platform limits neither the rate of requests nor the number of refreshes.',
    rate: 'Rate of requests',
    rateOf: (used, count, seconds) => `${count} in ${seconds} s; ${used} used now`,
    rateNote: 'Each process of the server counts the rate for itself.',
    quota: 'Refreshes',
    quotaOf: {
      month: (count, zone) => `${count} a month for each refresh token (${zone})`,
      day: (count, zone) => `${count} a day for each refresh token (${zone})`,
    },
    near: 'Near the limit',
    nearOf: (near, grants, spent) =>
      `of the latest ${grants} authorizations, ${near} have used four fifths or more, ${spent} all`,
  },
  th: {
    title: 'การใช้งาน',
    about: (days) => `${days} วันล่าสุด ตามวันที่เวลา UTC ผลต่างเทียบกับ ${days} วันก่อนหน้า`,
    kinds: {
      authorization: 'การอนุญาต',
      token: 'แลกรหัสเป็นโทเค็น',
      refresh: 'รีเฟรช',
      'user info': 'ข้อมูลผู้ใช้',
      introspection: 'การตรวจโทเค็น',
      refused: 'ถูกปฏิเสธ',
    },
    before: (count) => `ก่อนหน้า ${count}`,
    perDay: 'รายวัน',
    chart: (days, most) =>
      `จำนวนคำขอที่สำเร็จและถูกปฏิเสธในแต่ละวันของ ${days} วันล่าสุด สูงสุด ${most} ต่อวัน ตารางถัดไปแสดงตัวเลขเดียวกัน`,
    most: (count) => `สูงสุด ${count}`,
    bar: (day, accepted, refused) => `${day}: สำเร็จ ${accepted} ถูกปฏิเสธ ${refused}`,
    accepted: 'สำเร็จ',
    refused: 'ถูกปฏิเสธ',
    asTable: 'แสดงเป็นตาราง',
    day: 'วันที่ (UTC)',
    reasons: 'คำขอที่ถูกปฏิเสธตามสาเหตุ',
    reason: 'สาเหตุ',
    now: 'จำนวน',
    previous: 'ก่อนหน้า',
    difference: 'ผลต่าง',
    noRefusals: 'ไม่มีคำขอที่ถูกปฏิเสธ',
    limits: 'ขีดจำกัด',
    unlimited: 'แพลตฟอร์มนี้ไม่จำกัดความถี่ของคำขอและจำนวนการรีเฟรช',
    rate: 'ความถี่ของคำขอ',
    rateOf: (used, count, seconds) => `${count} ครั้งใน ${seconds} วินาที ใช้ไปแล้ว ${used}`,
    rateNote: 'แต่ละโปรเซสของเซิร์ฟเวอร์นับความถี่แยกกัน',
    quota: 'การรีเฟรช',
    quotaOf: {
      month: (count, zone) => `${count} ครั้งต่อเดือนต่อ refresh token (${zone})`,
      day: (count, zone) => `${count} ครั้งต่อวันต่อ refresh token (${zone})`,
    },
    near: 'ใกล้ถึงขีดจำกัด',
    nearOf: (near, grants, spent) =>
      `จาก ${grants} การอนุญาตล่าสุด ${near} รายการใช้ไปตั้งแต่ร้อยละ 80 และ ${spent} รายการใช้หมดแล้ว`,
  },
}
