/** The commands that acts stand under, in the order of the help. */
export const topics: Readonly<Record<string, string>> = {
  app: 'applications: settings, review, AppKey and AppSecret, grants',
  review: 'applications that wait for review',
  organisation: 'organisations of developers, and their test shops',
  developer: 'people of the organisations: invitations, help, personal data',
  shop: 'shops, which merchants authorise applications for',
  user: 'the users who log in for a shop',
  grant: 'authorizations of merchants to applications',
  operator: 'accounts, roles and passwords of operators',
  gateway: 'API gateways, which introspect tokens',
  platform: 'policy and keys of each platform',
  audit: 'the audit log: who did what, when and from where',
}
