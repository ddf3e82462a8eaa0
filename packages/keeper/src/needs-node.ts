/* Imported before all else: on an older Node the keeper says what it needs, and not which of its modules is lacking. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 7))
  throw new Error(
    `@hufu/keeper needs Node 24.7 or later, for node:sqlite among others, and this is Node ${process.versions.node}: run it on a newer one, or use the daemon (hufu keeper serve), which programs of any age can call`,
  )
