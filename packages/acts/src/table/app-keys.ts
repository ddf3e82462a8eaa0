/* An app's credentials and its logo: AppSecret, RSA keys, picture. */
import { fingerprintOf } from '@hufu/crypto'
import { changeApp, changeOwnApp, isRefusal, issueKeyPair, rotateSecret, setLogo } from '@hufu/accounts'
import { TOLD_ONCE, picture } from '@hufu/web/api/members'
import { z } from 'zod'
import { change, say } from '../act.ts'
import { isDeveloper, issued, issuedApp, oneApp, organisationOf, shownApp, whichApp } from './app-parts.ts'
import { texts } from './shapes.ts'
import { mapSuccess } from './map-success.ts'

export const appKeyActs = {
  'app.secret': change({
    title: say('更换 AppSecret', 'Replace an app’s AppSecret', 'เปลี่ยน AppSecret'),
    permission: 'apps.change',
    organisation: organisationOf,
    http: 'POST /apps/:app/secret',
    input: whichApp.extend({
      overlapSeconds: z
        .number()
        .default(86_400)
        .describe('How long the one before stays good; 0 ends it at once'),
    }),
    output: issuedApp,
    run: ({ app, overlapSeconds }, context) =>
      mapSuccess(rotateSecret(app, overlapSeconds, context), (made) => ({
        answer: issued(made, context),
        log: { subject: app, detail: { overlapSeconds } },
      })),
  }),
  'app.keys': change({
    title: say('设置密钥', 'Make an RSA key pair for an app, or set its own public keys', 'ตั้งกุญแจของแอป'),
    permission: 'apps.change',
    organisation: organisationOf,
    http: 'POST /apps/:app/keys',
    input: whichApp.extend({
      publicKeys: texts
        .exactOptional()
        .describe('Its own: PEM or one line of Base64 each. Absent: a pair is made, and added'),
    }),
    output: oneApp.extend({
      privateKey: z
        .string()
        .exactOptional()
        .describe('The private half of a pair that was just made. It is not shown again')
        .meta({ [TOLD_ONCE]: true }),
    }),
    command: { options: { publicKeys: '--public-key' }, files: ['publicKeys'] },
    async run({ app, publicKeys }, context) {
      const set = isDeveloper(context.actor) ? changeOwnApp : changeApp
      const changed = publicKeys ? await set(app, { publicKeys }, context) : await issueKeyPair(app, context)
      if (isRefusal(changed)) return changed
      const { app: after, ...told } = 'app' in changed ? changed : { app: changed }
      return {
        answer: { ...shownApp(after, context), ...told },
        log: { subject: app, detail: { fingerprints: after.publicKeys.map(fingerprintOf) } },
      }
    },
  }),
  'app.logo': change({
    title: say('上传图标', 'Set an app’s logo', 'ตั้งโลโก้ของแอป'),
    permission: 'apps.change',
    organisation: organisationOf,
    http: 'PUT /apps/:app/logo',
    input: whichApp.extend({ picture: picture.describe('PNG, JPEG or WebP') }),
    output: oneApp,
    run: ({ app, picture: file }, context) =>
      mapSuccess(
        setLogo(app, file, context, isDeveloper(context.actor) ? changeOwnApp : changeApp),
        (after) => ({
          answer: shownApp(after, context),
          log: { subject: app, detail: { version: after.proposed?.settings.logo ?? after.logo } },
        }),
      ),
  }),
}
