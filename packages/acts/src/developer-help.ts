/* What an operator does for developers, with the letters that go with it: in the console and through the admin API. */
import {
  type Developer,
  INVITATION_DAYS,
  type Refusal,
  inviteOrganisation,
  isRefusal,
  resetSecondFactor,
} from '@hufu/accounts'
import type { AdminContext } from './api/context.ts'
import { happenedLetter, lettersIn } from './letters/letters.ts'
import type { Language } from '@hufu/web/design/language'

export interface Invitation {
  readonly email: string
  readonly organisation: string
  readonly sent: boolean
  /** To be passed on, where no letter can carry it. Who sees it could take the invitation himself. */
  readonly link?: string
}

export async function sendInvitation(
  asked: Parameters<typeof inviteOrganisation>[0],
  language: Language,
  context: AdminContext,
): Promise<Invitation | Refusal> {
  const invited = await inviteOrganisation(asked, context)
  if (isRefusal(invited)) return invited
  const { email, organisation, secret } = invited
  const link = context.linkTo(`/developer/welcome?ticket=${secret}`)
  const letter = lettersIn(language).invited(organisation, link, INVITATION_DAYS)
  const sent = await context.mail.send({ to: email, ...letter })
  return { email, organisation, sent, ...(!sent && { link }) }
}

/** They are told by mail. */
export async function takeLostFactor(
  id: string,
  language: Language,
  context: Parameters<typeof resetSecondFactor>[1] & { readonly mail: Pick<AdminContext['mail'], 'send'> },
): Promise<Developer | Refusal> {
  const reset = await resetSecondFactor(id, context)
  if (!isRefusal(reset))
    await context.mail.send({ to: reset.email, ...happenedLetter(language, 'factorReset') })
  return reset
}
