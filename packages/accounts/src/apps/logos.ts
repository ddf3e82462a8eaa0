/* An app's logo: uploaded, never fetched. What is kept is the picture alone, without what else its file brought along. */
import { createHash } from 'node:crypto'
import { readPicture } from './picture.ts'
import type { AppContext } from './app-changes.ts'
import { type LogoFault, type Refusal, invalid, isRefusal, unknown } from '../refusal.ts'
import type { App } from '@hufu/engine'
import type { Logo, LogoStore } from './logo-store.ts'

export const MOST_LOGO_BYTES = 96 * 1024
const SMALLEST_LOGO = 64
export const LARGEST_LOGO = 1024

const said: Readonly<Record<LogoFault, string>> = {
  no_picture: 'is no PNG, JPEG or WebP picture',
  damaged: 'is damaged',
  too_many_bytes: `has more than ${MOST_LOGO_BYTES / 1024} KB`,
  too_small: `has fewer than ${SMALLEST_LOGO} pixels on a side`,
  too_large: `has more than ${LARGEST_LOGO} pixels on a side`,
  moving: 'is an animation: a logo must be a still picture',
}

/** The picture in the file, by its bytes: neither its name nor its declared type is asked. */
export function logoOf(appId: string, file: Uint8Array): Logo | Refusal {
  const refuse = (because: LogoFault): Refusal => invalid('logo', said[because], { fault: 'logo', because })
  if (file.length > MOST_LOGO_BYTES) return refuse('too_many_bytes')
  const picture = readPicture(file)
  if (typeof picture === 'string') return refuse(picture)
  const { type, width, height, bytes } = picture
  if (Math.max(width, height) > LARGEST_LOGO) return refuse('too_large')
  if (Math.min(width, height) < SMALLEST_LOGO) return refuse('too_small')
  const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
  return { appId, version, type, bytes }
}

/** Keeps the picture, then sets it as the app's as `change` would any setting: at once, or proposed for review. */
export async function setLogo<Context extends AppContext & { readonly store: LogoStore }>(
  id: string,
  file: Uint8Array,
  context: Context,
  change: (id: string, settings: { readonly logo: string }, context: Context) => Promise<App | Refusal>,
): Promise<App | Refusal> {
  const app = await context.store.appById(id)
  if (!app) return unknown('app', id)
  const logo = logoOf(id, file)
  if (isRefusal(logo)) return logo
  const keep = [app.logo, app.proposed?.settings.logo].filter((each) => each !== undefined)
  await context.store.putLogo(logo, keep)
  return change(id, { logo: logo.version }, context)
}
