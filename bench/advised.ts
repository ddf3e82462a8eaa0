/** What docs/deploy.md advises for a server that shares its machine: memory is given back sooner. */
export const advisedFlags = ['--max-semi-space-size=8', '--max-old-space-size=256']
