/** The commands that acts stand under, in the order of the help. */
export const topics: Readonly<Record<string, string>> = {
  app: 'applications: settings, review, AppKey and AppSecret, grants',
  review: 'applications that wait for review',
  organisation: 'who makes apps: organisations, and what they may do',
  developer: 'people of the organisations: invitations, help, personal data',
  shop: 'shops, which merchants authorise applications for',
  user: 'the users who log in for a shop',
  grant: 'what merchants have granted to applications',
  operator: 'who administers: accounts, roles, passwords',
  gateway: 'API gateways, which ask what a token is worth',
  platform: 'what each platform asks and allows, and its keys',
  audit: 'who did what, when and from where',
}
