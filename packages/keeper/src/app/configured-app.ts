import { KeeperError } from '@hufu/keeper-store/errors'
import type { App, Apps } from './app.ts'

/** The app of a connection; undefined where it is not configured any more. */
export function configuredApp(
  apps: Pick<Apps, 'find'>,
  { platform, app }: { readonly platform: string; readonly app: string },
): App | undefined {
  try {
    return apps.find(platform, app)
  } catch (error) {
    if (error instanceof KeeperError) return undefined
    throw error
  }
}
