/* Organisations, whose developers share their apps. */
import {
  type Organisation,
  changeOrganisation,
  createOrganisation,
  organisationView,
  renameOrganisation,
} from '@hufu/accounts'
import { z } from 'zod'
import { shownParts } from '@hufu/web/json-pieces'
import { organisationView as shownOrganisation } from '../api/answers.ts'
import { change, reading, say } from '../act.ts'
import { idOf, texts } from './shapes.ts'
import { known } from '@hufu/web/api/answer'
import { mapSuccess } from './map-success.ts'

const VERIFIED = 'Whether operators have verified the organisation; merchants see it'
const oneOrganisation = z.object({ organisation: shownOrganisation })
const which = z.strictObject({ organisation: idOf('organisation') })

const shown = (organisation: Organisation) => ({ organisation: organisationView(organisation) })

const columns = {
  id: 'ID',
  name: 'NAME',
  verified: 'VERIFIED',
  testShops: 'TEST SHOPS',
  createdAt: 'CREATED',
}

export const organisationActs = {
  'organisation.list': reading({
    title: say('查看组织', 'List the organisations', 'ดูองค์กร'),
    permission: 'developers.read',
    http: 'GET /organisations',
    input: z.strictObject({}),
    output: z.object({ organisations: z.array(shownOrganisation) }),
    more: 'The oldest first.',
    command: { columns },
    run: async (_, { store }) => ({
      organisations: await shownParts((part) => store.organisations(part), organisationView),
    }),
  }),
  'organisation.show': reading({
    title: say('查看组织详情', 'Show an organisation', 'ดูรายละเอียดองค์กร'),
    permission: 'developers.read',
    http: 'GET /organisations/:organisation',
    input: which,
    output: oneOrganisation,
    run: async ({ organisation }, { store }) =>
      mapSuccess(known(await store.organisation(organisation), 'organisation', organisation), shown),
  }),
  'organisation.create': change({
    title: say('新建组织', 'Create an organisation', 'สร้างองค์กร'),
    permission: 'developers.change',
    http: 'POST /organisations',
    input: z.strictObject({
      name: z.string().describe('Its name, as merchants read it'),
      verified: z.boolean().default(false).describe(VERIFIED),
    }),
    output: oneOrganisation,
    creates: true,
    more: 'Developers are then invited into it.',
    command: { arguments: ['name'] },
    run: (input, context) =>
      mapSuccess(createOrganisation(input, context), (made) => ({
        answer: shown(made),
        log: { subject: made.id, detail: input },
      })),
  }),
  'organisation.change': change({
    title: say('修改组织', 'Change an organisation', 'แก้ไของค์กร'),
    permission: 'developers.change',
    organisation: async ({ organisation }) => organisation,
    http: 'PATCH /organisations/:organisation',
    input: which.extend({
      name: z.string().exactOptional().describe('Its name, as merchants read it'),
      verified: z.boolean().exactOptional().describe(VERIFIED),
      testShops: texts
        .exactOptional()
        .describe('Shops in which its developers may test their apps: ask the owners of the shops first'),
    }),
    output: oneOrganisation,
    more: 'Merchants are shown whether an organisation is verified. Under a new name it is not, unless that is said too.',
    command: { options: { testShops: '--test-shop' } },
    run: ({ organisation, ...asked }, { by, store }) =>
      mapSuccess(
        // Only operators verify an organisation and set its test shops.
        by.kind === 'developer'
          ? renameOrganisation(organisation, asked.name ?? '', { store })
          : changeOrganisation(organisation, asked, { store }),
        (changed) => ({
          answer: shown(changed),
          log: {
            subject: organisation,
            detail: by.kind === 'developer' ? { name: changed.name } : asked,
          },
        }),
      ),
  }),
}
