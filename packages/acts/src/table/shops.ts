/* Shops, for which merchants authorise apps. */
import { createShop, setShopRegion } from '@hufu/accounts'
import { known } from '@hufu/web/api/answer'
import { shownParts } from '@hufu/web/json-pieces'
import { z } from 'zod'
import { change, reading, say } from '../act.ts'
import { shopView } from '../api/answers.ts'
import { idOf } from './shapes.ts'
import { mapSuccess } from './map-success.ts'

const oneShop = z.object({ shop: shopView })

export const shopActs = {
  'shop.list': reading({
    title: say('查看店铺', 'List the shops', 'ดูร้านค้า'),
    permission: 'merchants.read',
    http: 'GET /shops',
    input: z.strictObject({}),
    output: z.object({ shops: z.array(shopView) }),
    command: { columns: { id: 'UID', name: 'NAME', createdAt: 'CREATED' } },
    run: async (_, { store }) => ({ shops: await shownParts(store.shops, (shop) => shop) }),
  }),
  'shop.show': reading({
    title: say('查看店铺详情', 'Show a shop', 'ดูรายละเอียดร้านค้า'),
    permission: 'merchants.read',
    http: 'GET /shops/:shop',
    input: z.strictObject({ shop: idOf('shop') }),
    output: oneShop,
    run: async ({ shop }, { store }) =>
      mapSuccess(known(await store.shop(shop), 'shop', shop), (found) => ({ shop: found })),
  }),
  'shop.region': change({
    title: say('设置店铺站点', 'Set where a shop sells', 'กำหนดไซต์ของร้านค้า'),
    more: 'Applications are told it on platforms that have several countries. Authorizations that were given stay as they are.',
    permission: 'merchants.change',
    http: 'PUT /shops/:shop/region',
    input: z.strictObject({
      shop: idOf('shop'),
      region: z
        .string()
        .nullable()
        .describe('The site as the platform writes it, such as `th`; null for none'),
    }),
    output: oneShop,
    command: { arguments: ['shop', 'region'] },
    run: ({ shop: id, region }, context) =>
      mapSuccess(setShopRegion(id, region, context), (shop) => ({
        answer: { shop },
        log: { subject: id, detail: { region } },
      })),
  }),
  'shop.create': change({
    title: say('新增店铺', 'Create a shop', 'เพิ่มร้านค้า'),
    more: 'It gets a new number of ten digits, which applications receive as the uid.',
    permission: 'merchants.change',
    http: 'POST /shops',
    input: z.strictObject({ name: z.string().describe('The name of the shop') }),
    output: oneShop,
    creates: true,
    command: { arguments: ['name'] },
    run: ({ name }, context) =>
      mapSuccess(createShop(name, context), (shop) => ({
        answer: { shop },
        log: { subject: shop.id, detail: { name } },
      })),
  }),
}
