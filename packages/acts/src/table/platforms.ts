/* Platforms: their terms and keys, as operators change them while servers run. */
import { fingerprintOf } from '@hufu/crypto'
import type { Dialect } from '@hufu/dialects'
import type { Refusal } from '@hufu/accounts'
import { z } from 'zod'
import { policySchema } from '@hufu/server'
import { type ActContext, type Deed, type Shown, change, reading, say } from '../act.ts'
import { idOf } from './shapes.ts'
import { known } from '@hufu/web/api/answer'
import { mapSuccess } from './map-success.ts'

const shape = z
  .object({
    id: z.string(),
    title: z.string(),
    inForce: z.looseObject({}).describe('The whole policy, wherever its members were set'),
    set: policySchema
      .meta({ id: 'Terms' })
      .describe('The members that operators have set; null removes a limit'),
    fixed: z.array(z.string()).describe('Set in the configuration’s file, and not to be set here'),
    publicKey: z.string().exactOptional().describe('One line of base64url SPKI, where the platform seals'),
  })
  .meta({ id: 'Platform' })
const onePlatform = z.object({ platform: shape })
type OnePlatform = Deed<Shown<z.input<typeof onePlatform>>>
const which = z.strictObject({ platform: idOf('platform') })

type Context = Pick<ActContext, 'dialects' | 'settings'>

function shown({ id, title }: Dialect, { settings }: Context) {
  const { publicKey } = settings.keysOf(id)
  return {
    id,
    title,
    inForce: { ...settings.policyOf(id) },
    set: settings.overrideOf(id),
    fixed: settings.fixedOf(id),
    ...(publicKey !== undefined && { publicKey }),
  }
}

const platformOf = (platform: string, { dialects }: Context) =>
  known(
    dialects.find(({ id }) => id === platform),
    'platform',
    platform,
  )

const refused = (field: string, message: string): Refusal => ({ refused: 'invalid', field, message })

export const platformActs = {
  'platform.list': reading({
    title: say('查看平台', 'List the platforms that are served', 'ดูแพลตฟอร์ม'),
    permission: 'platforms.read',
    http: 'GET /platforms',
    input: z.strictObject({}),
    output: z.object({ platforms: z.array(shape) }),
    command: { columns: { id: 'ID', title: 'TITLE', fixed: 'SET IN THE FILE' } },
    run: (_, context) => ({ platforms: context.dialects.map((dialect) => shown(dialect, context)) }),
  }),
  'platform.show': reading({
    title: say('查看平台详情', 'Show the terms of a platform', 'ดูรายละเอียดแพลตฟอร์ม'),
    permission: 'platforms.read',
    http: 'GET /platforms/:platform',
    input: which,
    output: onePlatform,
    run: ({ platform }, context) =>
      mapSuccess(platformOf(platform, context), (dialect) => ({ platform: shown(dialect, context) })),
  }),
  'platform.change': change({
    title: say('修改平台规则', 'Set the terms of a platform', 'แก้ไขเงื่อนไขของแพลตฟอร์ม'),
    permission: 'platforms.change',
    http: 'PUT /platforms/:platform/terms',
    input: policySchema.extend(which.shape),
    output: onePlatform,
    more: 'Replaces all earlier settings; an absent member has the value of the configuration or the dialect.',
    run: ({ platform, ...terms }, context) =>
      mapSuccess(platformOf(platform, context), async (dialect): Promise<OnePlatform | Refusal> => {
        const { settings, store } = context
        const problems = await settings.change(platform, terms, store)
        if (problems.length > 0) return refused('terms', problems.join('; '))
        const detail = Object.entries(terms).map(([name, value]) => [name, JSON.stringify(value)] as const)
        return {
          answer: () => ({ platform: shown(dialect, context) }),
          log: { subject: platform, detail: Object.fromEntries(detail) },
          committed: () => settings.read(),
        }
      }),
  }),
  'platform.rotate_key': change({
    title: say(
      '更换平台密钥',
      'Make a new key of a platform; the one before still opens',
      'เปลี่ยนกุญแจของแพลตฟอร์ม',
    ),
    permission: 'platforms.change',
    http: 'POST /platforms/:platform/key',
    input: which,
    output: onePlatform,
    question: {
      warning: {
        'zh-CN': () =>
          '新密钥立即用于签名，当前密钥仍可解密；再上一把密钥将被删除，用它加密的请求从此无法解开。此操作无法撤销。',
        en: () =>
          'The new key signs from now on. The present key still decrypts. The key before it is deleted, and requests that are encrypted for that one can never be decrypted again. This cannot be undone.',
        th: () =>
          'กุญแจใหม่จะใช้ลงลายมือชื่อทันที กุญแจปัจจุบันยังถอดรหัสได้ กุญแจก่อนหน้านั้นจะถูกลบ สิ่งที่แอปเข้ารหัสด้วยกุญแจนั้นจะเปิดไม่ได้อีก ไม่สามารถย้อนกลับได้',
      },
    },
    run: ({ platform }, context) =>
      mapSuccess(platformOf(platform, context), async (dialect): Promise<OnePlatform | Refusal> => {
        const { settings, store } = context
        if (dialect.envelope === undefined)
          return refused(
            'platform',
            'platform: this platform does not encrypt its requests, so it has no RSA key',
          )
        const fingerprint = fingerprintOf(await settings.rotateKey(platform, store))
        return {
          answer: () => ({ platform: shown(dialect, context) }),
          log: { subject: platform, detail: { fingerprint } },
          committed: () => settings.read(),
        }
      }),
  }),
}
