import type { ConnectionStatus } from '../connection.ts'
import type { RefreshReason } from './finding.ts'
import { type Language, type Said, spanOf } from './words.ts'

const statuses: Readonly<Record<ConnectionStatus, Said>> = {
  active: ['ใช้งานได้ปกติ'],
  pending: ['โทเค็นถูกนำเข้ามาและยังไม่ได้พิสูจน์', 'การรีเฟรชครั้งแรกจะพิสูจน์'],
  degraded: ['การรีเฟรชครั้งล่าสุดล้มเหลว', 'ระบบจะลองใหม่เอง โทเค็นที่ยังใช้ได้ยังจ่ายตามปกติ'],
  reauth_required: ['รีเฟรชต่อไม่ได้แล้ว', 'แพลตฟอร์มต้องการให้ร้านยินยอมใหม่'],
  revoked: ['สิ้นสุดแล้ว', 'ไม่จ่ายโทเค็นอีก'],
  disabled: ['ถูกพักไว้ที่นี่', 'ไม่รีเฟรชและไม่จ่ายโทเค็น แพลตฟอร์มไม่ทราบเรื่องนี้', 'เปิดใช้เมื่อต้องการใช้ต่อ'],
}

const reasons: Readonly<Record<RefreshReason, string>> = {
  fraction: 'เมื่อนั้นอายุของ access token ผ่านไปเกือบหมดแล้ว ร้านที่เริ่มพร้อมกันจะรีเฟรชไม่พร้อมกัน',
  window: 'แพลตฟอร์มให้รีเฟรชเฉพาะช่วงใกล้หมดอายุของ access token',
  paused: 'แพลตฟอร์มล้มเหลวหลายครั้งติดกัน จึงพักไว้ชั่วครู่',
  backoff:
    'ครั้งล่าสุดล้มเหลว แต่ละครั้งจะรอนานขึ้น ไม่เกินหนึ่งชั่วโมง และไม่เกินไม่กี่นาทีเมื่อ access token หมดอายุแล้ว กดรีเฟรชทันทีเพื่อลองเดี๋ยวนี้',
  config: 'ครั้งล่าสุดล้มเหลว และจะล้มเหลวจนกว่าจะแก้การตั้งค่า กดรีเฟรชทันทีเพื่อลองเดี๋ยวนี้',
  platform: 'ครั้งล่าสุดล้มเหลว แพลตฟอร์มกำหนดเวลาที่ต้องรอ',
  quota_share:
    'หลายครั้งล่าสุดล้มเหลว การลองใหม่ใช้ได้ไม่เกินหนึ่งในสิบของโควตาของแพลตฟอร์ม และกระจายไปตลอดรอบ กดรีเฟรชทันทีเพื่อลองเดี๋ยวนี้',
  quota: 'จำนวนรีเฟรชของรอบนี้หมดแล้ว รอรอบถัดไป',
  uncertain: 'ยังไม่ทราบว่าการรีเฟรชครั้งก่อนสำเร็จหรือไม่ หากใช้ refresh token เดิมก่อนเวลานั้น การอนุญาตอาจสิ้นสุด',
}

const retries = {
  never: 'ลองใหม่ไม่ช่วย ให้ดูคำแนะนำ',
  after: 'ไม่ต้องทำอะไร ระบบจะลองใหม่เอง',
  reauth: 'ส่งลิงก์เชื่อมต่อใหม่ให้ร้าน',
  fix_config: 'แก้ไขการตั้งค่าของแอป',
} as const

const perWords = { month: 'ต่อเดือน', day: 'ต่อวัน' } as const

export const thai: Language = {
  span: (seconds) => spanOf(seconds, [' วัน', ' ชม.', ' นาที', ' วินาที'], ' '),
  ahead: (span) => `อีก ${span}`,
  ago: (span) => `${span}ที่แล้ว`,
  findings: {
    status: ({ status }) => statuses[status],
    app_missing: ({ platform, app }) => [
      `ไม่ได้ตั้งค่าแอป ${app} ของแพลตฟอร์ม ${platform}`,
      'การเชื่อมต่อของแอปนี้จะไม่รีเฟรช',
      'เพิ่มแอปพร้อมรหัสลับไว้ใน apps',
    ],
    access_token: ({ expiresAt, lives }, { time }) => [
      lives ? `access token ใช้ได้ถึง ${time(expiresAt)}` : `access token หมดอายุ ${time(expiresAt)}`,
    ],
    refresh_token: ({ expiresAt, lives }, { time }) => {
      if (expiresAt === undefined) return ['มี refresh token แต่แพลตฟอร์มไม่บอกวันหมดอายุ']
      return lives
        ? [`refresh token ใช้ได้ถึง ${time(expiresAt)} ตามเงื่อนไขของแพลตฟอร์ม`]
        : [
            `refresh token หมดอายุ ${time(expiresAt)} ตามเงื่อนไขของแพลตฟอร์ม`,
            undefined,
            'หากการรีเฟรชครั้งถัดไปล้มเหลว ให้ส่งลิงก์เชื่อมต่อใหม่ให้ร้าน',
          ]
    },
    no_refresh_token: () => [
      'ไม่มี refresh token',
      'แพลตฟอร์มไม่ได้ให้มา แอปอาจต้องมีสิทธิ์สำหรับสิ่งนี้',
      'ส่งลิงก์เชื่อมต่อใหม่ให้ร้านก่อน access token หมดอายุ',
    ],
    next_refresh: ({ at, because, overdue }, { time }) => [
      overdue ? `ถึงเวลารีเฟรชตั้งแต่ ${time(at)}` : `รีเฟรชครั้งถัดไป ${time(at)}`,
      overdue ? 'ยังไม่มีโปรเซสที่รีเฟรชล่วงหน้ามารับไป' : reasons[because],
      overdue ? 'ตรวจสอบว่ามี keeper ที่เปิดการรีเฟรชล่วงหน้าทำงานอยู่ และแพลตฟอร์มไม่ได้ถูกพักไว้' : undefined,
    ],
    no_next_refresh: () => ['ไม่มีกำหนดรีเฟรช'],
    underway: ({ owner, until, ours }, { time }) => [
      `${ours ? 'โปรเซสนี้' : 'อีกโปรเซสหนึ่ง'} (${owner}) กำลังรีเฟรช`,
      `หากโปรเซสนั้นหยุดไป โปรเซสอื่นจะรับช่วง ${time(until)}`,
    ],
    last_error: (
      { error, hint, retry, at, failures, platformCode, platformMessage, requestId },
      { time },
    ) => [
      `การรีเฟรชล่าสุดล้มเหลว ${time(at)} ติดต่อกัน ${failures} ครั้ง: ${error}${
        platformCode === undefined ? '' : ` แพลตฟอร์มแจ้งว่า ${platformCode} ${platformMessage ?? ''}`.trimEnd()
      }${requestId === undefined ? '' : ` (คำขอ ${requestId})`}`,
      hint,
      retries[retry],
    ],
    uncertain: ({ since, attempts, repeatsUntil, triedAt }, { time }) => [
      `ยังไม่ทราบว่าการรีเฟรชเมื่อ ${time(since)} สำเร็จหรือไม่ ส่ง refresh token นี้ไปแล้ว ${attempts} ครั้ง`,
      repeatsUntil === undefined
        ? `จะลองอีกครั้ง ${time(triedAt)} เมื่อ access token หมดอายุและไม่มีอะไรจะเสีย`
        : `แพลตฟอร์มจะตอบซ้ำแบบเดิมถึง ${time(repeatsUntil)} จึงจะถามซ้ำก่อนเวลานั้น`,
      'ไม่ต้องทำอะไร เว้นแต่จะล้มเหลวในตอนนั้น ให้ส่งลิงก์เชื่อมต่อใหม่ให้ร้าน',
    ],
    journaled: ({ entries }) => [
      `มีโทเค็น ${entries} ชุดมาช้าและอยู่ในเจอร์นัล`,
      'โปรเซสเสียสิทธิ์ไประหว่างที่แพลตฟอร์มตอบ',
      'ไม่ต้องทำอะไร ระบบจะรับไว้หรือลองใช้เอง',
    ],
    spooled: ({ disk, memory }) => [
      `มีโทเค็น ${disk} ชุดพักอยู่บนดิสก์ของเครื่องนี้ และ ${memory} ชุดอยู่ในหน่วยความจำของโปรเซสนี้เท่านั้น`,
      'ที่เก็บข้อมูลไม่รับโทเค็นเหล่านั้น',
      memory > 0 ? 'เพิ่มพื้นที่ดิสก์ให้ที่เก็บข้อมูลและที่พักก่อนโปรเซสนี้สิ้นสุด' : 'ตรวจสอบว่าเขียนที่เก็บข้อมูลได้',
    ],
    sealed_with: ({ key, current }) => [
      `เข้ารหัสด้วยคีย์ ${key}${key === current ? '' : ` คีย์ปัจจุบันคือ ${current}`}`,
      undefined,
      key === current ? undefined : 'เข้ารหัสใหม่ (rekey) ก่อนนำคีย์เก่าออกจากพวงคีย์',
    ],
    key_missing: ({ key, ring }) => [
      `เข้ารหัสด้วยคีย์ ${key} ซึ่งไม่อยู่ในพวงคีย์ (มี ${ring})`,
      'ไม่มีใครเปิดได้หากไม่มีคีย์นั้น',
      'ใส่คีย์นั้นกลับไว้หลังคีย์ปัจจุบัน',
    ],
    seal_broken: ({ key }) => [
      `เข้ารหัสด้วยคีย์รหัส ${key} แต่คีย์รหัสนี้ในพวงคีย์เปิดไม่ได้`,
      'คีย์ในพวงคีย์ไม่ใช่คีย์ที่ใช้เข้ารหัส หรือโทเค็นถูกแก้ไขจากภายนอก',
      'ใส่คีย์ที่ใช้เข้ารหัสกลับไว้ที่รหัสนี้ กู้ฐานข้อมูลจากสำเนาสำรองเฉพาะเมื่อคีย์ถูกต้องอยู่แล้ว เพราะโทเค็นในสำเนาเก่ากว่า',
    ],
    store_clock: ({ seconds }) => [
      `นาฬิกาของที่เก็บข้อมูล${seconds > 0 ? 'เร็วกว่า' : 'ช้ากว่า'}เครื่องนี้ ${Math.abs(seconds)} วินาที`,
      'keeper ใช้นาฬิกาของที่เก็บข้อมูล โปรแกรมอื่นของคุณอาจไม่ใช้',
      'ตั้งนาฬิกาด้วย NTP',
    ],
    platform_clock: ({ seconds }) => [
      `นาฬิกาของแพลตฟอร์ม${seconds > 0 ? 'เร็วกว่า' : 'ช้ากว่า'}ของเรา ${Math.abs(seconds)} วินาที`,
      'คำขอที่ลงลายเซ็นอาจถูกปฏิเสธเพราะเหตุนี้',
      'ตั้งนาฬิกาของเครื่องนี้ด้วย NTP',
    ],
    quota: ({ used, most, per, resetsAt }, { time }) => [
      `ใช้การรีเฟรชไป ${used} จาก ${most} ครั้งที่แพลตฟอร์มให้${perWords[per]} รอบถัดไปเริ่ม ${time(resetsAt)}`,
    ],
    ends: ({ at, days }, { time }) => [
      days === 0 ? `การอนุญาตสิ้นสุด ${time(at)}` : `การอนุญาตจะสิ้นสุด ${time(at)} หลังจากนั้นต้องให้ร้านยินยอมใหม่`,
      undefined,
      days <= 14 ? 'ส่งลิงก์เชื่อมต่อใหม่ให้ร้านตอนนี้' : undefined,
    ],
    no_end: () => ['ไม่ทราบวันสิ้นสุดของการอนุญาต การรีเฟรชแต่ละครั้งเลื่อนออกไป หรือแพลตฟอร์มไม่ได้บอก'],
    paused: ({ until }, { time }) => [
      `พักการเรียกแพลตฟอร์มไว้ถึง ${time(until)}`,
      'แพลตฟอร์มล้มเหลวหลายครั้งติดกัน',
      'ตรวจสอบว่าเครื่องนี้เข้าถึงแพลตฟอร์มได้หรือไม่',
    ],
    policy: ({ refreshToken, replaySeconds, reuse, windowSeconds }, { span }) => [
      [
        {
          new: 'แพลตฟอร์มให้ refresh token ใหม่ทุกครั้ง และของเก่าใช้ไม่ได้อีก',
          same: 'แพลตฟอร์มไม่เปลี่ยน refresh token',
          either: 'แพลตฟอร์มอาจให้ refresh token ใหม่',
        }[refreshToken],
        refreshToken === 'same'
          ? ''
          : replaySeconds > 0
            ? `หากคำตอบหาย จะตอบซ้ำแบบเดิมภายใน ${span(replaySeconds)}`
            : 'จะไม่ตอบซ้ำหากคำตอบหาย',
        reuse === 'revoke-family' && refreshToken !== 'same'
          ? 'หากนำ refresh token ที่ใช้แล้วมาใช้อีก การอนุญาตจะสิ้นสุด'
          : '',
        windowSeconds === undefined ? '' : `ให้รีเฟรชเฉพาะ ${span(windowSeconds)}สุดท้ายของ access token`,
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    ],
    reconnect: () => [
      'มีเพียงร้านที่ช่วยได้',
      undefined,
      'ส่งลิงก์จาก keeper.reconnectUrl ให้ร้าน รหัสการเชื่อมต่อคงเดิม และการยินยอมของร้านอื่นจะถูกปฏิเสธ',
    ],
  },
}
