/* Preloaded by the npm scripts: where no pinned runtime is installed for this platform, one's own Node must be new enough. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 7)) {
  console.error(
    `This needs Node 24.7 or later; ${process.execPath} is ${process.version}. Install it, or run npm ci where optional dependencies bring it (Linux and Windows on x64, Linux on arm64, macOS on x64).`,
  )
  process.exit(69)
}
