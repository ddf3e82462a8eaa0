import { build } from 'esbuild'

/** A module and all that it imports, minified, for no runtime in particular: it does not build if it wants one of Node's. */
export async function bundled(contents: string, format: 'esm' | 'iife' = 'esm'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format,
    platform: 'neutral',
    target: 'es2024',
    charset: 'utf8',
  })
  return outputFiles[0]?.text ?? ''
}
