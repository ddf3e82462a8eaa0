/** What a server serves, from the tree that its frame prints: method and path of each. */
export function routesOf(tree: string): readonly (readonly [method: string, path: string])[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^(.*?)(?:├──|└──) (\S*)(?: \((.+)\))?$/.exec(line) ?? []
    const depth = indent.length / 4
    above.splice(depth, above.length, part)
    // A place that routes name differently has all of the names.
    const path = above.join('').replaceAll(/(:\w+)(\|:\w+)+/g, '$1')
    return methods
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD' && method !== 'OPTIONS')
      .map((method) => [method, path] as const)
  })
}
