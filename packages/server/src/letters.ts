/* Letters that administration sends, whichever door it came by. */
export { tellFormerAddress, tellOwner } from './account/new-password.ts'
export { HOUSE_LANGUAGE } from './design/language.ts'
export { takeLostFactor } from './developer-help.ts'
