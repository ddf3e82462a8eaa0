/** The commands that acts stand under, in the order of the help. */
export const topics: Readonly<Record<string, string>> = {
  operator: 'who administers: accounts, roles, passwords',
  gateway: 'API gateways, which ask what a token is worth',
  platform: 'what each platform asks and allows, and its keys',
  audit: 'who did what, when and from where',
}
