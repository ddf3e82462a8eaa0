/** What is wrong with a redirect URI: closed, so that pages say it in every language. */
export type RedirectFault =
  | { readonly fault: 'too_long'; readonly most: number }
  | { readonly fault: PlainFault }
  | { readonly fault: 'answer_in_query'; readonly name: string }
  /** Such as `javascript:`. */
  | { readonly fault: 'scheme'; readonly scheme: string }
  | { readonly fault: 'another_host'; readonly host: string; readonly registered: readonly string[] }
  | { readonly fault: 'another_domain'; readonly host: string }

/** Those that a word says. */
export type PlainFault =
  | 'not_native'
  | 'not_registered'
  | 'character'
  | 'fragment'
  | 'not_absolute'
  | 'user_information'
  | 'not_normal'
  | 'trailing_dot'
  | 'path_changes'
  | 'path_ambiguous'
  | 'query_changes'
  | 'control_character'
  | 'not_https'
  | 'wildcard'
  | 'not_bare_host'
  | 'not_a_host'

const plain: Readonly<Record<PlainFault, string>> = {
  not_native: 'the app is not registered as a native application',
  not_registered: 'differs from every registered redirect URI',
  character: 'has a character that no URI has',
  fragment: 'has a fragment',
  not_absolute: 'is no absolute URI',
  user_information: 'has user information',
  not_normal: 'is not in its normal form: lower case, no default port',
  trailing_dot: 'has a dot after its host',
  path_changes: 'has dots or other characters in its path that a browser changes',
  path_ambiguous: 'has an ambiguous path',
  query_changes: 'has characters in its query that a browser changes',
  control_character: 'has a control character, or a % that escapes nothing',
  not_https: 'must be https',
  wildcard: 'a wildcard is never registered',
  not_bare_host: 'a bare host is registered, without a scheme or path',
  not_a_host: 'is no host in its normal form',
}

/** For the log, the admin API and the command line. */
export function redirectFaultText(fault: RedirectFault): string {
  if (isPlain(fault)) return plain[fault.fault]
  switch (fault.fault) {
    case 'too_long':
      return `longer than ${fault.most} characters`
    case 'answer_in_query':
      return `has ${fault.name} in its query, which is for the answer`
    case 'scheme':
      return `${fault.scheme} is not https`
    case 'another_host':
      return `${fault.host} is another host than ${fault.registered.join(', ')}`
    case 'another_domain':
      return `${fault.host} is of another domain than what is registered`
  }
}

export const isPlain = (fault: RedirectFault): fault is { readonly fault: PlainFault } =>
  Object.hasOwn(plain, fault.fault)
