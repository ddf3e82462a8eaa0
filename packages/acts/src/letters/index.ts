/* Letters that administration sends, whichever door it came by. */
export { tellFormerAddress, tellOwner } from './new-password.ts'
export { HOUSE_LANGUAGE } from '@hufu/web/design/language'
