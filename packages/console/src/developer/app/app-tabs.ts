/* The tabs of an app's pages. */

/** By name: the path below `/developer/apps/:app`. */
export const appTabs = {
  overview: '',
  settings: '/settings',
  try: '/try',
  log: '/log',
  usage: '/usage',
  reference: '/reference',
} as const

export type AppTab = keyof typeof appTabs
